import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { expenseLine, itemLine } from "../../../testing/expense-bodies.ts";
import { listOf } from "../../descriptor.ts";

const orderOf = (...lines: JsonObject[]): JsonObject => ({
  VendorRef: { value: "41" },
  APAccountRef: { value: "33" },
  Line: lines,
});
const ordered = itemLine(25, { Qty: 1, UnitPrice: 25 });
const billed = (order: JsonObject, lineId: string, amount: number): JsonObject => ({
  ...expenseLine(amount),
  LinkedTxn: [{ TxnId: idOf(order), TxnType: "PurchaseOrder", TxnLineId: lineId }],
});
const statusOf = (driver: ApiDriver, order: JsonObject): unknown =>
  driver.read(`purchaseorder/${idOf(order)}`)["POStatus"];

describe("a purchase order", () => {
  it("is completed as observed and posts nothing", () => {
    const driver = new ApiDriver();
    const made = driver.created("purchaseorder", { ...orderOf(ordered), ShipTo: { value: "12" } });
    expect(made).toMatchObject({
      POStatus: "Open",
      EmailStatus: "NotSet",
      PrintStatus: "NotSet",
      TotalAmt: 25,
      LinkedTxn: [],
      CustomField: [{ DefinitionId: "1", Name: "Crew #", Type: "StringType" }],
      ShipTo: { value: "12", name: "Jeff's Jalopies" },
    });
    expect(Object.keys(made)).toEqual(
      listOf(`ShipTo PrintStatus EmailStatus POStatus domain sparse Id SyncToken MetaData CustomField
        DocNumber TxnDate CurrencyRef LinkedTxn Line VendorRef APAccountRef TotalAmt`),
    );
    expect(driver.read("vendor/41")["Balance"]).toBe(0);
  });

  it("counts its numbers up", () => {
    const driver = new ApiDriver();
    const numbers = [1, 2].map(() =>
      Number(driver.created("purchaseorder", orderOf(ordered))["DocNumber"]),
    );
    expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
  });

  it("closes when bills name every line, and opens again when one of them goes", () => {
    const driver = new ApiDriver();
    const order = driver.created("purchaseorder", orderOf(ordered, expenseLine(10)));
    const vendor = { VendorRef: { value: "41" } };
    const first = driver.created("bill", { ...vendor, Line: [billed(order, "1", 25)] });
    expect(first).toMatchObject({
      LinkedTxn: [{ TxnId: order["Id"], TxnType: "PurchaseOrder" }],
      Line: [{ LinkedTxn: [{ TxnId: order["Id"], TxnType: "PurchaseOrder", TxnLineId: "1" }] }],
    });
    expect(statusOf(driver, order)).toBe("Open");
    const second = driver.created("bill", { ...vendor, Line: [billed(order, "2", 10)] });
    expect(driver.read(`purchaseorder/${idOf(order)}`)).toMatchObject({
      POStatus: "Closed",
      SyncToken: "2",
      LinkedTxn: [
        { TxnId: first["Id"], TxnType: "Bill" },
        { TxnId: second["Id"], TxnType: "Bill" },
      ],
    });
    const unlink = { Id: second["Id"], SyncToken: "0", ...vendor, Line: [expenseLine(10)] };
    expect(driver.created("bill", unlink)["LinkedTxn"]).toEqual([]);
    expect(statusOf(driver, order)).toBe("Open");
    driver.created("bill?operation=delete", { Id: first["Id"], SyncToken: "0" });
    expect(driver.read(`purchaseorder/${idOf(order)}`)["LinkedTxn"]).toEqual([]);
  });

  it("stays open while a line is billed in part, and closed when a person closed it", () => {
    const driver = new ApiDriver();
    const order = driver.created("purchaseorder", orderOf(ordered));
    const vendor = { VendorRef: { value: "41" } };
    driver.created("bill", { ...vendor, Line: [billed(order, "1", 24.99)] });
    expect(statusOf(driver, order)).toBe("Open");
    const rest = driver.created("bill", { ...vendor, Line: [billed(order, "1", 0.01)] });
    expect(statusOf(driver, order)).toBe("Closed");
    const read = driver.read(`purchaseorder/${idOf(order)}`);
    driver.created("purchaseorder", { ...read, PrivateNote: "seen" });
    driver.created("bill?operation=delete", { Id: rest["Id"], SyncToken: "0" });
    expect(statusOf(driver, order)).toBe("Open");
    const { SyncToken } = driver.read(`purchaseorder/${idOf(order)}`);
    const closed = { Id: order["Id"], SyncToken, sparse: true, POStatus: "Closed" };
    expect(driver.created("purchaseorder", closed)["POStatus"]).toBe("Closed");
  });

  it("that a bill names cannot be deleted, nor linked by another vendor or line", () => {
    const driver = new ApiDriver();
    const order = driver.created("purchaseorder", orderOf(ordered));
    const bill = (vendor: string, lineId: string): JsonObject => ({
      VendorRef: { value: vendor },
      Line: [billed(order, lineId, 25)],
    });
    expect(faultOf(driver.post("bill", bill("30", "1"))).codes).toEqual(["620"]);
    expect(faultOf(driver.post("bill", bill("41", "9"))).codes).toEqual(["620"]);
    const lineless = {
      ...bill("41", "1"),
      Line: [{ ...expenseLine(25), LinkedTxn: [{ TxnId: idOf(order), TxnType: "PurchaseOrder" }] }],
    };
    expect(faultOf(driver.post("bill", lineless)).codes).toEqual(["2020"]);
    driver.created("bill", bill("41", "1"));
    const key = { Id: order["Id"], SyncToken: "1" };
    expect(faultOf(driver.post("purchaseorder?operation=delete", key)).codes).toEqual(["6000"]);
  });

  it("without vendor, payable or lines is refused", () => {
    const refused = faultOf(new ApiDriver().post("purchaseorder", {}));
    expect(refused.elements).toEqual(["VendorRef", "Line", "APAccountRef"]);
    const wrong = { ...orderOf(ordered), APAccountRef: { value: "35" } };
    expect(faultOf(new ApiDriver().post("purchaseorder", wrong)).codes).toEqual(["6430"]);
  });
});
