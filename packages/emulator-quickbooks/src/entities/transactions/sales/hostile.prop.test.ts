import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add } from "../../../money.ts";
import { ApiDriver, bodyOf } from "../../../testing/api-driver.ts";
import { makeGlobal, type World } from "../../../testing/random-sales.ts";
import { prefer } from "../../../testing/sales.ts";

const RESOURCES = [
  "invoice",
  "estimate",
  "salesreceipt",
  "creditmemo",
  "refundreceipt",
  "payment",
] as const;

/** Mostly what belongs there; one time in twenty what a careless or a hostile client sends. */
function usually(
  good: fc.Arbitrary<unknown>,
  bad: readonly unknown[] = ["", null, -1, "🙂", 1e30],
): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 19, arbitrary: good },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
}

const refs = (...ids: readonly string[]): fc.Arbitrary<unknown> =>
  usually(fc.constantFrom(...ids), ["", null, "9999", 7, "x"]).map((value) => ({ value }));
const number = usually(
  fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100),
  ["", null, -1, 0.005, 10.005, 1e15, 1e30, "12.5", "abc", 1e-9],
);
const percent = usually(fc.constantFrom(0, 5, 12.5, 100), [-1, 101, "x", null]);
const text = usually(fc.constantFrom("x", "a note"), ["", null, 5, true, "🙂"]);
const link = fc.record({
  TxnId: fc.constantFrom<unknown>("67", "72", "100", "73", "9999", "", null, 48),
  TxnType: fc.constantFrom<unknown>(
    "Invoice",
    "Estimate",
    "CreditMemo",
    "Deposit",
    "Gift",
    "",
    null,
  ),
});
const links = fc.oneof(
  { weight: 8, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(link, { maxLength: 2 }) },
);

function some(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc.record(fields, { requiredKeys: [] });
}

function lineOf(world: World): fc.Arbitrary<object> {
  const code = world === "us" ? refs("TAX", "NON") : refs("61", "63");
  const common = {
    Id: usually(fc.constantFrom("1", "2", "9")),
    Description: text,
    LinkedTxn: links,
  };
  const of = (kind: string, detail: fc.Arbitrary<object>, amount = number): fc.Arbitrary<object> =>
    fc
      .tuple(some(common), amount, detail)
      .map(([rest, Amount, inside]) => ({ ...rest, Amount, DetailType: kind, [kind]: inside }));
  const coded = { TaxCodeRef: code };
  const free = { ItemRef: refs("1", "4", "6", "SHIPPING_ITEM_ID"), Qty: number };
  const more = { DiscountRate: percent, DiscountAmt: percent, TaxInclusiveAmt: number };
  const item = fc
    .tuple(fc.record(coded), some(free), fc.oneof(fc.constant({}), some(more)))
    .map((parts) => Object.assign({}, ...parts) as object);
  const off = fc.record({ PercentBased: fc.boolean(), DiscountPercent: percent });
  const group = fc.record({ GroupItemRef: refs("19"), Quantity: usually(fc.constantFrom(1, 2.5)) });
  return fc.oneof(
    { weight: 6, arbitrary: of("SalesItemLineDetail", item) },
    { weight: 1, arbitrary: of("DiscountLineDetail", off, percent) },
    { weight: 1, arbitrary: of("SubTotalLineDetail", fc.constant({})) },
    {
      weight: 1,
      arbitrary: world === "us" ? of("GroupLineDetail", group) : of("SalesItemLineDetail", item),
    },
  );
}

function saleOf(world: World): fc.Arbitrary<object> {
  const ways = fc.constantFrom("TaxInclusive", "TaxExcluded", "NotApplicable");
  const required = fc.record({
    CustomerRef: refs("1", "4", "7", "9"),
    Line: fc.array(lineOf(world), { minLength: 1, maxLength: 4 }),
    DepositToAccountRef: refs("35", "4"),
    ...(world === "us" ? {} : { GlobalTaxCalculation: ways, CurrencyRef: refs("USD") }),
  });
  const tax = { TotalTax: number, TxnTaxCodeRef: refs("2", "3") };
  const optional = some({
    TxnDate: usually(fc.constantFrom("2026-10-01", "2026-02-28"), ["2026-02-30", "", "soon"]),
    ExchangeRate: number,
    PrivateNote: text,
    ApplyTaxAfterDiscount: fc.boolean(),
    DiscountRate: percent,
    DiscountAmt: percent,
    LinkedTxn: links,
    ...(world === "us" ? { TxnTaxDetail: some(tax) } : {}),
  });
  return fc.tuple(required, optional).map(([a, b]) => ({ ...b, ...a }));
}

function paymentOf(world: World): fc.Arbitrary<object> {
  const line = fc.record({ Amount: number, LinkedTxn: fc.array(link, { maxLength: 2 }) });
  return fc.record({
    CustomerRef: refs("1", "4", "7", "9"),
    TotalAmt: number,
    Line: fc.oneof(fc.constant([]), fc.array(line, { maxLength: 3 })),
    ...(world === "us" ? {} : { CurrencyRef: refs("USD") }),
  });
}

describe.each(["us", "global"] as const)(
  "a sale or payment of any content in a %s company",
  (world) => {
    const call = fc
      .constantFrom(...RESOURCES)
      .chain((resource) =>
        fc.tuple(fc.constant(resource), resource === "payment" ? paymentOf(world) : saleOf(world)),
      );

    it("is taken or refused, never a failure, and leaves the books balanced", () => {
      let taken = 0;
      fc.assert(
        fc.property(fc.array(call, { minLength: 1, maxLength: 6 }), (calls) => {
          const driver = new ApiDriver();
          const { store } = driver.company;
          if (world === "global") makeGlobal(driver);
          prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
          for (const [resource, content] of calls) {
            const answer = driver.post(resource, content);
            expect([200, 400]).toContain(answer.status);
            if (answer.status === 200) {
              taken += 1;
              const again = driver.post(resource, Object.values(bodyOf(answer))[0]);
              expect(again.status).toBe(200);
            }
            const accounts = [...store.records("Account")].map(({ id }) =>
              store.sums.accountBalance(id),
            );
            expect(add(...accounts)).toBe(0);
          }
        }),
        { numRuns: 150 },
      );
      // Else this would say nothing of what happens to what is taken.
      expect(taken).toBeGreaterThan(30);
    });
  },
);
