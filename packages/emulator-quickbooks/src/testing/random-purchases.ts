import * as fc from "fast-check";
import { objectsOf, type JsonObject } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import { depositLine, depositOf, journalLine } from "./accounting-bodies.ts";
import { invoiceOf, type ApiDriver, type TextAnswer } from "./api-driver.ts";
import { billOf, billPaymentOf, expenseLine } from "./expense-bodies.ts";

/** Vendors who are owed nothing at the start. */
export const VENDORS = ["30", "41", "42"] as const;
const ACTS = [
  "bill",
  "credit",
  "pay",
  "settle",
  "spend",
  "journal",
  "receive",
  "deposit",
  "transfer",
  "void",
  "delete",
  "change",
  "replace",
] as const;
const CHANGEABLE: readonly EntityType[] = [
  "Bill",
  "Bill",
  "BillPayment",
  "VendorCredit",
  "Purchase",
  "BillPayment",
  "JournalEntry",
  "Deposit",
  "Transfer",
  "Payment",
];

/** One thing that a bookkeeper does; numbers pick among what is there. */
export const purchaseStep = fc.record({
  act: fc.constantFrom(...ACTS, "bill", "pay", "pay", "settle", "replace"),
  pick: fc.nat(1000),
  cents: fc.integer({ min: 1, max: 100_000 }),
});

type Step = typeof purchaseStep extends fc.Arbitrary<infer S> ? S : never;

/** Sends what the step says; the answer may be a refusal. Undefined where there is nothing to do it to. */
export function perform(driver: ApiDriver, { act, pick, cents }: Step): TextAnswer | undefined {
  const { store } = driver.company;
  const amount = cents / 100;
  const vendor = VENDORS[pick % VENDORS.length] ?? "30";
  const pickOf = (type: EntityType): StoredRecord | undefined => {
    const all = [...store.records(type)].filter(({ id }) => Number(id) > 266);
    return all[pick % Math.max(1, all.length)];
  };
  driver.now += 1000;
  switch (act) {
    case "bill":
      return driver.post("bill", billOf(amount, vendor));
    case "credit":
      return driver.post("vendorcredit", billOf(amount, vendor));
    case "pay":
      return pay(driver, pickOf("Bill"), pick);
    case "settle":
      return settle(driver, pickOf("Bill"), [...store.records("VendorCredit")]);
    case "spend":
      return driver.post("purchase", spendingOf(vendor, amount, pick));
    case "journal":
      return driver.post("journalentry", entryOf(vendor, amount, pick));
    case "receive":
      return pick % 2 === 0
        ? driver.post("payment", { CustomerRef: { value: "3" }, TotalAmt: amount })
        : driver.post("salesreceipt", invoiceOf("3", amount));
    case "deposit":
      return deposit(driver, [pickOf("Payment"), pickOf("SalesReceipt")], amount);
    case "transfer":
      return driver.post("transfer", {
        FromAccountRef: { value: "35" },
        ToAccountRef: { value: pick % 2 === 0 ? "36" : "4" },
        Amount: amount,
      });
    case "void":
      return driver.post("billpayment?operation=void", keyOf(pickOf("BillPayment")));
    case "delete":
    case "change":
    case "replace":
      return alter(driver, act, pickOf(CHANGEABLE[pick % CHANGEABLE.length] ?? "Bill"), amount);
  }
}

function keyOf(record: StoredRecord | undefined): JsonObject {
  return { Id: record?.id ?? "99999", SyncToken: String(record?.syncToken ?? 0) };
}

/** A third, all or (refused) more than all of what is open. */
function pay(
  driver: ApiDriver,
  bill: StoredRecord | undefined,
  pick: number,
): TextAnswer | undefined {
  if (bill === undefined) return undefined;
  const open = openOf(driver, bill);
  const amount = pick % 7 === 0 ? open + 1 : pick % 3 === 0 ? open : Math.ceil(open * 33) / 100;
  const total = Math.round(amount * 100 + (pick % 5)) / 100;
  return driver.post(
    "billpayment",
    billPaymentOf(total, [["Bill", bill.id, amount]], vendorOf(bill)),
  );
}

/** A credit and, for the rest of the bill, a cheque. */
function settle(
  driver: ApiDriver,
  bill: StoredRecord | undefined,
  credits: readonly StoredRecord[],
): TextAnswer | undefined {
  const credit = credits.find((each) => bill !== undefined && vendorOf(each) === vendorOf(bill));
  if (bill === undefined || credit === undefined) return undefined;
  const due = openOf(driver, bill);
  const used = Math.min(due, openOf(driver, credit));
  const lines = [
    ["Bill", bill.id, due],
    ["VendorCredit", credit.id, used],
  ] as const;
  const rest = Math.round((due - used) * 100) / 100;
  return driver.post("billpayment", billPaymentOf(rest, lines, vendorOf(bill)));
}

function openOf(driver: ApiDriver, record: StoredRecord): number {
  return Number(driver.read(`${record.type.toLowerCase()}/${record.id}`)["Balance"]);
}

function vendorOf({ fields }: StoredRecord): string {
  return (fields["VendorRef"] as { value: string }).value;
}

/** An expense, now and then straight on the payable. */
function spendingOf(vendor: string, amount: number, pick: number): JsonObject {
  const detail = pick % 3 === 0 ? { AccountRef: { value: "33" } } : {};
  return {
    PaymentType: pick % 2 === 0 ? "Check" : "Cash",
    AccountRef: { value: "35" },
    EntityRef: { value: vendor, type: "Vendor" },
    Line: [expenseLine(amount, detail)],
  };
}

/** For or against the vendor. */
function entryOf(vendor: string, amount: number, pick: number): JsonObject {
  const [theirs, ours] =
    pick % 2 === 0 ? (["Credit", "Debit"] as const) : (["Debit", "Credit"] as const);
  return { Line: [journalLine(theirs, "33", amount, vendor), journalLine(ours, "7", amount)] };
}

function deposit(
  driver: ApiDriver,
  records: readonly (StoredRecord | undefined)[],
  amount: number,
): TextAnswer {
  const linked = records.flatMap((record) =>
    record === undefined ? [] : [[record.type, record.id] as const],
  );
  return driver.post("deposit", depositOf(linked, depositLine(amount)));
}

/** Deletes, changes a word of, or gives other lines to what is there. */
function alter(
  driver: ApiDriver,
  act: "delete" | "change" | "replace",
  record: StoredRecord | undefined,
  amount: number,
): TextAnswer | undefined {
  if (record === undefined) return undefined;
  const path = record.type.toLowerCase();
  const key = keyOf(record);
  if (act === "delete") return driver.post(`${path}?operation=delete`, key);
  const needed = ["VendorRef", "PaymentType"].flatMap((name) => {
    const value = record.fields[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const sparse = { ...key, sparse: true, ...Object.fromEntries(needed) };
  if (act === "change") return driver.post(path, { ...sparse, PrivateNote: "changed" });
  const isExpense = objectsOf(record.fields, "Line")[0]?.["AccountBasedExpenseLineDetail"];
  if (isExpense === undefined) return undefined;
  return driver.post(path, { ...sparse, Line: [expenseLine(Math.ceil(amount * 50) / 100)] });
}
