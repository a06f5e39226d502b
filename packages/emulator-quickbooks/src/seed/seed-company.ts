/**
 * The company at its start: the records of the recordings, completed with made-up ones that they
 * refer to (`data/README.md`). Made-up sales go through the same computation as a client's, so a
 * seeded balance is always what the emulator itself works out.
 */

import madeUp from "../../data/seed/made-up.json" with { type: "json" };
import recorded from "../../data/seed/recorded.json" with { type: "json" };
import { ENTITY_TYPES, isTransactionType } from "../store/stored-record.ts";
import { Store, type Change } from "../store/store.ts";
import { DEFAULT_START, type CompanyStart } from "./company-start.ts";
import { plant, prepared, toRecord } from "./plant-record.ts";
import { fittedLists, startRates, type SeedFile } from "./start-lists.ts";

/** The next number is one above: ids as the recordings go on from here (customer 71, sale 1043). */
const COUNTERS: Readonly<Record<string, number>> = {
  name: 70,
  item: 19,
  account: 100,
  class: 142_240,
  customerType: 3467,
  paymentMethod: 7,
  term: 4,
  transaction: 266,
  salesNumber: 1042,
  estimateNumber: 1001,
  purchaseOrderNumber: 1002,
  timeActivity: 5,
  address: 200,
  attachable: 503_623,
};

/** Lists whose length depends on how the company starts: their counters go on from the highest id. */
const COUNTED = [
  ["CompanyCurrency", "companyCurrency"],
  ["TaxAgency", "taxAgency"],
  ["TaxCode", "taxCode"],
  ["TaxRate", "taxRate"],
] as const;

/** When the company began. */
const FIRST_DAY = Date.parse("2015-10-01T16:00:00-07:00");

/** The order in which transactions are stored. */
const TRANSACTIONS = [
  "PurchaseOrder",
  "Bill",
  "VendorCredit",
  "Purchase",
  "BillPayment",
  "JournalEntry",
  "Transfer",
  "TimeActivity",
  "Estimate",
  "Invoice",
  "CreditMemo",
  "SalesReceipt",
  "RefundReceipt",
  "Payment",
  "Deposit",
] as const;

/** Made-up records of these types are prepared as if a client had sent them. */
const COMPUTED: ReadonlySet<string> = new Set([
  "Bill",
  "BillPayment",
  "Deposit",
  "JournalEntry",
  "Purchase",
  "PurchaseOrder",
  "TimeActivity",
  "Transfer",
  "VendorCredit",
  "Invoice",
  "CreditMemo",
  "RefundReceipt",
  "Payment",
]);

const seeded = new Map<string, readonly Change[]>();

/** The changes that build the seed company; worked out once for each start, as they never differ. */
export function seedChanges(start: CompanyStart = DEFAULT_START): readonly Change[] {
  const key = JSON.stringify(start);
  const known = seeded.get(key) ?? [...buildSeed(start).dump()];
  seeded.set(key, known);
  return known;
}

/** Lists before the transactions that name them, transactions before those that apply to them. */
function buildSeed(start: CompanyStart): Store {
  const store = new Store();
  store.transact(() => {
    // The type of a JSON module is its literal shape; as seed data it is records by type.
    const read = [recorded, madeUp] as unknown as readonly [SeedFile, SeedFile];
    const files = [read[0], fittedLists(read[1], start)];
    const lists = ENTITY_TYPES.filter((type) => !isTransactionType(type));
    // The recorded sales have the taxes of their country.
    const transactions = start.country === "US" ? TRANSACTIONS : [];
    for (const type of [...lists, ...transactions]) {
      for (const file of files) {
        const isComputed = file !== files[0] && COMPUTED.has(type);
        for (const each of file[type] ?? []) {
          plant(isComputed ? prepared(type, each, store) : toRecord(type, each), store);
        }
      }
    }
    for (const rate of startRates(start, FIRST_DAY)) store.putRecord(rate);
    for (const [name, value] of Object.entries(COUNTERS)) store.putState("counter", name, value);
    for (const [type, counter] of COUNTED) {
      const ids = [...store.records(type)].map(({ id }) => Number(id)).filter(Number.isFinite);
      store.putState("counter", counter, Math.max(0, ...ids));
    }
  });
  return store;
}
