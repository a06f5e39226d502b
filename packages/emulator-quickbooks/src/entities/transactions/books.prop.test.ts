import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberOf, type JsonObject } from "../../json/json-value.ts";
import { add, subtract } from "../../money.ts";
import type { Store } from "../../store/store.ts";
import { ApiDriver, idOf, invoiceOf } from "../../testing/api-driver.ts";
import { openBalance } from "../balances.ts";
import { unapplied } from "./sales/payment-applications.ts";

const CUSTOMERS = ["1", "2", "3"] as const;

/** One thing that a user does; numbers pick among what is there. */
const step = fc.record({
  act: fc.constantFrom("invoice", "pay", "void", "delete", "change"),
  pick: fc.nat(1000),
  cents: fc.integer({ min: 1, max: 500_000 }),
});

function perform(
  driver: ApiDriver,
  { act, pick, cents }: typeof step extends fc.Arbitrary<infer S> ? S : never,
): void {
  const { store } = driver.company;
  const amount = cents / 100;
  driver.now += 1000;
  const invoices = [...store.records("Invoice")];
  const all = [...invoices, ...store.records("Payment")];
  const customer = CUSTOMERS[pick % CUSTOMERS.length] ?? "1";
  const invoice = invoices[pick % Math.max(1, invoices.length)];
  const record = all[pick % Math.max(1, all.length)];
  const key = { Id: record?.id, SyncToken: String(record?.syncToken) };
  const path = record?.type.toLowerCase() ?? "";
  if (act === "invoice") driver.post("invoice", invoiceOf(customer, amount));
  if (act === "void") driver.post(`${path}?operation=void`, key);
  if (act === "delete") driver.post(`${path}?operation=delete`, key);
  if (act === "change") driver.post(path, { ...key, sparse: true, PrivateNote: "changed" });
  if (act === "pay" && invoice !== undefined) {
    const customerRef = invoice.fields["CustomerRef"];
    const paid = Math.min(amount, Math.max(0, openBalance(invoice)));
    const link = { TxnId: invoice.id, TxnType: "Invoice" };
    const Line = paid === 0 ? [] : [{ Amount: paid, LinkedTxn: [link] }];
    driver.post("payment", { CustomerRef: customerRef, TotalAmt: amount, Line });
  }
}

/** Worked out from the documents alone, in plain code. */
function openOf(store: Store): number {
  const invoices = [...store.records("Invoice")].map(openBalance);
  const payments = [...store.records("Payment")].map(({ fields }) => unapplied(fields, store));
  return subtract(add(...invoices), ...payments);
}

describe("the books", () => {
  it("always balance: what customers owe is open invoices less unapplied payments, and receivables", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const driver = new ApiDriver();
        const { store } = driver.company;
        for (const each of steps) {
          perform(driver, each);
          const open = openOf(store);
          const owed = [...store.records("Customer")].map(({ id }) =>
            store.sums.partyBalance({ type: "Customer", id }),
          );
          const accounts = [...store.records("Account")].map(({ id }) =>
            store.sums.accountBalance(id),
          );
          expect(add(...owed)).toBe(open);
          expect(store.sums.accountBalance("84")).toBe(open);
          expect(add(...accounts)).toBe(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("show the balance of an account as its transactions make it", () => {
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
