import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf } from "../testing/api-driver.ts";

const inject = (driver: ApiDriver, rules: unknown): number =>
  driver.send("POST", "/_emulator/faults", JSON.stringify(rules)).status;
const countOf = (driver: ApiDriver, name: string): unknown =>
  bodyOf(driver.query(`select count(*) from Customer where DisplayName = '${name}'`))[
    "QueryResponse"
  ];

describe("an injected fault", () => {
  it("answers a status without doing the work, once by default", () => {
    const driver = new ApiDriver();
    inject(driver, [
      { match: { method: "post", path: "/customer" }, fault: "status", status: 503 },
    ]);
    const failed = driver.post("customer", { DisplayName: "Tried" });
    expect(failed.status).toBe(503);
    expect(failed.body).toContain('"code":"10000"');
    expect(countOf(driver, "Tried")).toEqual({ totalCount: 0 });
    expect(driver.post("customer", { DisplayName: "Tried" }).status).toBe(200);
  });

  it("of status 400 carries the code that it is given", () => {
    const driver = new ApiDriver();
    inject(driver, [{ fault: "status", status: 400, code: "6190" }]);
    expect(faultOf(driver.get("customer/1")).codes).toEqual(["6190"]);
  });

  it("of a code whose words are known has them, and status 400; of any other the author's own", () => {
    const driver = new ApiDriver();
    inject(driver, [
      { fault: "status", code: "6190" },
      { fault: "status", code: "6000", status: 409 },
      { fault: "status", code: "7777", status: 400, message: "Mine", detail: "And more" },
    ]);
    const seen = [1, 2, 3].map(() => faultOf(driver.get("customer/1")));
    expect(seen.map((fault) => [fault.status, fault.codes[0], fault.details[0]])).toEqual([
      [
        400,
        "6190",
        "Subscription period has ended or canceled or there was a billing problem : You can't add data to QuickBooks Online Plus because your trial or subscription period ended.",
      ],
      [
        409,
        "6000",
        "Business Validation Error: You can only add or edit one name at a time. Please try again.",
      ],
      [400, "7777", "And more"],
    ]);
  });

  it("of a code that is the name of something every object has is a code like any other", () => {
    const driver = new ApiDriver();
    const codes = ["__proto__", "constructor", "toString"];
    inject(
      driver,
      codes.map((code) => ({ fault: "status", code })),
    );
    const seen = codes.map(() => faultOf(driver.get("customer/1")));
    expect(seen.map(({ status, codes: [code] }) => [status, code])).toEqual(
      codes.map((code) => [500, code]),
    );
  });

  it("of a status of the gateway looks like the gateway's own", () => {
    const driver = new ApiDriver();
    inject(
      driver,
      [401, 403, 429].map((status) => ({ fault: "status", status })),
    );
    const bodies = [1, 2, 3].map(() => driver.get("customer/1").body);
    expect(bodies.map((body) => /"code":"(\d+)"/.exec(body)?.[1])).toEqual([
      "3200",
      "3100",
      "3001",
    ]);
    expect(bodies[0]).toContain("Token expired: demoREDACTED");
    inject(driver, [{ fault: "status", status: 403, code: "120", detail: "No access" }]);
    expect(driver.get("customer/1").body).toContain('"detail":"No access","code":"120"');
  });

  it("loses the answer before or after the work", () => {
    const driver = new ApiDriver();
    inject(driver, {
      rules: [
        { match: { body: "Before" }, fault: "timeout-before" },
        { match: { body: "After" }, fault: "timeout-after" },
        { match: { body: "Closed" }, fault: "close-after" },
      ],
    });
    expect(driver.post("customer", { DisplayName: "Before" }).fate).toEqual({ kind: "lost" });
    expect(driver.post("customer?requestid=a", { DisplayName: "After" }).fate).toEqual({
      kind: "lost",
    });
    expect(driver.post("customer", { DisplayName: "Closed" }).fate).toEqual({ kind: "closed" });
    expect([
      countOf(driver, "Before"),
      countOf(driver, "After"),
      countOf(driver, "Closed"),
    ]).toEqual([{ totalCount: 0 }, { totalCount: 1 }, { totalCount: 1 }]);
    expect(driver.post("customer?requestid=a", { DisplayName: "After" }).body).toContain(
      '"DisplayName":"After"',
    );
  });

  it("slows, throttles, and expires tokens until they are refreshed", () => {
    const driver = new ApiDriver();
    inject(driver, [
      { fault: "slow", delayMs: 700 },
      { fault: "throttle" },
      { fault: "expire-token" },
    ]);
    expect(driver.get("customer/1")).toMatchObject({
      status: 200,
      fate: { kind: "slow", delayMs: 700 },
    });
    expect(driver.get("customer/1").status).toBe(429);
    expect(driver.get("customer/1").status).toBe(401);
    expect(driver.get("customer/1").status).toBe(200);
  });

  it("refuses a refresh, and leaves other calls to later rules", () => {
    const driver = new ApiDriver();
    inject(driver, [{ fault: "invalid_grant" }]);
    expect(driver.get("customer/1").status).toBe(200);
    const basic = { authorization: `Basic ${Buffer.from("demo:demo").toString("base64")}` };
    expect(
      bodyOf(driver.form("/oauth2/v1/tokens/bearer", { grant_type: "refresh_token" }, basic)),
    ).toMatchObject({ error: "invalid_grant" });
  });

  it("matches by expression, as often as it is told, and by chance when asked", () => {
    const driver = new ApiDriver();
    inject(driver, [
      { match: { path: { regex: "/customer/\\d+$" } }, fault: "throttle", times: 2 },
    ]);
    expect([1, 2, 3].map((id) => driver.get(`customer/${id}`).status)).toEqual([429, 429, 200]);
    inject(driver, [{ fault: "throttle", times: 0, probability: 0.5 }]);
    const refused = Array.from({ length: 200 }, () => driver.get("item/1").status).filter(
      (status) => status === 429,
    ).length;
    expect(refused).toBeGreaterThan(60);
    expect(refused).toBeLessThan(140);
  });

  it("is listed with what remains of it, and cleared by an empty list", () => {
    const driver = new ApiDriver();
    inject(driver, [
      { fault: "throttle", times: 3 },
      { match: { path: "x" }, fault: "slow", times: 0 },
    ]);
    driver.get("customer/1");
    expect(bodyOf(driver.send("GET", "/_emulator/faults", ""))["rules"]).toMatchObject([
      { fault: "throttle", remaining: 2 },
      { fault: "slow", remaining: "always" },
    ]);
    inject(driver, []);
    expect(driver.get("customer/1").status).toBe(200);
  });

  it("never touches pages, control or health", () => {
    const driver = new ApiDriver();
    inject(driver, [{ fault: "throttle", times: 0 }]);
    expect(
      ["/app/homepage", "/_emulator/usage", "/healthz"].map(
        (url) => driver.send("GET", url, "").status,
      ),
    ).toEqual([200, 200, 200]);
  });

  it("that makes no sense is refused with the reason", () => {
    const driver = new ApiDriver();
    const problem = (body: string): unknown =>
      bodyOf(driver.send("POST", "/_emulator/faults", body))["error"];
    expect(problem("{")).toBe("the body is not JSON");
    expect(problem("{}")).toBe('the body must be a list of rules or {"rules": [...]}');
    expect(problem('[{"fault":"earthquake"}]')).toContain(
      'rule 0: "fault" must be one of status, ',
    );
    expect(problem('[{"fault":"slow","match":{"path":{"regex":"("}}}]')).toContain(
      "is not a regular expression",
    );
  });

  const rule = (more: object): string => JSON.stringify([{ fault: "status", ...more }]);

  it.each([
    [JSON.stringify([5]), "a rule must be an object"],
    [JSON.stringify([{}]), '"fault" must be one of'],
    [JSON.stringify(Array.from({ length: 1001 }, () => ({ fault: "slow" }))), "more than 1000"],
    [rule({ tiems: 2 }), '"tiems" is none of match, fault, status'],
    [rule({ match: { url: "/x" } }), '"url" is none of method, path, body'],
    [rule({ match: [] }), '"match" must be an object'],
    [rule({ match: { method: 5 } }), '"match.method" must be a method'],
    [rule({ match: { method: "" } }), '"match.method" must be a method'],
    [rule({ match: { path: "" } }), "is empty"],
    [rule({ match: { body: null } }), '"match.body": give a text'],
    [rule({ status: "503" }), '"status" must be a whole number from 200 to 599'],
    [rule({ status: 99 }), '"status" must be a whole number from 200 to 599'],
    [rule({ status: 503.5 }), '"status" must be a whole number'],
    [rule({ code: 6190 }), '"code" must be a text'],
    [rule({ message: 5 }), '"message" must be a text'],
    [rule({ detail: "x".repeat(4001) }), '"detail" must be a text of at most 4000'],
    [rule({ code: "" }), '"code" must be a text'],
    [rule({ times: -1 }), '"times" must be a whole number from 0'],
    [rule({ times: "2" }), '"times" must be a whole number'],
    [rule({ times: 1e300 }), '"times" must be a whole number'],
    [rule({ probability: "0.5" }), '"probability" must be a number from 0 to 1'],
    [rule({ probability: 1.01 }), '"probability" must be a number from 0 to 1'],
    [rule({ delayMs: 5 }), '"delayMs" means nothing to status; it is for slow'],
    [JSON.stringify([{ fault: "slow", delayMs: 86_400_001 }]), '"delayMs" must be a whole number'],
    [JSON.stringify([{ fault: "throttle", status: 429 }]), '"status" means nothing to throttle'],
    [
      JSON.stringify([{ fault: "drop-webhook", match: { path: "/customer" } }]),
      'drop-webhook looks at the events of a delivery: "match" may hold "body" alone',
    ],
  ])("is refused, and the rules in force stay: %s", (body, problem) => {
    const driver = new ApiDriver();
    inject(driver, [{ fault: "throttle" }]);
    const answer = driver.send("POST", "/_emulator/faults", body);
    expect([answer.status, bodyOf(answer)["error"]]).toEqual([
      400,
      expect.stringContaining(problem),
    ]);
    expect(driver.get("customer/1").status).toBe(429);
  });

  it("holds up the emulator once at most: an endless expression is switched off and says so", () => {
    const driver = new ApiDriver();
    inject(driver, [
      { fault: "throttle", match: { body: { regex: "(a+)+$" } }, times: 0 },
      { fault: "status", times: 0 },
    ]);
    const name = `${"a".repeat(60)}b`;
    expect(driver.post("customer", { DisplayName: name }).status).toBe(500);
    const [listed] = bodyOf(driver.send("GET", "/_emulator/faults", ""))[
      "rules"
    ] as unknown as JsonObject[];
    expect(listed).toMatchObject({
      remaining: 0,
      problem: "the regular expression took longer than 1000 ms and was given up",
    });
  });

  it("finds the text that stands in an upload among bytes that are none", () => {
    const driver = new ApiDriver();
    inject(driver, [{ fault: "throttle", match: { body: "receipt.pdf" } }]);
    const body = Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from("receipt.pdf")]);
    expect(driver.send("POST", "/v3/company/9341452700000001/upload", body).status).toBe(429);
  });
});
