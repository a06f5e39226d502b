/**
 * Sums of money of both systems, to the cent and beyond: decimal strings in, decimal strings out (I19). What
 * one pair counts with is kept beside the sum, so that a later look at it can take its place. Pure.
 */
import { Decimal } from "decimal.js";
import type { Mapping } from "../mapping/mapping.ts";
import { type Image, valueAt } from "../records/image.ts";

/** By field: an amount of each system. */
export type Amounts = Readonly<
  Record<string, { readonly salesforce: string; readonly quickbooks: string }>
>;

export const NO_AMOUNTS: Amounts = {};

/** Money fields that a mapping keeps in agreement. */
export function moneyFields(mapping: Mapping): Mapping["fields"] {
  return mapping.fields.filter(({ kind, when }) => kind === "money" && when === "always");
}

/** What a pair counts with; an empty amount and one that is no number count as nothing. */
export function amountsOf(mapping: Mapping, salesforce: Image, quickbooks: Image): Amounts {
  return Object.fromEntries(
    moneyFields(mapping).map((rule) => [
      rule.name,
      {
        salesforce: amount(valueAt(salesforce, rule.salesforce)).toFixed(),
        quickbooks: amount(valueAt(quickbooks, rule.quickbooks)).toFixed(),
      },
    ]),
  );
}

export function addAmounts(left: Amounts, right: Amounts): Amounts {
  return combine(left, right, (a, b) => a.plus(b));
}

/** `left` less `right`. */
export function takeAmounts(left: Amounts, right: Amounts): Amounts {
  return combine(left, right, (a, b) => a.minus(b));
}

/** Salesforce's sum less QuickBooks'. */
export function difference({ salesforce, quickbooks }: Amounts[string]): string {
  return amount(salesforce).minus(amount(quickbooks)).toFixed();
}

function combine(left: Amounts, right: Amounts, how: (a: Decimal, b: Decimal) => Decimal): Amounts {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [a, b] = [left[name] ?? NOTHING, right[name] ?? NOTHING];
      return [
        name,
        {
          salesforce: how(amount(a.salesforce), amount(b.salesforce)).toFixed(),
          quickbooks: how(amount(a.quickbooks), amount(b.quickbooks)).toFixed(),
        },
      ];
    }),
  );
}

const NOTHING = { salesforce: "0", quickbooks: "0" };

/** More digits than any sum of money has: adding never rounds. */
const Exact = Decimal.clone({ precision: 60 });

function amount(value: unknown): Decimal {
  if (typeof value !== "string") return new Exact(0);
  try {
    const number = new Exact(value.trim());
    return number.isFinite() ? number : new Exact(0);
  } catch {
    return new Exact(0);
  }
}
