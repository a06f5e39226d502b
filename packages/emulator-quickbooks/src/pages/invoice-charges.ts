/** What an invoice has besides its lines: a discount, shipping, and a deposit that was taken. */

import {
  isDiscount,
  isShipping,
  SHIPPING_ITEM,
} from "../entities/transactions/sales/lines/line-kinds.ts";
import { compact, numberOf, objectOf, objectsOf, type JsonObject } from "../json/json-value.ts";
import type { Typed, Visit } from "./visit.ts";

/** Each input is called by its noun in what is said of it. */
const INPUTS = ["discount", "shipping", "deposit"] as const;
type Input = (typeof INPUTS)[number];

export interface Charges {
  readonly lines: readonly JsonObject[];
  readonly fields: JsonObject;
}

export function discountLine(shown: JsonObject): JsonObject | undefined {
  return objectsOf(shown, "Line").find(isDiscount);
}

/** The form's inputs; one without an amount is empty. */
export function typedFromCharges(shown: JsonObject, { formats }: Visit): Typed {
  const discount = discountLine(shown) ?? {};
  const detail = objectOf(discount, "DiscountLineDetail") ?? {};
  const isPercent = detail["PercentBased"] === true;
  const amount = (value: number | undefined): string =>
    value === 0 ? "" : formats.amountInput(value);
  return {
    discountKind: isPercent || discountLine(shown) === undefined ? "percent" : "amount",
    discount: isPercent
      ? formats.input(numberOf(detail, "DiscountPercent"))
      : amount(numberOf(discount, "Amount")),
    shipping: amount(numberOf(objectsOf(shown, "Line").find(isShipping) ?? {}, "Amount")),
    deposit: amount(numberOf(shown, "Deposit")),
  };
}

/** An input that the form did not have leaves what was there. */
export function readCharges(
  visit: Visit,
  existing: JsonObject | undefined,
  problems: Record<string, string | undefined>,
): Charges {
  const { typed, formats } = visit;
  const before = existing ?? {};
  const amounts = new Map<Input, number>();
  for (const input of INPUTS) {
    const text = typed[input] ?? "";
    const value = formats.read(input === "discount" ? text.replace("%", "") : text);
    if (value === "unreadable" || (typeof value === "number" && value < 0)) {
      problems[input] = `“${text}” is not a ${input === "shipping" ? "charge" : input}.`;
    } else if (typeof value === "number") amounts.set(input, value);
  }
  const isPercent = typed["discountKind"] !== "amount";
  const discount = amounts.get("discount") ?? 0;
  if (isPercent && discount > 100) problems["discount"] = "A discount is at most 100 %.";
  const lines = objectsOf(before, "Line");
  const [held, ...others] = lines.filter(isDiscount);
  const shipped = lines.find(isShipping);
  return {
    lines: [
      ...(typed["discount"] === undefined ? kept(held) : discountOf(discount, isPercent, held)),
      ...others,
      ...(typed["shipping"] === undefined
        ? kept(shipped)
        : shippingOf(amounts.get("shipping") ?? 0, shipped)),
    ],
    fields:
      typed["deposit"] === undefined || (amounts.get("deposit") ?? 0) === (before["Deposit"] ?? 0)
        ? {}
        : { Deposit: amounts.get("deposit") ?? 0 },
  };
}

function kept(line: JsonObject | undefined): readonly JsonObject[] {
  return line === undefined ? [] : [line];
}

/** A percentage or an amount; what a discount has besides, such as its account, stays. */
function discountOf(
  value: number,
  isPercent: boolean,
  held: JsonObject | undefined,
): readonly JsonObject[] {
  if (value === 0) return [];
  const { DiscountPercent: _percent, ...detail } = objectOf(held ?? {}, "DiscountLineDetail") ?? {};
  return [
    compact({
      Amount: isPercent ? undefined : value,
      DetailType: "DiscountLineDetail",
      DiscountLineDetail: isPercent
        ? { ...detail, PercentBased: true, DiscountPercent: value }
        : { ...detail, PercentBased: false },
    }),
  ];
}

function shippingOf(amount: number, held: JsonObject | undefined): readonly JsonObject[] {
  if (amount === 0) return [];
  const {
    Qty: _quantity,
    UnitPrice: _price,
    ...detail
  } = objectOf(held ?? {}, "SalesItemLineDetail") ?? {};
  return [
    {
      ...held,
      Amount: amount,
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: { ...detail, ItemRef: { value: SHIPPING_ITEM } },
    },
  ];
}
