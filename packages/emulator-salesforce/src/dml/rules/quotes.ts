import { type DmlContext, liveRow, type Row } from "../context.ts";
import { roundHalfUp } from "../coerce-value.ts";
import { saveBySystem } from "../rollups.ts";
import {
  checkActive,
  checkPriceBook,
  checkQuantity,
  entryOf,
  linesOf,
  numberIn,
  shownOf,
  subtotalOf,
  sumOf,
  totalOf,
} from "./lines.ts";
import type { ObjectRules } from "./rule.ts";

/** Quotes of an opportunity and their lines (D: object reference, Quote and QuoteLineItem). */

const LINES = { object: "QuoteLineItem", parentField: "QuoteId" } as const;

export const quoteRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const lines = before === undefined ? [] : linesOf(context, LINES, row["Id"]);
    checkPriceBook(row, before, lines.length);
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
    const parent = liveRow(context.store, "Quote", String(row["QuoteId"]));
    const entry = entryOf(context, row, parent, "quote");
    if (before === undefined) checkActive(context, entry);
    checkQuantity(row);
    const shown = before === undefined ? shownOf(context, entry, parent) : {};
    const siblings = before === undefined ? linesOf(context, LINES, row["QuoteId"]) : [];
    const order = row["SortOrder"] ?? siblings.length + 1;
    const totals = { Subtotal: subtotalOf(row), TotalPrice: totalOf(row) };
    return { ...row, ...shown, SortOrder: order, ...totals };
  },
  afterSave: (context, row) => followLines(context, row),
  afterDelete: (context, row) => followLines(context, row),
};

/** The totals of the quote whose line changed. */
function followLines(context: DmlContext, line: Row): void {
  const quote = context.schema.object("Quote");
  if (quote === undefined) return;
  const entry = context.store.get("PricebookEntry", String(line["PricebookEntryId"])) as Row;
  saveBySystem(context, quote, String(line["QuoteId"]), (row) => ({
    ...totalsOf(row, linesOf(context, LINES, line["QuoteId"])),
    Pricebook2Id: row["Pricebook2Id"] ?? entry?.["Pricebook2Id"] ?? null,
  }));
}
