import { describe, expect, it } from "vitest";
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
    inject(driver, [{ match: { path: "/customer\\/\\d+$/" }, fault: "throttle", times: 2 }]);
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
    expect(problem('[{"fault":"slow","match":{"path":"/(/"}}]')).toContain(
      "is not a regular expression",
    );
  });
});
