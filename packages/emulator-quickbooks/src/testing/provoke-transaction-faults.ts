import type { JsonObject } from "../json/json-value.ts";
import { journalLine, depositOf } from "./accounting-bodies.ts";
import { ApiDriver, idOf, invoiceOf, type TextAnswer } from "./api-driver.ts";
import { billOf, expenseLine } from "./expense-bodies.ts";
import type { Provocations } from "./provoke-list-faults.ts";
import { DEFAULT_START } from "../seed/company-start.ts";
import { itemLine, percentOff, plantRecord, prefer, saleOf, shippingLine } from "./sales.ts";

function post(resource: string, body: unknown): TextAnswer {
  return new ApiDriver().post(resource, body);
}

const abroad = (): ApiDriver =>
  new ApiDriver({ settings: { start: { ...DEFAULT_START, country: "GB" } } });

const closed = (driver: ApiDriver): ApiDriver => {
  prefer(driver, "AccountingInfoPrefs", { BookCloseDate: "2026-10-31" });
  return driver;
};

const worked = (more: JsonObject): JsonObject => ({
  NameOf: "Employee",
  EmployeeRef: { value: "54" },
  ...more,
});

const entry = (...lines: JsonObject[]): JsonObject => ({ Line: lines });

/** Rules of sales and payments. */
export const SALES_FAULTS: Provocations = {
  "620": () => {
    const driver = new ApiDriver();
    const estimate = driver.created("estimate", invoiceOf("1", 5));
    const LinkedTxn = [{ TxnId: idOf(estimate), TxnType: "Estimate" }];
    return driver.post("invoice", { ...invoiceOf("2", 5), LinkedTxn });
  },
  "2150": () => post("invoice", saleOf("1", [itemLine(5), percentOff(101)])),
  "5030": () => post("invoice", saleOf("1", [itemLine(5), shippingLine(2)])),
  "6000": () => post("payment", { CustomerRef: { value: "1" }, TotalAmt: 0 }),
  "6070": () => post("invoice", saleOf("1", [itemLine(1861.08, { UnitPrice: 620.355, Qty: 3 })])),
  "6090": () =>
    post(
      "invoice",
      saleOf("1", [itemLine(5), { DetailType: "DiscountLineDetail", DiscountLineDetail: {} }]),
    ),
  "6100": () => post("invoice", saleOf("1", [itemLine(5, { TaxCodeRef: { value: "2" } })])),
  "6140": () => {
    const driver = new ApiDriver({ settings: { warnDuplicateDocNumber: true } });
    return driver.post("invoice", { ...invoiceOf("1", 5), DocNumber: "1038" });
  },
  "6160": () => post("invoice", { ...invoiceOf("1", 5), TxnTaxDetail: OWN_TAX }),
  "6170": () => {
    const TxnTaxDetail = { TotalTax: 1 };
    const body = { ...invoiceOf("1", 5), GlobalTaxCalculation: "NotApplicable", TxnTaxDetail };
    return abroad().post("invoice", body);
  },
  "6200": () => {
    const driver = closed(new ApiDriver({ settings: { closedPeriodCode: "6200" } }));
    return driver.post("invoice", { ...invoiceOf("1", 5), TxnDate: "2026-10-31" });
  },
  "6210": () =>
    closed(new ApiDriver()).post("invoice", { ...invoiceOf("1", 5), TxnDate: "2026-10-31" }),
  "6230": () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", invoiceOf("1", 5));
    const change = { Id: idOf(made), SyncToken: "0", sparse: true, TxnTaxDetail: OWN_TAX };
    return driver.post("invoice", change);
  },
  "6270": () =>
    post("invoice", {
      ...saleOf("1", [itemLine(5, { ItemRef: { value: "11" }, Qty: 1 })]),
      TxnDate: "2000-01-01",
    }),
  "6520": () => post("invoice", saleOf("1", [itemLine(5, { ItemRef: { value: "11" } })])),
  "6530": () =>
    post("payment", {
      CustomerRef: { value: "1" },
      TotalAmt: 5,
      CreditCardPayment: { CreditChargeInfo: { Number: "4111 1111 1111 1111" } },
    }),
  "6540": () => {
    const driver = new ApiDriver();
    const payment = driver.created("payment", { CustomerRef: { value: "1" }, TotalAmt: 5 });
    driver.created("deposit", depositOf([["Payment", idOf(payment)]]));
    const change = { ...driver.read(`payment/${idOf(payment)}`), PrivateNote: "Late" };
    return driver.post("payment", change);
  },
};

const OWN_TAX: JsonObject = { TxnTaxCodeRef: { value: "CustomSalesTax" }, TotalTax: 1 };

/** Rules of costs, entries in the books and time. */
export const BOOKS_FAULTS: Provocations = {
  "2250": () => post("journalentry", {}),
  "2260": () => {
    const { PostingType: _side, ...detail } = (journalLine("Debit", "7", 5)[
      "JournalEntryLineDetail"
    ] ?? {}) as JsonObject;
    const line = { ...journalLine("Debit", "7", 5), JournalEntryLineDetail: detail };
    return post("journalentry", entry(line, journalLine("Credit", "35", 5)));
  },
  "2270": () => abroad().post("journalentry", entry(...taxed({ TaxAmount: 1 }))),
  "2280": () => abroad().post("journalentry", entry(...taxed({ TaxApplicableOn: "Purchase" }))),
  "2290": () =>
    post("journalentry", entry(journalLine("Debit", "7", -5), journalLine("Credit", "35", 5))),
  "2300": () =>
    post("journalentry", entry(journalLine("Debit", "7", 5), journalLine("Credit", "35", 4))),
  "6290": () => post("timeactivity", worked({ VendorRef: { value: "30" }, Hours: 1 })),
  "6300": () => post("timeactivity", { ...worked({ Hours: 1 }), NameOf: "Other" }),
  "6310": () =>
    post("bill", { ...billOf(5), Line: [expenseLine(5, { BillableStatus: "Billable" })] }),
  "6330": () => post("timeactivity", worked({ Hours: 1, HourlyRate: -1 })),
  "6340": () => post("timeactivity", worked({ Hours: 1, Minutes: 60 })),
  "6350": () => post("timeactivity", worked({})),
  "6360": () => post("timeactivity", worked({ StartTime: "08:00:00" })),
  "6370": () => post("timeactivity", worked({ StartTime: "17:00:00", EndTime: "08:00:00" })),
  "6380": () => post("timeactivity", worked({ Hours: 8761 })),
  "6390": () =>
    post("timeactivity", worked({ Hours: 1, StartTime: "08:00:00", EndTime: "17:00:00" })),
  "6400": () => {
    const driver = new ApiDriver();
    const made = driver.created("bill", billOf(5));
    const line = expenseLine(5, { BillableStatus: "HasBeenBilled", CustomerRef: { value: "1" } });
    plantRecord(driver, "Bill", idOf(made), { Line: [{ Id: "1", ...line }] });
    return driver.post("bill?operation=delete", { Id: idOf(made), SyncToken: "0" });
  },
  "6430": () => post("bill", { ...billOf(5), APAccountRef: { value: "35" } }),
};

function taxed(detail: JsonObject): JsonObject[] {
  const line = journalLine("Debit", "7", 5);
  const whole = (line["JournalEntryLineDetail"] ?? {}) as JsonObject;
  const JournalEntryLineDetail = { ...whole, TaxCodeRef: { value: "2" }, ...detail };
  return [{ ...line, JournalEntryLineDetail }, journalLine("Credit", "35", 5)];
}
