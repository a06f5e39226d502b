import { describe, expect, it } from "vitest";
import { objectOf, objectsOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, invoiceOf } from "../testing/api-driver.ts";

const run = (driver: ApiDriver, items: readonly unknown[]): readonly JsonObject[] => {
  const answer = driver.post("batch", { BatchItemRequest: items });
  expect(answer.status).toBe(200);
  return objectsOf(bodyOf(answer), "BatchItemResponse");
};
const codesOf = (item: JsonObject | undefined): unknown[] =>
  objectsOf(objectOf(item ?? {}, "Fault") ?? {}, "Error").map((error) => error["code"]);

describe("a batch", () => {
  it("answers every item in the order of the request, whatever became of the others", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("1", 5));
    const items = run(driver, [
      { bId: "1", operation: "update", Invoice: { Id: "404", SyncToken: "0", sparse: true } },
      { bId: "2", operation: "void", Invoice: { Id: invoice["Id"], SyncToken: "0" } },
      { bId: "3", Query: "select count(*) from Customer" },
      { bId: "4", Query: "select nothing" },
      { bId: "5", operation: "delete", Invoice: { Id: invoice["Id"], SyncToken: "1" } },
    ]);
    expect(items.map((item) => item["bId"])).toEqual(["1", "2", "3", "4", "5"]);
    expect(codesOf(items[0])).toEqual(["610"]);
    expect(items[1]).toMatchObject({ Invoice: { TotalAmt: 0, PrivateNote: "Voided" } });
    expect(items[2]).toHaveProperty("QueryResponse.totalCount");
    expect(codesOf(items[3])).toEqual(["4000"]);
    expect(items[4]).toMatchObject({ Invoice: { status: "Deleted", Id: invoice["Id"] } });
  });

  it("voids by optionsData too, as Intuit's older clients do", () => {
    const driver = new ApiDriver();
    const { Id } = driver.created("invoice", invoiceOf("1", 5));
    const Invoice = { Id, SyncToken: "0", sparse: true };
    const [item] = run(driver, [{ bId: "1", operation: "update", optionsData: "void", Invoice }]);
    expect(item).toMatchObject({ Invoice: { TotalAmt: 0 } });
  });

  it("refuses an update that names no record, as the single request does, and creates nothing", () => {
    const driver = new ApiDriver();
    const Customer = { DisplayName: "No Id" };
    const [item] = run(driver, [{ bId: "1", operation: "update", Customer }]);
    expect(item).toMatchObject({ Fault: { Error: [{ code: "2020", element: "Id" }] } });
    const single = faultOf(driver.post("customer?operation=update", Customer));
    expect([single.codes, single.elements]).toEqual([["2020"], ["Id"]]);
    expect(driver.query("select * from Customer where DisplayName = 'No Id'").body).toContain(
      '"QueryResponse":{}',
    );
    const [numbered] = run(driver, [
      { operation: "update", Customer: { Id: 58, SyncToken: 0, sparse: true, Notes: "n" } },
    ]);
    expect(numbered).toMatchObject({ Customer: { Id: "58", Notes: "n" } });
  });

  it("takes items without bId or operation, numbers for bIds, and the same bId twice", () => {
    const items = run(new ApiDriver(), [
      { Customer: { DisplayName: "No bId" } },
      { bId: 7, Customer: { DisplayName: "Number" } },
      { bId: "7", Customer: { DisplayName: "Twice" } },
      { bId: null, operation: null, Vendor: null, Customer: { DisplayName: "Nulls" } },
    ]);
    expect(items.map((item) => item["bId"])).toEqual([undefined, "7", "7", undefined]);
    expect(items.every((item) => item["Customer"] !== undefined)).toBe(true);
  });

  it("refuses an item that it cannot read, alone, and loses none", () => {
    const items = run(new ApiDriver(), [
      5,
      null,
      [],
      {},
      { bId: "1", Customer: "text" },
      { bId: "2", Custmoer: { DisplayName: "A" } },
      { bId: "3", Customer: { DisplayName: "A" }, Vendor: { DisplayName: "B" } },
      { bId: "4", Query: 5 },
      { bId: "5", operation: "dance", Customer: { DisplayName: "C" } },
      { bId: "6", Customer: { DisplayName: "Kept" } },
    ]);
    expect(items).toHaveLength(10);
    expect(items.slice(0, 9).map((item) => codesOf(item))).toEqual([
      ...Array.from({ length: 8 }, () => ["2010"]),
      ["500"],
    ]);
    expect(objectsOf(objectOf(items[0] ?? {}, "Fault") ?? {}, "Error")[0]).toHaveProperty(
      "element",
      "",
    );
    expect(items[9]).toMatchObject({ Customer: { DisplayName: "Kept" } });
  });

  it("is refused as a whole when it is none, empty, or of more than thirty items", () => {
    const driver = new ApiDriver();
    const codes = (body: unknown): readonly string[] => faultOf(driver.post("batch", body)).codes;
    expect(codes({})).toEqual(["2020"]);
    expect(codes({ BatchItemRequest: [] })).toEqual(["2020"]);
    expect(codes({ BatchItemRequest: { bId: "1" } })).toEqual(["2010"]);
    expect(codes("[]")).toEqual(["2010"]);
    const thirty = Array.from({ length: 30 }, (_, n) => ({
      bId: `${n}`,
      Customer: { DisplayName: `Of thirty ${n}` },
    }));
    expect(run(driver, thirty)).toHaveLength(30);
    expect(codes({ BatchItemRequest: [...thirty, thirty[0]] })).toEqual(["1040"]);
  });

  it("finds no more than a thousand objects: the query that would exceed them is refused, not cut", () => {
    const driver = new ApiDriver();
    for (let n = 0; n < 600; n += 1) driver.created("vendor", { DisplayName: `V ${n}` });
    const query = { Query: "select * from Vendor where DisplayName like 'V %' maxresults 600" };
    const items = run(driver, [query, query, { Query: "select * from Term maxresults 2" }]);
    expect(items.map((item) => Object.keys(item)[0])).toEqual([
      "QueryResponse",
      "Fault",
      "QueryResponse",
    ]);
  });

  it("tells of changes as an item", () => {
    const driver = new ApiDriver();
    driver.created("customer", { DisplayName: "Fresh" });
    const [item] = run(driver, [
      {
        bId: "c",
        CDCQuery: { Entities: "Customer,Item", ChangedSince: "2026-11-02T10:00:00-08:00" },
      },
    ]);
    expect(item).toMatchObject({
      bId: "c",
      CDCResponse: { QueryResponse: [{ Customer: [{ DisplayName: "Fresh" }] }, {}] },
    });
  });
});
