import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../testing/api-driver.ts";
import { expenseLine } from "../../testing/expense-bodies.ts";
import { paymentOf } from "../../testing/sales.ts";

const sparse = (shown: JsonObject, more: JsonObject): JsonObject => ({
  Id: idOf(shown),
  SyncToken: shown["SyncToken"] ?? "",
  sparse: true,
  ...more,
});

/** The code of a refused change, or nothing. */
function codeOf(driver: ApiDriver, id: string, more: JsonObject): string | undefined {
  const answer = driver.post("customer", sparse(driver.read(`customer/${id}`), more));
  return answer.status === 200 ? undefined : faultOf(answer).codes.join(" ");
}

describe("a sub-customer that is billed with its parent", () => {
  function family(payer: "above" | "below"): { driver: ApiDriver; below: string; other: string } {
    const driver = new ApiDriver();
    const above = driver.created("customer", { DisplayName: "Above" });
    const other = driver.created("customer", { DisplayName: "Other" });
    const below = driver.created("customer", {
      DisplayName: "Below",
      Job: true,
      BillWithParent: true,
      ParentRef: { value: idOf(above) },
    });
    const invoice = driver.created("invoice", invoiceOf(idOf(below), 5));
    const by = payer === "above" ? above : below;
    driver.created("payment", paymentOf(idOf(by), 5, [[invoice["Id"], 5]]));
    return { driver, below: idOf(below), other: idOf(other) };
  }

  it("keeps its payer while the parent's payments are applied to its invoices", () => {
    const { driver, below, other } = family("above");
    expect(codeOf(driver, below, { BillWithParent: false })).toBe("6130");
    expect(codeOf(driver, below, { ParentRef: { value: other } })).toBe("6130");
    expect(codeOf(driver, below, { Notes: "All else may change" })).toBeUndefined();
  });

  it("can be billed by itself when it has paid by itself", () => {
    const { driver, below } = family("below");
    expect(codeOf(driver, below, { BillWithParent: false })).toBeUndefined();
  });
});

describe("a customer with charges that no invoice has billed", () => {
  const billable = { BillableStatus: "Billable", CustomerRef: { value: "67" } };
  const worked = { NameOf: "Employee", EmployeeRef: { value: "54" }, Hours: 1, HourlyRate: 75 };

  it("stays active, whether they are time, a bill or an expense", () => {
    const charges: readonly [string, JsonObject][] = [
      ["timeactivity", { ...worked, ...billable }],
      ["bill", { VendorRef: { value: "30" }, Line: [expenseLine(5, billable)] }],
      [
        "purchase",
        { PaymentType: "Cash", AccountRef: { value: "35" }, Line: [expenseLine(5, billable)] },
      ],
    ];
    for (const [path, body] of charges) {
      const driver = new ApiDriver();
      driver.created(path, body);
      expect([path, codeOf(driver, "67", { Active: false })]).toEqual([path, "6280"]);
      expect([path, codeOf(driver, "1", { Notes: "Not theirs" })]).toEqual([path, undefined]);
    }
  });

  it("can go when the time was billed and paid, or the charge deleted", () => {
    const driver = new ApiDriver();
    const time = driver.created("timeactivity", { ...worked, ...billable });
    const LinkedTxn = [{ TxnId: idOf(time), TxnType: "TimeActivity" }];
    const invoice = driver.created("invoice", { ...invoiceOf("67", 75), LinkedTxn });
    expect(codeOf(driver, "67", { Active: false })).toBe("6220");
    driver.created("payment", paymentOf("67", 75, [[invoice["Id"], 75]]));
    expect(codeOf(driver, "67", { Active: false })).toBeUndefined();

    const other = new ApiDriver();
    const made = other.created("timeactivity", { ...worked, ...billable });
    other.created("timeactivity?operation=delete", { Id: idOf(made), SyncToken: "0" });
    expect(codeOf(other, "67", { Active: false })).toBeUndefined();
  });
});
