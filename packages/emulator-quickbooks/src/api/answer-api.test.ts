import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, invoiceOf } from "../testing/api-driver.ts";

const gatewayOf = (answer: { body: string }): JsonObject => {
  const fault = (JSON.parse(answer.body) as { fault: { error: JsonObject[]; type: string } }).fault;
  return { ...fault.error[0], type: fault.type };
};

describe("the gateway", () => {
  it("refuses an unknown token before it looks at anything else", () => {
    const driver = new ApiDriver();
    driver.token = "stranger";
    const answer = driver.post("nonsense/1/2", "{");
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([
      401,
      'Bearer realm="Intuit", error="invalid_token"',
    ]);
    expect(gatewayOf(answer)).toMatchObject({
      code: "3200",
      message: "message=AuthenticationFailed; errorCode=003200; statusCode=401",
      type: "AUTHENTICATION",
    });
  });

  it("refuses the demo token from another machine", () => {
    const driver = new ApiDriver();
    const request = {
      method: "GET",
      url: "/v3/company/9341452700000001/customer/1",
      headers: { authorization: "Bearer demo" },
      body: "",
      isLoopback: false,
    };
    expect(driver.company.handle(request, driver.now).status).toBe(401);
  });

  it("refuses another company with 403", () => {
    const answer = new ApiDriver().send("GET", "/v3/company/1/customer/1", "");
    expect(answer.status).toBe(403);
    expect(gatewayOf(answer)).toMatchObject({ code: "3100", detail: null, type: "SERVICE" });
  });

  it("refuses the eleventh call within a second, and admits it a second later", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    const statuses = Array.from({ length: 11 }, () => driver.get("customer/1").status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    expect(gatewayOf(driver.get("customer/1"))).toMatchObject({
      code: "3001",
      detail: "The request limit was reached.  Try again later",
      message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
    });
    driver.now += 1000;
    expect(driver.get("customer/1").status).toBe(200);
  });

  it("refuses call 501 of a minute and batch 41 of a minute", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    const call = (): number => {
      driver.now += 110;
      return driver.get("customer/1").status;
    };
    expect(Array.from({ length: 501 }, call).lastIndexOf(200)).toBe(499);
    const other = new ApiDriver({ settings: { rateLimits: true } });
    const batch = (): number => {
      other.now += 110;
      return other.post("batch", {
        BatchItemRequest: [{ bId: "1", Query: "select count(*) from Item" }],
      }).status;
    };
    expect(Array.from({ length: 41 }, batch)).toEqual([
      ...Array.from({ length: 40 }, () => 200),
      429,
    ]);
  });
});

describe("refusals", () => {
  it("come in the order token, company, limits, address, JSON, properties and references, record", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    const { limits } = driver.company.settings;
    const statusOf = (): number => driver.send("POST", "/v3/company/1/nonsense", "{").status;
    driver.company.changeSettings({ limits: { ...limits, requestsPerSecond: 0 } });
    driver.token = "no such token";
    expect(statusOf()).toBe(401);
    driver.token = "demo";
    expect(statusOf()).toBe(403);
    expect(driver.post("nonsense", "{").status).toBe(429);
    driver.company.changeSettings({ rateLimits: false });
    const codes = (resource: string, body: unknown): readonly string[] =>
      faultOf(driver.post(resource, body)).codes;
    expect(codes("nonsense", "{")).toEqual(["500"]);
    expect(codes("invoice", "{")).toEqual(["2010"]);
    const unknown = { ...invoiceOf("404", 5), Nonsense: 1, Id: "404", SyncToken: "9" };
    expect(codes("invoice", unknown)).toEqual(["2010"]);
  });

  it("and answers alike carry the headers by which a call is found again", () => {
    const driver = new ApiDriver();
    for (const answer of [driver.get("customer/1"), driver.get("customer/404")]) {
      expect(answer.headers).toMatchObject({
        "content-type": expect.stringMatching(/^application\/json/) as string,
        "qbo-version": expect.any(String) as string,
        "service-time": expect.any(String) as string,
        "x-spanid": expect.any(String) as string,
        "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
        intuit_tid: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
      });
    }
    expect(driver.get("customer/1").headers["cache-control"]).toContain("no-store");
  });

  it("call a text that is too short or too long for a token malformed, and any other expired", () => {
    const driver = new ApiDriver();
    const detailFor = (token: string): unknown => {
      driver.token = token;
      return gatewayOf(driver.get("customer/1"))["detail"];
    };
    const malformed = "Malformed bearer token: too short or too long";
    expect([detailFor("short"), detailFor("x".repeat(4097))]).toEqual([malformed, malformed]);
    expect(detailFor("AB11longenough")).toBe("Token expired: AB11REDACTED");
    const none = driver.send("GET", "/v3/company/9341452700000001/customer/1", "", {
      authorization: "",
    });
    expect([none.status, gatewayOf(none)["code"]]).toEqual([401, "3200"]);
  });
});

