import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf, invoiceOf } from "../testing/api-driver.ts";

const WEBHOOKS = { verifierToken: "key", aggregateMs: 0 };

function merge(driver: ApiDriver, type: string, survivor: unknown, merged: unknown) {
  return driver.send("POST", "/_emulator/merge", JSON.stringify({ type, survivor, merged }));
}

const balance = (driver: ApiDriver, path: string): unknown => driver.read(path)["Balance"];

describe("a merge of two customers", () => {
  it("moves transactions and balances to the survivor, and the other is gone", () => {
    const driver = new ApiDriver();
    const [one, two] = ["One", "Two"].map((DisplayName) =>
      driver.created("customer", { DisplayName }),
    );
    const invoice = driver.created("invoice", invoiceOf(idOf(two as JsonObject), 70));
    driver.created("payment", {
      CustomerRef: { value: two?.["Id"] },
      TotalAmt: 20,
      Line: [{ Amount: 20, LinkedTxn: [{ TxnId: invoice["Id"], TxnType: "Invoice" }] }],
    });
    driver.created("invoice", invoiceOf(idOf(one as JsonObject), 5));
    const answer = merge(driver, "customer", one?.["Id"], two?.["Id"]);
    expect(bodyOf(answer)).toMatchObject({ Customer: { Id: one?.["Id"], Balance: 55 } });
    expect(driver.read(`invoice/${idOf(invoice)}`)).toMatchObject({
      CustomerRef: { value: one?.["Id"], name: "One" },
      Balance: 50,
    });
    expect(faultOf(driver.get(`customer/${idOf(two as JsonObject)}`)).codes).toEqual(["610"]);
    const found = bodyOf(
      driver.query(`select count(*) from Invoice where CustomerRef = '${idOf(one as JsonObject)}'`),
    );
    expect(found["QueryResponse"]).toEqual({ totalCount: 2 });
    driver.created("customer", { DisplayName: "Two" });
  });

  it("tells listeners the survivor, with the id that is gone, and nothing else", () => {
    const driver = new ApiDriver({ settings: { webhooks: WEBHOOKS } });
    driver.created("invoice", invoiceOf("2", 5));
    for (const { id } of driver.company.takeDueDeliveries(driver.now + 1))
      driver.company.settleDelivery(id, true, driver.now + 1);
    driver.now += 1000;
    merge(driver, "Customer", "1", "2");
    const bodies = driver.company.takeDueDeliveries(driver.now + 1).map(({ body }) => body);
    const events = bodies.flatMap((body) => JSON.parse(body) as JsonObject[]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: "qbo.customer.merged.v1",
      intuitentityid: "1",
      data: { deletedid: "2" },
    });
  });

  it("keeps the books in balance", () => {
    const driver = new ApiDriver();
    const total = (): number => Number(driver.read("account/84")["CurrentBalance"]);
    const [before, sum] = [
      total(),
      Number(balance(driver, "customer/1")) + Number(balance(driver, "customer/12")),
    ];
    expect(merge(driver, "Customer", "1", "12").status).toBe(200);
    expect([total(), balance(driver, "customer/1")]).toEqual([before, sum]);
  });
});

describe("a merge of other records", () => {
  it("moves items, on the lines of sales and in bundles", () => {
    const driver = new ApiDriver();
    expect(merge(driver, "Item", "4", "8").status).toBe(200);
    expect(JSON.stringify(driver.read("item/19"))).toContain('"value":"4"');
    for (const { fields } of driver.company.store.records("Invoice"))
      expect(JSON.stringify(fields)).not.toContain('"ItemRef":{"value":"8"}');
  });

  it("moves accounts with what was posted to them", () => {
    const driver = new ApiDriver();
    const made = driver.created("account", { Name: "Spare", AccountSubType: "OtherPrimaryIncome" });
    const id = idOf(made);
    const before = ["82", id].map((each) =>
      Number(driver.read(`account/${each}`)["CurrentBalance"]),
    );
    expect(merge(driver, "Account", id, "82").status).toBe(200);
    expect(driver.read(`account/${id}`)["CurrentBalance"]).toBe(
      (before[0] ?? 0) + (before[1] ?? 0),
    );
    expect(driver.read("item/4")["IncomeAccountRef"]).toEqual({ value: id, name: "Spare" });
  });

  it("moves the parent of what stands below the survivor only", () => {
    const driver = new ApiDriver();
    const [one, two] = ["One", "Two"].map((Name) => driver.created("class", { Name }));
    driver.created("class", { Name: "Below", ParentRef: { value: two?.["Id"] } });
    expect(bodyOf(merge(driver, "Class", one?.["Id"], two?.["Id"]))).toEqual({
      error: `Class ${idOf(two as JsonObject)} has others below it; move them first`,
    });
    expect(merge(driver, "Class", two?.["Id"], one?.["Id"]).status).toBe(200);
  });
});

describe("a merge is refused", () => {
  it.each([
    {
      why: "of a type that has none",
      pair: ["Term", "1", "2"],
      words: /^Term is none of Account, /,
    },
    { why: "of a type that does not exist", pair: ["Owl", "1", "2"], words: /^type must name/ },
    { why: "with itself", pair: ["Customer", "1", "1"], words: /cannot go into itself/ },
    { why: "with nobody", pair: ["Customer", "1", "9999"], words: /^there is no Customer 9999$/ },
    { why: "of accounts of two types", pair: ["Account", "35", "7"], words: /in AccountType$/ },
    { why: "of accounts of two kinds", pair: ["Account", "45", "79"], words: /in AccountSubType$/ },
    { why: "of items of two types", pair: ["Item", "1", "5"], words: /^they differ in Type$/ },
    { why: "without ids", pair: ["Customer", null, null], words: /must be ids/ },
  ])("$why", ({ pair: [type, survivor, merged], words }) => {
    const driver = new ApiDriver();
    const before = JSON.stringify([...driver.company.store.dump()]);
    const answer = merge(driver, type ?? "", survivor, merged);
    expect(answer.status).toBe(400);
    expect(bodyOf(answer)["error"]).toMatch(words);
    expect(JSON.stringify([...driver.company.store.dump()])).toBe(before);
  });

  it("when its body is no JSON", () => {
    expect(new ApiDriver().send("POST", "/_emulator/merge", "{").status).toBe(400);
  });
});
