import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { listOf } from "../../descriptor.ts";
import { expenseLine } from "../../../testing/expense-bodies.ts";

const expenseOf = (type: string, account: string, more: object = {}): JsonObject => ({
  PaymentType: type,
  AccountRef: { value: account },
  Line: [expenseLine(99.99)],
  ...more,
});
const balance = (driver: ApiDriver, account: string): number =>
  Number(driver.read(`account/${account}`)["CurrentBalance"]);

describe("a purchase", () => {
  it("by cheque takes the money from the bank and shows payee and kind as recorded", () => {
    const driver = new ApiDriver();
    const before = balance(driver, "35");
    const made = driver.created(
      "purchase",
      expenseOf("Check", "35", { EntityRef: { value: "42" } }),
    );
    expect(made).toMatchObject({
      AccountRef: { value: "35", name: "Checking" },
      EntityRef: { value: "42", name: "Lee Advertising", type: "Vendor" },
      TotalAmt: 99.99,
      PrintStatus: "NotSet",
      CustomField: [],
      PurchaseEx: { any: [{ value: { Name: "TxnType", Value: "3" } }] },
    });
    expect(Object.keys(made)).toEqual(
      listOf(
        `AccountRef PaymentType EntityRef TotalAmt PrintStatus PurchaseEx domain sparse Id SyncToken MetaData CustomField TxnDate CurrencyRef Line`,
      ),
    );
    expect(balance(driver, "35")).toBe(before - 99.99);
    expect(driver.read("vendor/42")["Balance"]).toBe(0);
  });

  it("by card is owed on the card, and a refund takes it off again", () => {
    const driver = new ApiDriver();
    const before = [balance(driver, "41"), balance(driver, "7")];
    const charged = driver.created("purchase", expenseOf("CreditCard", "41"));
    expect(charged).toMatchObject({
      Credit: false,
      PurchaseEx: { any: [{ value: { Value: "54" } }] },
    });
    expect(balance(driver, "41")).toBe((before[0] ?? 0) + 99.99);
    const back = driver.created("purchase", expenseOf("CreditCard", "41", { Credit: true }));
    expect(back).toMatchObject({ Credit: true, TotalAmt: 99.99 });
    expect([balance(driver, "41"), balance(driver, "7")]).toEqual(before);
  });

  it("in cash is never a refund", () => {
    const driver = new ApiDriver();
    const before = balance(driver, "7");
    const made = driver.created("purchase", expenseOf("Cash", "35", { Credit: true }));
    expect(made).not.toHaveProperty("Credit");
    expect(balance(driver, "7")).toBe(before + 99.99);
  });

  it("is paid to vendors, customers and employees, whose type the id tells", () => {
    const driver = new ApiDriver();
    for (const [id, type] of [
      ["30", "Vendor"],
      ["1", "Customer"],
      ["54", "Employee"],
    ]) {
      const made = driver.created(
        "purchase",
        expenseOf("Cash", "35", { EntityRef: { value: id } }),
      );
      expect(made["EntityRef"]).toMatchObject({ value: id, type });
    }
  });

  it("on a payable or receivable counts for its payee", () => {
    const driver = new ApiDriver();
    const on = (account: string, payee: string): object => ({
      EntityRef: { value: payee },
      Line: [expenseLine(20, { AccountRef: { value: account } })],
    });
    driver.created("purchase", expenseOf("Check", "35", on("33", "30")));
    driver.created("purchase", expenseOf("Check", "35", on("84", "3")));
    expect(driver.read("vendor/30")["Balance"]).toBe(-20);
    expect(driver.read("customer/3")["Balance"]).toBe(20);
    const wrong = faultOf(driver.post("purchase", expenseOf("Check", "35", on("33", "3"))));
    expect(wrong.details).toEqual([
      "Business Validation Error: When you use Accounts Payable, you must choose a vendor in the Name field.",
    ]);
  });

  it("is changed sparsely only when it names its payment type", () => {
    const driver = new ApiDriver();
    const before = balance(driver, "7");
    const made = driver.created("purchase", expenseOf("Cash", "35", { PrivateNote: "old" }));
    const key = { Id: idOf(made), SyncToken: "0", sparse: true, DocNumber: "17" };
    const refused = faultOf(driver.post("purchase", key));
    expect([refused.codes, refused.elements]).toEqual([["2020"], ["PaymentType"]]);
    const changed = driver.created("purchase", { ...key, PaymentType: "Cash" });
    expect(changed).toMatchObject({ PrivateNote: "old", DocNumber: "17", SyncToken: "1" });
    driver.created("purchase?operation=delete", { Id: idOf(made), SyncToken: "1" });
    expect(balance(driver, "7")).toBe(before);
  });

  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without anything", {}, ["2020", "2020", "2020"]],
    ["by cheque from a card", expenseOf("Check", "41"), ["6430"]],
    ["by card from a bank", expenseOf("CreditCard", "35"), ["6430"]],
    ["from an expense account", expenseOf("Cash", "7"), ["6430"]],
    ["of a kind that the API does not write", expenseOf("Other", "35"), ["2170"]],
    ["of an unknown kind", expenseOf("Barter", "35"), ["2170", "2170"]],
    ["to nobody who exists", expenseOf("Cash", "35", { EntityRef: { value: "583" } }), ["2500"]],
    [
      "to a customer as vendor",
      expenseOf("Cash", "35", { EntityRef: { value: "1", type: "Vendor" } }),
      ["2500"],
    ],
    ["of less than nothing", expenseOf("Cash", "35", { Line: [expenseLine(-5)] }), ["6000"]],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("purchase", body)).codes).toEqual(codes);
    });
  }
});
