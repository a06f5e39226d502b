import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberOf, referenceOf, type JsonObject } from "../../json/json-value.ts";
import { add, subtract } from "../../money.ts";
import { ENTITY_TYPES, isTransactionType, type StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import { ApiDriver, idOf, invoiceOf } from "../../testing/api-driver.ts";
import { prefer } from "../../testing/sales.ts";
import {
  ACTS,
  SEEDED_MAX,
  makeGlobal,
  perform,
  salesOf,
  sumOfSale,
  type World,
} from "../../testing/random-sales.ts";
import { openBalance } from "../balances.ts";
import { descriptorOf } from "../registry.ts";
import { unapplied } from "./sales/payment-applications.ts";

const step = fc.record({
  act: fc.constantFrom(...ACTS),
  pick: fc.nat(1000),
  cents: fc.integer({ min: 1, max: 500_000 }),
  shape: fc.nat(1000),
});
const steps = fc.array(step, { minLength: 1, maxLength: 25 });

function companyOf(world: World): ApiDriver {
  const driver = new ApiDriver();
  if (world === "global") makeGlobal(driver);
  return driver;
}

/** Open invoices less unapplied payments and open credits, from the documents alone. */
function openByCustomer(store: Store): Map<string, number> {
  const open = new Map<string, number>();
  const count = (record: StoredRecord, amount: number): void => {
    const customer = referenceOf(record.fields, "CustomerRef") ?? "";
    open.set(customer, add(open.get(customer) ?? 0, amount));
  };
  for (const record of store.records("Invoice")) count(record, openBalance(record));
  for (const record of store.records("CreditMemo")) count(record, -openBalance(record));
  for (const record of store.records("Payment")) count(record, -unapplied(record.fields, store));
  return open;
}

/** What the books say must be what the documents say, for each customer, account and currency. */
function checkBooks({ company: { store } }: ApiDriver): void {
  const open = openByCustomer(store);
  for (const { id } of store.records("Customer")) {
    expect(store.sums.partyBalance({ type: "Customer", id })).toBe(open.get(id) ?? 0);
  }
  const accounts = [...store.records("Account")];
  expect(add(...accounts.map(({ id }) => store.sums.accountBalance(id)))).toBe(0);
  for (const account of accounts.filter(
    ({ fields }) => fields["AccountType"] === "Accounts Receivable",
  )) {
    const currency = referenceOf(account.fields, "CurrencyRef") ?? "USD";
    const theirs = [...store.records("Customer")].filter(
      ({ fields }) => (referenceOf(fields, "CurrencyRef") ?? "USD") === currency,
    );
    expect(store.sums.accountBalanceInItsCurrency(account.id)).toBe(
      add(...theirs.map(({ id }) => open.get(id) ?? 0)),
    );
  }
}

/** Nothing is paid beyond its amount, and what a document says of its lines adds up. */
function checkDocuments(driver: ApiDriver): void {
  const { store } = driver.company;
  for (const record of salesOf(driver)) {
    const total = numberOf(record.fields, "TotalAmt") ?? 0;
    expect(total).toBeGreaterThanOrEqual(0);
    if (record.type === "Payment")
      expect(unapplied(record.fields, store)).toBeGreaterThanOrEqual(0);
    else {
      expect(openBalance(record)).toBeGreaterThanOrEqual(0);
      if (record.id !== "95") expect(sumOfSale(record.fields)).toBe(total);
    }
  }
}

/** Each link stands on both records, with the same amount. */
function checkLinks(driver: ApiDriver): void {
  const said: string[] = [];
  const heard: string[] = [];
  const types = ENTITY_TYPES.filter(isTransactionType);
  for (const record of types.flatMap((type) => [...driver.company.store.records(type)])) {
    for (const link of descriptorOf(record.type).transaction?.linksOf(record.fields) ?? []) {
      said.push(`${record.type} ${record.id} > ${link.type} ${link.id} ${link.amount}`);
    }
    for (const link of record.linkedFrom ?? []) {
      heard.push(`${link.type} ${link.id} > ${record.type} ${record.id} ${link.amount}`);
    }
  }
  expect(heard.toSorted()).toEqual(said.toSorted());
}

describe.each(["us", "global"] as const)("the books of a %s company", (world) => {
  it("balance after whatever is done, as the documents say, and every version only grows", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const driver = companyOf(world);
        const versions = new Map<string, number>();
        for (const each of list) {
          const answer = perform(driver, world, each);
          expect([undefined, 200, 400]).toContain(answer?.status);
          checkBooks(driver);
          checkDocuments(driver);
          checkLinks(driver);
          for (const { id, syncToken } of salesOf(driver)) {
            expect(syncToken).toBeGreaterThanOrEqual(versions.get(id) ?? 0);
            versions.set(id, syncToken);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(["us", "global"] as const)("a sale or payment of a %s company", (world) => {
  it("that is read and sent back whole stays as it is, but for its version", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const driver = companyOf(world);
        prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
        for (const each of list) perform(driver, world, each);
        for (const { type, id } of salesOf(driver)) {
          if (Number(id) <= SEEDED_MAX) continue;
          const path = type.toLowerCase();
          const { SyncToken: _old, MetaData: _then, ...shown } = driver.read(`${path}/${id}`);
          const sent = { ...driver.read(`${path}/${id}`) };
          const { SyncToken: _new, MetaData: _now, ...again } = driver.created(path, sent);
          expect(again).toEqual(shown);
          checkBooks(driver);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("an account", () => {
  it("shows the balance that its transactions make", () => {
    const driver = new ApiDriver();
    const balance = (id: string): number =>
      numberOf(driver.read(`account/${id}`), "CurrentBalance") ?? 0;
    const before = [balance("84"), balance("1"), balance("4")];
    const invoice = driver.created("invoice", invoiceOf("1", 120.5));
    const Line: JsonObject[] = [
      { Amount: 20.5, LinkedTxn: [{ TxnId: idOf(invoice), TxnType: "Invoice" }] },
    ];
    driver.created("payment", { CustomerRef: { value: "1" }, TotalAmt: 30, Line });
    const after = [balance("84"), balance("1"), balance("4")];
    expect(after.map((now, place) => subtract(now, before[place] ?? 0))).toEqual([90.5, 120.5, 30]);
  });
});
