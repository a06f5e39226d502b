import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";
import { operationName, usageClass } from "./usage.ts";

const usage = (driver: ApiDriver): object => bodyOf(driver.send("GET", "/_emulator/usage", ""));

describe("the usage counters", () => {
  it("meter reads, batches and change data, and leave single writes free", () => {
    const driver = new ApiDriver();
    driver.get("customer/1");
    driver.query("select * from Item");
    driver.send("POST", "/v3/company/9341452700000001/query", "select * from Item");
    driver.get("cdc?entities=Customer&changedSince=2026-11-01");
    driver.post("customer", { DisplayName: "Free" });
    driver.post("batch", {
      BatchItemRequest: [{ bId: "1", operation: "create", Customer: { DisplayName: "Paid" } }],
    });
    driver.post("customer", {});
    driver.token = "nobody";
    driver.get("customer/1");
    expect(usage(driver)).toMatchObject({
      metered: 4,
      free: 1,
      batch: 1,
      rejected: 2,
      total: 8,
      byOperation: {
        "GET cdc": 1,
        "GET customer": 2,
        "GET query": 1,
        "POST batch": 1,
        "POST customer": 2,
        "POST query": 1,
      },
      webhooks: { sent: 0, acknowledged: 0, failed: 0, pending: 0 },
    });
  });

  it("hold the calls that an injected fault refused, but no refused refresh", () => {
    const driver = new ApiDriver();
    const faults = ["throttle", "expire-token", "status", "invalid_grant"];
    const rules = JSON.stringify(faults.map((fault) => ({ fault })));
    driver.send("POST", "/_emulator/faults", rules);
    const answers = [1, 2, 3].map(() => driver.get("customer/1"));
    expect(answers.map(({ status }) => status)).toEqual([429, 401, 500]);
    expect(answers.map(({ headers }) => headers["qbo-version"])).not.toContain(undefined);
    expect(driver.send("POST", "/oauth2/v1/tokens/bearer", "").status).toBe(400);
    expect(usage(driver)).toMatchObject({
      rejected: 3,
      total: 3,
      byOperation: { "GET customer": 3 },
    });
    const { requests } = bodyOf(driver.send("GET", "/_emulator/requests", ""));
    expect(requests).toMatchObject([{ status: 500 }, { status: 401 }, { status: 429 }]);
  });

  it("class every route as the programme does, and only answers of 2xx", () => {
    const classes = (["GET", "POST"] as const).flatMap((method) =>
      ["customer", "query", "cdc", "batch", "upload", "download", "reports", "taxservice"].map(
        (route) => `${method} ${route}: ${usageClass(method, route, 200)}`,
      ),
    );
    expect(classes.filter((line) => line.endsWith("free"))).toEqual([
      "POST customer: free",
      "POST upload: free",
      "POST download: free",
      "POST reports: free",
      "POST taxservice: free",
    ]);
    expect(classes.filter((line) => line.endsWith("batch"))).toHaveLength(2);
    for (const status of [302, 400, 401, 429, 500])
      expect(usageClass("GET", "customer", status)).toBe("rejected");
  });

  it("name PDFs and mails apart from reads and writes of their type", () => {
    const name = (method: string, path: string): string => operationName(method, path.split("/"));
    expect(name("GET", "invoice/67/pdf")).toBe("GET invoice/pdf");
    expect(name("POST", "Invoice/67/send")).toBe("POST invoice/send");
    expect(name("GET", "customer/1/5")).toBe("GET customer");
  });

  it("begin anew on request, the list of recent calls too", () => {
    const driver = new ApiDriver();
    driver.get("customer/1");
    driver.post("batch", { BatchItemRequest: [{ Query: "select * from Term" }] });
    expect(usage(driver)).toMatchObject({ total: 2, corePlus: 2 });
    expect(driver.send("POST", "/_emulator/reset-usage", "").status).toBe(200);
    expect(usage(driver)).toMatchObject({ total: 0, corePlus: 0, byOperation: {} });
    expect(bodyOf(driver.send("GET", "/_emulator/requests", ""))["requests"]).toEqual([]);
  });

  it("do not count pages, control or tokens", () => {
    const driver = new ApiDriver();
    driver.send("GET", "/app/customers", "");
    driver.form("/app/customers/new", { displayName: "By hand", active: "true" });
    driver.send("GET", "/_emulator/requests", "");
    driver.form("/oauth2/v1/tokens/bearer", {});
    expect(usage(driver)).toMatchObject({ total: 0 });
  });

  it("list the recent requests, the latest first", () => {
    const driver = new ApiDriver();
    driver.get("customer/1");
    driver.post("customer?requestid=r9", { DisplayName: "Listed" });
    expect(bodyOf(driver.send("GET", "/_emulator/requests?limit=1", ""))["requests"]).toEqual([
      {
        at: driver.now,
        method: "POST",
        path: "/v3/company/9341452700000001/customer",
        status: 200,
        requestId: "r9",
        class: "free",
        operation: "POST customer",
      },
    ]);
  });
});
