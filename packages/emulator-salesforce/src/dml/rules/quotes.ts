import { liveRow, type Row } from "../../store/row.ts";
import { roundHalfUp } from "../../schema/coerce-value.ts";
import {
  documentKind,
  followLines,
  lineAtSave,
  linesAtSave,
  linesOf,
  numberIn,
  subtotalOf,
  sumOf,
  totalOf,
} from "./lines.ts";
import type { ObjectRules } from "./rule.ts";

/** Quotes of an opportunity and their lines (D: object reference, Quote and QuoteLineItem). */

const KIND = documentKind("Quote", "QuoteLineItem");

export const quoteRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const lines = linesAtSave(context, KIND, row, before);
    const parent = liveRow(context.store, "Opportunity", String(row["OpportunityId"]));
    const book = row["Pricebook2Id"] ?? (before === undefined ? parent?.["Pricebook2Id"] : null);
    const taken = { ...row, AccountId: parent?.["AccountId"] ?? null, Pricebook2Id: book ?? null };
    return { ...taken, ...totalsOf(taken, lines) };
  },
};

/** What a quote adds up to. */
function totalsOf(quote: Row, lines: readonly Row[]): Row {
  const sum = (field: string): number => sumOf(lines.map((line) => numberIn(line, field)));
  const subtotal = sum("Subtotal");
  const total = sum("TotalPrice");
  const discount = subtotal === 0 ? 0 : roundHalfUp(((subtotal - total) / subtotal) * 100, 2);
  return {
    Subtotal: subtotal,
    TotalPrice: total,
    Discount: discount,
    GrandTotal: sumOf([total, numberIn(quote, "Tax"), numberIn(quote, "ShippingHandling")]),
    LineItemCount: lines.length,
  };
}

export const quoteLineRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const { line } = lineAtSave(context, KIND, row, before);
    const siblings = before === undefined ? linesOf(context, KIND, row["QuoteId"]) : [];
    const order = row["SortOrder"] ?? siblings.length + 1;
    const totals = { Subtotal: subtotalOf(row), TotalPrice: totalOf(row) };
    return { ...line, SortOrder: order, ...totals };
  },
  afterSave: (context, row) => followLines(context, KIND, row, totalsOf),
  afterDelete: (context, row) => followLines(context, KIND, row, totalsOf),
};