describe("an address that nothing answers", () => {
  it("gets fault 500 with the address in it", () => {
    const fault = faultOf(new ApiDriver().get("customer/1/5"));
    expect(fault).toMatchObject({ status: 400, codes: ["500"] });
    expect(fault.details[0]).toMatch(
      /^Operation Could not find resource for relative : \/v3\/company\/9341452700000001\/customer\/1\/5 of full path: https:.* is not supported\.$/,
    );
  });

  it("is told from one whose letters are percent-encoded, which is the address that it encodes", () => {
    const driver = new ApiDriver();
    expect(driver.read("%63ustomer/%35%38")["DisplayName"]).toBe("Jane Doe");
    expect(faultOf(driver.get("customer/1%2F5")).details).toEqual([
      "Id should be a valid number. Supplied value:1/5",
    ]);
    expect(faultOf(driver.get("customer/%E0%A4%A")).codes).toEqual(["2030"]);
  });

  it("is 404 outside the API", () => {
    expect(new ApiDriver().send("GET", "/nowhere", "").status).toBe(404);
  });
});

describe("a requestid", () => {
  it("gives its first answer again and writes once", () => {
    const driver = new ApiDriver();
    const first = driver.post("customer?requestid=r1", { DisplayName: "Once" });
    driver.now += 5000;
    const second = driver.post("customer?requestid=r1", { DisplayName: "Once" });
    expect(second.body).toBe(first.body);
    expect(
      bodyOf(driver.query("select count(*) from Customer where DisplayName = 'Once'"))[
        "QueryResponse"
      ],
    ).toEqual({ totalCount: 1 });
  });

  it("of a refused request is free for the corrected one", () => {
    const driver = new ApiDriver();
    expect(driver.post("customer?requestid=r1", { DisplayName: "A:B" }).status).toBe(400);
    expect(driver.post("customer?requestid=r1", { DisplayName: "AB" }).status).toBe(200);
  });

  it("is forgotten after the time that is set, or when control says so", () => {
    const driver = new ApiDriver({ settings: { requestIdMemoryMs: 60_000 } });
    driver.post("invoice?requestid=r1", invoiceOf("1", 5));
    driver.now += 59_999;
    const again = bodyOf(driver.post("invoice?requestid=r1", invoiceOf("1", 5)));
    driver.now += 1;
    const later = bodyOf(driver.post("invoice?requestid=r1", invoiceOf("1", 5)));
    expect([
      (again["Invoice"] as JsonObject)["Id"],
      (later["Invoice"] as JsonObject)["Id"],
    ]).toEqual(["267", "268"]);
    driver.send("POST", "/_emulator/forget-requestids", "");
    expect(
      (bodyOf(driver.post("invoice?requestid=r1", invoiceOf("1", 5)))["Invoice"] as JsonObject)[
        "Id"
      ],
    ).toBe("269");
  });

  it("does not fill the memory: answers whose time is over go as new ones come", () => {
    const driver = new ApiDriver({ settings: { requestIdMemoryMs: 1000 } });
    for (let n = 0; n < 20; n += 1) {
      driver.post(`customer?requestid=r${n}`, { DisplayName: `R ${n}` });
      driver.now += 500;
    }
    expect(driver.company.store.count("answer")).toBeLessThanOrEqual(3);
  });

  it("longer than fifty characters is refused", () => {
    expect(
      faultOf(new ApiDriver().post(`customer?requestid=${"x".repeat(51)}`, { DisplayName: "X" }))
        .codes,
    ).toEqual(["2130"]);
  });

  it("covers a whole batch", () => {
    const driver = new ApiDriver();
    const batch = {
      BatchItemRequest: [{ bId: "1", operation: "create", Customer: { DisplayName: "Batched" } }],
    };
    expect(driver.post("batch?requestid=b1", batch).body).toBe(
      driver.post("batch?requestid=b1", batch).body,
    );
  });
});

