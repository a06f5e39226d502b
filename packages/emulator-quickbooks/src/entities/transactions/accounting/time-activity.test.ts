import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { listOf } from "../../descriptor.ts";

const EMPLOYEE = { NameOf: "Employee", EmployeeRef: { value: "54" } };
const workOf = (more: object = {}): JsonObject => ({ ...EMPLOYEE, Hours: 3, Minutes: 30, ...more });
const BILLABLE = { BillableStatus: "Billable", CustomerRef: { value: "3" }, HourlyRate: 75 };

describe("a time activity", () => {
  it("of hours and minutes is completed and shown in the recorded order", () => {
    const made = new ApiDriver().created("timeactivity", workOf({ Description: "Garden" }));
    expect(made).toMatchObject({
      TxnDate: "2026-11-02",
      NameOf: "Employee",
      EmployeeRef: { value: "54", name: "John Johnson" },
      BillableStatus: "NotBillable",
      Taxable: false,
      HourlyRate: 0,
      Hours: 3,
      Minutes: 30,
    });
    expect(Object.keys(made)).toEqual(
      listOf(`TxnDate NameOf EmployeeRef BillableStatus Taxable HourlyRate Hours Minutes Description
        domain sparse Id SyncToken MetaData`),
    );
  });

  it("from a start to an end keeps the clock, with the company's offset", () => {
    const driver = new ApiDriver();
    const timed = (StartTime: string, EndTime: string, more: object = {}): JsonObject =>
      driver.created("timeactivity", { ...EMPLOYEE, StartTime, EndTime, ...more });
    expect(timed("2026-07-22T10:00:00-07:00", "2026-07-22T11:00:00-07:00")).toMatchObject({
      TxnDate: "2026-07-22",
      StartTime: "2026-07-22T10:00:00-07:00",
      EndTime: "2026-07-22T11:00:00-07:00",
    });
    const day = { TxnDate: "2021-02-02", BreakHours: 1 };
    expect(timed("08:00:00-08:00", "17:00:00Z", day)).toMatchObject({
      TxnDate: "2021-02-02",
      StartTime: "2021-02-02T08:00:00-08:00",
      EndTime: "2021-02-02T17:00:00-08:00",
      BreakHours: 1,
    });
  });

  it("that an invoice links is billed, and billable again when the invoice goes", () => {
    const driver = new ApiDriver();
    const work = driver.created("timeactivity", workOf(BILLABLE));
    const path = `timeactivity/${idOf(work)}`;
    const invoice = driver.created("invoice", {
      ...invoiceOf("3", 262.5),
      LinkedTxn: [{ TxnId: idOf(work), TxnType: "TimeActivity" }],
    });
    const billed = driver.read(path);
    expect(billed).toMatchObject({ BillableStatus: "HasBeenBilled", SyncToken: "1" });
    expect(driver.created("timeactivity", billed)).toMatchObject({
      BillableStatus: "HasBeenBilled",
      SyncToken: "2",
    });
    const key = { Id: work["Id"], SyncToken: "2" };
    expect(faultOf(driver.post("timeactivity?operation=delete", key)).codes).toEqual(["6000"]);
    const { SyncToken } = driver.read(`invoice/${idOf(invoice)}`);
    driver.created("invoice?operation=delete", { Id: invoice["Id"], SyncToken });
    expect(driver.read(path)).toMatchObject({ BillableStatus: "Billable", SyncToken: "3" });
  });

  it("cannot be called billed by a client", () => {
    const driver = new ApiDriver();
    const body = workOf({ ...BILLABLE, BillableStatus: "HasBeenBilled" });
    expect(faultOf(driver.post("timeactivity", body)).details).toEqual([
      "Invalid Enumeration : HAS_BEEN_BILLED",
    ]);
  });

  it("billable without a rate takes its item's price", () => {
    const { HourlyRate: _rate, ...free } = BILLABLE;
    const driver = new ApiDriver();
    const made = driver.created("timeactivity", workOf({ ...free, ItemRef: { value: "4" } }));
    expect(made["HourlyRate"]).toBe(75);
    expect(faultOf(driver.post("timeactivity", workOf(free))).codes).toEqual(["6330"]);
  });

  it("is replaced as a whole, never sparsely, and deleted", () => {
    const driver = new ApiDriver();
    const made = driver.created("timeactivity", workOf({ Description: "old" }));
    const key = { Id: made["Id"], SyncToken: "0" };
    const changed = driver.created("timeactivity", { ...workOf({ Hours: 4 }), ...key });
    expect(changed).toMatchObject({ Hours: 4, SyncToken: "1" });
    expect(changed).not.toHaveProperty("Description");
    const sparse = { ...key, SyncToken: "1", sparse: true, Description: "new" };
    expect(faultOf(driver.post("timeactivity", sparse)).codes).toEqual(["500"]);
    driver.created("timeactivity?operation=delete", { ...key, SyncToken: "1" });
    expect(faultOf(driver.get(`timeactivity/${idOf(made)}`)).codes).toEqual(["610"]);
  });

  it("is found by date and status, and not in change data", () => {
    const driver = new ApiDriver();
    const made = driver.created("timeactivity", workOf({ ...BILLABLE, TxnDate: "2026-10-01" }));
    const where = "TxnDate = '2026-10-01' AND BillableStatus = 'Billable'";
    const answer = driver.query(`SELECT * FROM TimeActivity WHERE ${where}`);
    const rows = objectsOf(bodyOf(answer)["QueryResponse"] as JsonObject, "TimeActivity");
    expect(rows.map((row) => row["Id"])).toEqual([made["Id"]]);
    const since = "2026-11-01T00:00:00-08:00";
    expect(driver.get(`cdc?entities=TimeActivity&changedSince=${since}`).status).toBe(400);
  });

  it("of a closed period may still be noted: it moves no books", () => {
    const driver = new ApiDriver();
    const { store } = driver.company;
    const settings = store.record("Preferences", "1");
    if (settings === undefined) throw new Error("no preferences");
    const AccountingInfoPrefs = { BookCloseDate: "2026-06-30" };
    store.transact(() =>
      store.putRecord({ ...settings, fields: { ...settings.fields, AccountingInfoPrefs } }),
    );
    driver.created("timeactivity", workOf({ TxnDate: "2026-06-30" }));
  });

  const clock = (StartTime: string, EndTime: string): JsonObject => ({
    ...EMPLOYEE,
    StartTime,
    EndTime,
  });
  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without anything", {}, ["2020", "6350"]],
    ["of nobody", { NameOf: "Employee", Hours: 1 }, ["2020"]],
    ["of someone else", { NameOf: "Other", Hours: 1 }, ["6300"]],
    ["of an unknown kind of person", { NameOf: "Robot", Hours: 1 }, ["2170", "6300"]],
    ["of an employee and a vendor", workOf({ VendorRef: { value: "30" } }), ["6290"]],
    [
      "of a vendor who is an employee",
      { NameOf: "Vendor", VendorRef: { value: "54" }, Hours: 1 },
      ["2500"],
    ],
    ["of a duration and a clock", workOf({ StartTime: "08:00:00", EndTime: "09:00:00" }), ["6390"]],
    ["with a start alone", { ...EMPLOYEE, StartTime: "08:00:00" }, ["6360"]],
    ["that ends before it starts", clock("09:00:00", "08:00:00"), ["6370"]],
    ["at no time of the day", clock("25:00:00", "tomorrow"), ["6340", "6340"]],
    [
      "with a longer break than work",
      { ...clock("09:00:00", "10:00:00"), BreakHours: 2 },
      ["6360"],
    ],
    ["of 61 minutes beside hours", workOf({ Minutes: 61 }), ["6340"]],
    ["of more than a year", workOf({ Hours: 8761 }), ["6380"]],
    ["billable to nobody", workOf({ BillableStatus: "Billable", HourlyRate: 5 }), ["6310"]],
    ["at a negative rate", workOf({ HourlyRate: -1 }), ["6330"]],
    ["described at length", workOf({ Description: "x".repeat(4001) }), ["2050"]],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("timeactivity", body)).codes).toEqual(codes);
    });
  }
});
