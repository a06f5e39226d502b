import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";

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