describe("a batch", () => {
  it("keeps the good items and undoes only the bad ones", () => {
    const driver = new ApiDriver();
    const answer = driver.post("batch", {
      BatchItemRequest: [
        { bId: "a", operation: "create", Customer: { DisplayName: "Kept" } },
        { bId: "b", operation: "create", Customer: { DisplayName: "kept" } },
        { bId: "c", Query: "select count(*) from Customer where DisplayName = 'Kept'" },
        { Item: { Name: "No operation", Type: "Service", IncomeAccountRef: { value: "1" } } },
        { bId: "e", operation: "dance", Customer: { DisplayName: "X" } },
        { bId: "f", operation: "create" },
      ],
    });
    const items = bodyOf(answer)["BatchItemResponse"] as unknown as JsonObject[];
    expect(items.map((item) => Object.keys(item)[0])).toEqual([
      "Customer",
      "Fault",
      "QueryResponse",
      "Item",
      "Fault",
      "Fault",
    ]);
    expect(items[1]).toMatchObject({
      bId: "b",
      Fault: { Error: [{ code: "6240", element: "" }], type: "ValidationFault" },
    });
    expect(items[2]).toMatchObject({ QueryResponse: { totalCount: 1 } });
  });

  it("of 31 items is refused", () => {
    const items = Array.from({ length: 31 }, (_, n) => ({
      bId: String(n),
      Query: "select * from Item",
    }));
    expect(faultOf(new ApiDriver().post("batch", { BatchItemRequest: items })).codes).toEqual([
      "1040",
    ]);
  });
});

describe("change data", () => {
  const since = "2026-11-02T10:00:00-08:00";
  const changes = (driver: ApiDriver, entities: string, from = since): JsonObject[] => {
    const answer = driver.get(`cdc?entities=${entities}&changedSince=${encodeURIComponent(from)}`);
    const [first] = bodyOf(answer)["CDCResponse"] as unknown as { QueryResponse: JsonObject[] }[];
    return first?.QueryResponse ?? [];
  };

  it("answers a group for each type, in the order asked, empty where nothing changed", () => {
    const driver = new ApiDriver();
    driver.created("customer", { DisplayName: "Fresh" });
    const groups = changes(driver, "invoice,CUSTOMER");
    expect(groups[0]).toEqual({});
    expect(groups[1]).toMatchObject({
      Customer: [{ DisplayName: "Fresh" }],
      startPosition: 1,
      maxResults: 1,
    });
    expect(groups[1]).not.toHaveProperty("totalCount");
  });

  it("shows inactive names, moved balances and deletions, oldest first and deletions last", () => {
    const driver = new ApiDriver();
    const doomed = driver.created("invoice", invoiceOf("3", 5));
    driver.now += 1000;
    driver.created("invoice?operation=delete", { Id: doomed["Id"], SyncToken: "0" });
    driver.now += 1000;
    driver.created("invoice", invoiceOf("4", 5));
    driver.created("customer", { Id: "58", SyncToken: "0", sparse: true, Active: false });
    const [customers, invoices] = changes(driver, "Customer,Invoice");
    const names = objectsOf(customers ?? {}, "Customer").map((each) => each["DisplayName"]);
    expect(names).toEqual(["Cool Cars", "Diego Rodriguez", "Jane Doe (deleted)"]);
    expect(invoices).toMatchObject({ startPosition: 1, maxResults: 2, totalCount: 2 });
    expect(objectsOf(invoices ?? {}, "Invoice")[1]).toEqual({
      domain: "QBO",
      status: "Deleted",
      Id: doomed["Id"],
      MetaData: { LastUpdatedTime: "2026-11-02T10:00:01-08:00" },
    });
  });

  it("of deletions alone has no start position", () => {
    const driver = new ApiDriver();
    const doomed = driver.created("invoice", invoiceOf("3", 5));
    driver.created("invoice?operation=delete", { Id: doomed["Id"], SyncToken: "0" });
    const [group] = changes(driver, "Invoice");
    expect(Object.keys(group ?? {})).toEqual(["Invoice", "maxResults", "totalCount"]);
  });

  it("holds no more than 1000 objects in all", () => {
    const driver = new ApiDriver();
    for (let n = 0; n < 998; n += 1) driver.created("customer", { DisplayName: `C ${n}` });
    for (let n = 0; n < 5; n += 1) driver.created("vendor", { DisplayName: `V ${n}` });
    const groups = changes(driver, "Customer,Vendor");
    expect(groups.map((group) => group["maxResults"])).toEqual([998, 2]);
  });

  it("looks back thirty days and no further", () => {
    const driver = new ApiDriver();
    expect(driver.get("cdc?entities=Customer&changedSince=2026-10-03T11:00:00-07:00").status).toBe(
      200,
    );
    const fault = faultOf(
      driver.get("cdc?entities=Customer&changedSince=2026-10-03T10:59:59-07:00"),
    );
    expect(fault).toMatchObject({
      codes: ["500"],
      details: [
        "Operation cdc with changedSince date {2026-10-03T10:59:59-07:00} which is older than fixed days is not supported.",
      ],
    });
  });

  it("knows no tax codes", () => {
    expect(
      faultOf(new ApiDriver().get(`cdc?entities=TaxCode&changedSince=${since}`)).codes,
    ).toEqual(["4001"]);
  });
});
