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
type Act = (typeof ACTS)[number];
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

/** What a step may choose among and how large it is. */
interface Choice {
  readonly driver: ApiDriver;
  readonly vendor: string;
  readonly amount: number;
  readonly pick: number;
  readonly pickOf: (type: EntityType) => StoredRecord | undefined;
}

const DOINGS: Readonly<Record<Act, (choice: Choice) => TextAnswer | undefined>> = {
  bill: ({ driver, amount, vendor }) => driver.post("bill", billOf(amount, vendor)),
  credit: ({ driver, amount, vendor }) => driver.post("vendorcredit", billOf(amount, vendor)),
  pay: ({ driver, pick, pickOf }) => pay(driver, pickOf("Bill"), pick),
  settle: ({ driver, pickOf }) =>
    settle(driver, pickOf("Bill"), [...driver.company.store.records("VendorCredit")]),
  spend: ({ driver, vendor, amount, pick }) =>
    driver.post("purchase", spendingOf(vendor, amount, pick)),
  journal: ({ driver, vendor, amount, pick }) =>
    driver.post("journalentry", entryOf(vendor, amount, pick)),
  receive: ({ driver, amount, pick }) =>
    pick % 2 === 0
      ? driver.post("payment", { CustomerRef: { value: "3" }, TotalAmt: amount })
      : driver.post("salesreceipt", invoiceOf("3", amount)),
  deposit: ({ driver, amount, pickOf }) =>
    deposit(driver, [pickOf("Payment"), pickOf("SalesReceipt")], amount),
  transfer: ({ driver, amount, pick }) =>
    driver.post("transfer", {
      FromAccountRef: { value: "35" },
      ToAccountRef: { value: pick % 2 === 0 ? "36" : "4" },
      Amount: amount,
    }),
  void: ({ driver, pickOf }) =>
    driver.post("billpayment?operation=void", keyOf(pickOf("BillPayment"))),
  delete: (choice) => alter(choice, "delete"),
  change: (choice) => alter(choice, "change"),
  replace: (choice) => alter(choice, "replace"),
};

/** Sends what the step says; the answer may be a refusal. Undefined where there is nothing to do it to. */
export function perform(driver: ApiDriver, { act, pick, cents }: Step): TextAnswer | undefined {
  const vendor = VENDORS[pick % VENDORS.length] ?? "30";
  const pickOf = (type: EntityType): StoredRecord | undefined => {
    const all = [...driver.company.store.records(type)].filter(({ id }) => Number(id) > 266);
    return all[pick % Math.max(1, all.length)];
  };
  driver.now += 1000;
  return DOINGS[act]({ driver, vendor, amount: cents / 100, pick, pickOf });
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
  { driver, amount, pick, pickOf }: Choice,
  act: "delete" | "change" | "replace",
): TextAnswer | undefined {
  const record = pickOf(CHANGEABLE[pick % CHANGEABLE.length] ?? "Bill");
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
