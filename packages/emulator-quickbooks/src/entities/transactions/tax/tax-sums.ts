import { Decimal } from "decimal.js";
import type { JsonObject } from "../../../json/json-value.ts";
import { add, percentOf, subtract } from "../../../money.ts";
import type { Store } from "../../../store/store.ts";
import { ratesOf, type TaxRate, type TaxSide } from "./tax-rates.ts";

/** An amount to be taxed, in the currency of its transaction; a discount is negative. */
export interface TaxedAmount {
  readonly amount: number;
  /** Id of the TaxCode. */
  readonly code: string;
}

/** What one rate takes of a transaction. */
export interface TaxShare {
  readonly rate: TaxRate;
  readonly tax: number;
  /** What it was taken of. */
  readonly taxable: number;
}

/** Tax on top: each rate once, of the sum of all that it taxes, rounded half up to cents. */
export function taxOnTop(
  amounts: readonly TaxedAmount[],
  side: TaxSide,
  store: Store,
): readonly TaxShare[] {
  const shares: TaxShare[] = [];
  for (const [code, each] of Map.groupBy(amounts, (taxed) => taxed.code)) {
    const sum = add(...each.map(({ amount }) => amount));
    let before = 0;
    for (const rate of ratesOf(code, side, store)) {
      const taxable = rate.isOnTax ? add(sum, before) : sum;
      const tax = percentOf(taxable, rate.percent);
      before = add(before, tax);
      shares.push({ rate, tax, taxable });
    }
  }
  return merged(shares, ({ taxable, rate }) => percentOf(taxable, rate.percent));
}

/** Tax inside the amounts: backed out and rounded amount by amount (documented). */
export function taxInside(
  amounts: readonly TaxedAmount[],
  side: TaxSide,
  store: Store,
): readonly TaxShare[] {
  const shares = amounts.flatMap(({ amount, code }) => {
    const rates = ratesOf(code, side, store);
    const net = netOf(amount, rates);
    return split(subtract(amount, net), net, rates);
  });
  return merged(shares, ({ tax }) => tax);
}

/** What is left of an amount that includes its tax, in cents. */
export function netOf(gross: number, rates: readonly TaxRate[]): number {
  const factor = factorOf(rates);
  return new Decimal(gross).dividedBy(factor).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
}

/** An amount with its tax on top, in cents. */
export function grossOf(net: number, rates: readonly TaxRate[]): number {
  return new Decimal(net)
    .times(factorOf(rates))
    .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
    .toNumber();
}

/** What `netOf` leaves, for a unit price, which has up to seven decimals. */
export function netPriceOf(gross: number, rates: readonly TaxRate[]): number {
  return new Decimal(gross)
    .dividedBy(factorOf(rates))
    .toDecimalPlaces(7, Decimal.ROUND_HALF_UP)
    .toNumber();
}

/** 1.2 for 20 %; a rate on tax is taken of all that comes before it. */
function factorOf(rates: readonly TaxRate[]): Decimal {
  let taxes = new Decimal(0);
  for (const { percent, isOnTax } of rates) {
    const base = isOnTax ? taxes.plus(1) : new Decimal(1);
    taxes = taxes.plus(base.times(percent).dividedBy(100));
  }
  return taxes.plus(1);
}

/** A tax amount over its rates by their weight; the last takes what rounding leaves. */
function split(tax: number, net: number, rates: readonly TaxRate[]): TaxShare[] {
  const parts = prorated(
    tax,
    rates.map(({ percent }) => percent),
  );
  return rates.map((rate, place) => ({ rate, tax: parts[place] ?? 0, taxable: net }));
}

/** `total` in parts of the given weights, in cents; the last takes what rounding leaves. */
export function prorated(total: number, weights: readonly number[]): readonly number[] {
  const all = add(...weights);
  const parts = weights.map((weight) =>
    all === 0
      ? 0
      : new Decimal(total)
          .times(weight)
          .dividedBy(all)
          .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
          .toNumber(),
  );
  const rest = subtract(total, ...parts.slice(0, -1));
  return parts.map((part, place) => (place === parts.length - 1 ? rest : part));
}

/** One share for each rate, whichever codes brought it in. */
function merged(
  shares: readonly TaxShare[],
  taxOf: (share: TaxShare) => number,
): readonly TaxShare[] {
  return [...Map.groupBy(shares, ({ rate }) => rate.id).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    if (same.length === 1) return [first];
    const whole = {
      rate: first.rate,
      tax: add(...same.map(({ tax }) => tax)),
      taxable: add(...same.map(({ taxable }) => taxable)),
    };
    return [{ ...whole, tax: taxOf(whole) }];
  });
}

/** The sum of the shares. */
export function totalTax(shares: readonly TaxShare[]): number {
  return add(...shares.map(({ tax }) => tax));
}

/** The shares under another total, each by its weight: a total that the client stated (documented). */
export function restated(shares: readonly TaxShare[], total: number): readonly TaxShare[] {
  const weights = shares.map(({ tax, rate }) => (totalTax(shares) === 0 ? rate.percent : tax));
  const parts = prorated(total, weights);
  return shares.map((share, place) => ({ ...share, tax: parts[place] ?? 0 }));
}

/** `TaxLine` as recorded. */
export function taxLines(shares: readonly TaxShare[]): JsonObject[] {
  return shares.map(({ rate, tax, taxable }) => ({
    Amount: tax,
    DetailType: "TaxLineDetail",
    TaxLineDetail: {
      TaxRateRef: { value: rate.id },
      PercentBased: true,
      TaxPercent: rate.percent,
      NetAmountTaxable: taxable,
    },
  }));
}
