import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { itemLine, saleOf } from "../../../testing/sales.ts";

const linkedTo = (TxnType: string, id: unknown): JsonObject => ({
  LinkedTxn: [{ TxnId: String(id), TxnType }],
});

/** An estimate and the invoice that bills it, both of customer 3. */
function invoiced(): { driver: ApiDriver; estimate: string; invoice: JsonObject } {
  const driver = new ApiDriver();
  const estimate = idOf(driver.created("estimate", invoiceOf("3", 100)));
  const invoice = driver.created("invoice", {
    ...invoiceOf("3", 100),
    ...linkedTo("Estimate", estimate),
  });
  return { driver, estimate, invoice };
}

describe("an estimate", () => {
  it("is pending, owes nothing and has a number of its own sequence", () => {
    const driver = new ApiDriver();
    const made = driver.created("estimate", invoiceOf("3", 100));
    expect(made).toMatchObject({ TxnStatus: "Pending", TotalAmt: 100, DocNumber: "1002" });
    expect(made).not.toHaveProperty("Balance");
    expect(made).not.toHaveProperty("LinkedTxn");
    expect(made).not.toHaveProperty("DueDate");
    expect(driver.read("customer/3")["Balance"]).toBe(0);
  });

  it("is closed by the invoice that bills it, and both show the other", () => {
    const { driver, estimate, invoice } = invoiced();
    expect(invoice["LinkedTxn"]).toEqual([{ TxnId: estimate, TxnType: "Estimate" }]);
    expect(driver.read(`estimate/${estimate}`)).toMatchObject({
      TxnStatus: "Closed",
      SyncToken: "1",
      LinkedTxn: [{ TxnId: invoice["Id"], TxnType: "Invoice" }],
    });
  });

  it("can be linked from its own side too, which moves the invoice", () => {
    const driver = new ApiDriver();
    const invoice = idOf(driver.created("invoice", invoiceOf("3", 100)));
    const made = driver.created("estimate", {
      ...invoiceOf("3", 90),
      ...linkedTo("Invoice", invoice),
    });
    expect(made).toMatchObject({
      TxnStatus: "Closed",
      SyncToken: "0",
      LinkedTxn: [{ TxnId: invoice, TxnType: "Invoice" }],
    });
    expect(driver.read(`invoice/${invoice}`)).toMatchObject({
      SyncToken: "1",
      LinkedTxn: [{ TxnId: made["Id"], TxnType: "Estimate" }],
    });
  });

  it("read and sent back whole keeps its link", () => {
    const { driver, estimate, invoice } = invoiced();
    const shown = driver.read(`estimate/${estimate}`);
    const again = driver.created("estimate", { ...shown, TxnStatus: "Accepted" });
    expect(again).toMatchObject({ TxnStatus: "Closed", LinkedTxn: shown["LinkedTxn"] });
    const whole = driver.created("invoice", driver.read(`invoice/${idOf(invoice)}`));
    expect(whole["LinkedTxn"]).toEqual([{ TxnId: estimate, TxnType: "Estimate" }]);
  });

  const endings: readonly [claim: string, end: (driver: ApiDriver, invoice: string) => unknown][] =
    [
      [
        "unlinked",
        (driver, Id) =>
          driver.created("invoice", { Id, SyncToken: "0", sparse: true, LinkedTxn: [] }),
      ],
      ["voided", (driver, Id) => driver.created("invoice?operation=void", { Id, SyncToken: "0" })],
      [
        "deleted",
        (driver, Id) => driver.created("invoice?operation=delete", { Id, SyncToken: "0" }),
      ],
    ];
  for (const [claim, end] of endings) {
    it(`is pending again when its invoice is ${claim}, and can be billed anew`, () => {
      const { driver, estimate, invoice } = invoiced();
      end(driver, idOf(invoice));
      const shown = driver.read(`estimate/${estimate}`);
      expect(shown).toMatchObject({ TxnStatus: "Pending", SyncToken: "2" });
      expect(shown).not.toHaveProperty("LinkedTxn");
      const next = driver.post("invoice", {
        ...invoiceOf("3", 1),
        ...linkedTo("Estimate", estimate),
      });
      expect(next.status).toBe(200);
    });
  }

  it("cannot be billed when it is not there, twice, or to another customer", () => {
    const { driver, estimate } = invoiced();
    const missing = driver.post("invoice", { ...invoiceOf("3", 1), ...linkedTo("Estimate", 75) });
    expect(faultOf(missing).details).toEqual([
      "Business Validation Error: The entity Estimate 75 that you are trying to link does not exist. Estimate 75",
    ]);
    const twice = driver.post("invoice", {
      ...invoiceOf("3", 1),
      ...linkedTo("Estimate", estimate),
    });
    expect(faultOf(twice).codes).toEqual(["620"]);
    const mine = idOf(driver.created("estimate", invoiceOf("3", 100)));
    const other = driver.post("invoice", { ...invoiceOf("1", 1), ...linkedTo("Estimate", mine) });
    expect(faultOf(other).codes).toEqual(["620"]);
    const stranger = driver.post("estimate", {
      ...invoiceOf("1", 1),
      ...linkedTo("Invoice", 7500),
    });
    expect(faultOf(stranger).codes).toEqual(["6000"]);
  });

  it("linked on a line closes as well, and its line keeps the link", () => {
    const driver = new ApiDriver();
    const estimate = idOf(driver.created("estimate", invoiceOf("3", 100)));
    const line = { ...itemLine(100), ...linkedTo("Estimate", estimate) };
    const made = driver.created("invoice", saleOf("3", [line]));
    expect(made["Line"]).toMatchObject([
      { LinkedTxn: [{ TxnId: estimate, TxnType: "Estimate" }] },
      {},
    ]);
    expect(driver.read(`estimate/${estimate}`)["TxnStatus"]).toBe("Closed");
  });

  it("keeps its customer while it is invoiced, and cannot be deleted", () => {
    const { driver, estimate } = invoiced();
    const moved = { Id: estimate, SyncToken: "1", sparse: true, CustomerRef: { value: "1" } };
    expect(faultOf(driver.post("estimate", moved)).codes).toEqual(["620"]);
    const gone = driver.post("estimate?operation=delete", { Id: estimate, SyncToken: "1" });
    expect(faultOf(gone).codes).toEqual(["6000"]);
  });

  it("has one of four statuses, and is neither voided nor paid", () => {
    const driver = new ApiDriver();
    const body = { ...invoiceOf("3", 1), TxnStatus: "Maybe" };
    expect(faultOf(driver.post("estimate", body)).details).toEqual(["Invalid Enumeration : Maybe"]);
    const id = idOf(driver.created("estimate", { ...invoiceOf("3", 1), TxnStatus: "Accepted" }));
    expect(
      faultOf(driver.post("estimate?operation=void", { Id: id, SyncToken: "0" })).codes,
    ).toEqual(["500"]);
    const payment = {
      CustomerRef: { value: "3" },
      TotalAmt: 1,
      Line: [{ Amount: 1, ...linkedTo("Estimate", id) }],
    };
    expect(faultOf(driver.post("payment", payment)).codes).toEqual(["6000"]);
  });
});
