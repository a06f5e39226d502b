import { describe, expect, it } from "vitest";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { itemLine, paymentOf, saleOf } from "../../../testing/sales.ts";

describe("a credit memo", () => {
  const credited = (): { driver: ApiDriver; credit: string; invoice: string } => {
    const driver = new ApiDriver();
    const credit = idOf(driver.created("creditmemo", invoiceOf("3", 40)));
    const invoice = idOf(driver.created("invoice", invoiceOf("3", 100)));
    return { driver, credit, invoice };
  };

  it("lowers what its customer owes and is there to be used", () => {
    const { driver, credit } = credited();
    expect(driver.read(`creditmemo/${credit}`)).toMatchObject({
      TotalAmt: 40,
      Balance: 40,
      RemainingCredit: 40,
    });
    expect(driver.read("customer/3")["Balance"]).toBe(60);
  });

  it("is applied to an invoice by a payment of nothing", () => {
    const { driver, credit, invoice } = credited();
    const body = paymentOf("3", 0, [
      [invoice, 30],
      [credit, 30, "CreditMemo"],
    ]);
    const made = driver.created("payment", body);
    expect(made).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    expect(driver.read(`creditmemo/${credit}`)).toMatchObject({
      RemainingCredit: 10,
      SyncToken: "1",
    });
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(70);
    expect(driver.read("customer/3")["Balance"]).toBe(60);
    const more = paymentOf("3", 0, [
      [invoice, 11],
      [credit, 11, "CreditMemo"],
    ]);
    expect(faultOf(driver.post("payment", more)).codes).toEqual(["6000"]);
  });

  it("and money together pay an invoice, but not more than both", () => {
    const { driver, credit, invoice } = credited();
    const both = (amount: number) =>
      paymentOf("3", 50, [
        [invoice, amount],
        [credit, 40, "CreditMemo"],
      ]);
    expect(faultOf(driver.post("payment", both(91))).codes).toEqual(["6000"]);
    expect(driver.created("payment", both(90))["UnappliedAmt"]).toBe(0);
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(10);
  });

  it("that is applied can neither be deleted nor become smaller than what is applied of it", () => {
    const { driver, credit, invoice } = credited();
    driver.created(
      "payment",
      paymentOf("3", 0, [
        [invoice, 30],
        [credit, 30, "CreditMemo"],
      ]),
    );
    const key = { Id: credit, SyncToken: "1" };
    expect(faultOf(driver.post("creditmemo?operation=delete", key)).codes).toEqual(["6000"]);
    const smaller = { ...key, sparse: true, Line: [itemLine(29.99)] };
    expect(faultOf(driver.post("creditmemo", smaller)).codes).toEqual(["6000"]);
    const exact = driver.created("creditmemo", { ...key, sparse: true, Line: [itemLine(30)] });
    expect(exact["RemainingCredit"]).toBe(0);
    expect(faultOf(driver.post("creditmemo?operation=void", key)).codes).toEqual(["500"]);
  });
});

describe("a receipt", () => {
  it("puts its money into Undeposited Funds, and a refund takes it from the account that it must name", () => {
    const driver = new ApiDriver();
    const balance = (id: string): number => driver.company.store.sums.accountBalance(id);
    const before = [balance("4"), balance("35")];
    const receipt = driver.created("salesreceipt", saleOf("3", [itemLine(25)]));
    expect(receipt).toMatchObject({
      DepositToAccountRef: { value: "4" },
      Balance: 0,
      TotalAmt: 25,
    });
    expect(faultOf(driver.post("refundreceipt", saleOf("3", [itemLine(10)]))).elements).toEqual([
      "DepositToAccountRef",
    ]);
    const refund = { ...saleOf("3", [itemLine(10)]), DepositToAccountRef: { value: "35" } };
    expect(driver.created("refundreceipt", refund)["TotalAmt"]).toBe(10);
    expect([balance("4") - (before[0] ?? 0), balance("35") - (before[1] ?? 0)]).toEqual([25, -10]);
    expect(driver.read("customer/3")["Balance"]).toBe(0);
  });

  it("can be voided, a refund and a credit cannot through the API", () => {
    const driver = new ApiDriver();
    const receipt = idOf(driver.created("salesreceipt", saleOf("3", [itemLine(25)])));
    const voided = driver.created("salesreceipt?include=void", {
      Id: receipt,
      SyncToken: "0",
      sparse: true,
    });
    expect(voided).toMatchObject({ TotalAmt: 0, PrivateNote: "Voided" });
    const refund = { ...saleOf("3", [itemLine(10)]), DepositToAccountRef: { value: "35" } };
    const id = idOf(driver.created("refundreceipt", refund));
    expect(
      faultOf(driver.post("refundreceipt?operation=void", { Id: id, SyncToken: "0" })).codes,
    ).toEqual(["500"]);
  });
});
