import { Decimal } from "decimal.js";
import { refuse } from "../../api-error.ts";
import { LINES_BRING_THEIR_PRICE_BOOK, SALES_ERRORS } from "../../not-evidenced.ts";
import type { Scalar } from "../../store/document-store.ts";
import type { DmlContext } from "../context.ts";
import { liveRow, type Row } from "../../store/row.ts";
import { saveBySystem } from "../rollups.ts";

/** What the lines of opportunities, quotes and orders have in common: a price book entry and a total. */

/** A kind of document with lines. */
export interface DocumentKind {
  readonly document: string;
  /** As the platform calls it in its refusals. */
  readonly calledInRefusals: string;
  readonly lines: string;
  /** The field of the line that names the document. */
  readonly parentField: string;
}

/** The kind whose lines name it in a field of its own name, as all three standard ones do. */
export const documentKind = (document: string, lines: string): DocumentKind => ({
  document,
  calledInRefusals: document.toLowerCase(),
  lines,
  parentField: `${document}Id`,
});

/** A number of a row; an empty one counts as 0. */
export const numberIn = (row: Row | undefined, name: string): number => {
  const value = row?.[name];
  return typeof value === "number" ? value : 0;
};

/** The live lines of a document. */
export function linesOf(
  context: DmlContext,
  { lines, parentField }: DocumentKind,
  parentId: unknown,
): readonly Row[] {
  return [...context.store.lookup(lines, parentField, parentId)]
    .map((id) => liveRow(context.store, lines, id))
    .filter((row) => row !== undefined);
}

/** The lines of a document that is saved, whose price book may not change while there are any. */
export function linesAtSave(
  context: DmlContext,
  kind: DocumentKind,
  row: Row,
  before: Row | undefined,
): readonly Row[] {
  const lines = before === undefined ? [] : linesOf(context, kind, row["Id"]);
  checkPriceBook(row, before, lines.length);
  return lines;
}

/** The document of a line. */
export const documentOf = (context: DmlContext, kind: DocumentKind, line: Row): Row | undefined =>
  liveRow(context.store, kind.document, String(line[kind.parentField]));

/** A line that is saved, checked, with what a new one shows of its entry and document. */
export function lineAtSave(
  context: DmlContext,
  kind: DocumentKind,
  row: Row,
  before: Row | undefined,
): { readonly parent: Row | undefined; readonly entry: Row; readonly line: Row } {
  const parent = documentOf(context, kind, row);
  const entry = entryOf(context, row, parent, kind.calledInRefusals);
  if (before === undefined) checkActive(context, entry);
  checkQuantity(row);
  const shown = before === undefined ? shownOf(context, entry, parent) : {};
  return { parent, entry, line: { ...row, ...shown } };
}

/** The document whose line changed: it takes over the line's price book and what its lines add up to. */
export function followLines(
  context: DmlContext,
  kind: DocumentKind,
  line: Row,
  totalsOf: (document: Row, lines: readonly Row[]) => Row,
): void {
  const object = context.schema.object(kind.document);
  if (object === undefined) return;
  const entry = context.store.get("PricebookEntry", String(line["PricebookEntryId"]));
  saveBySystem(context, object, String(line[kind.parentField]), (row) => {
    const lines = linesOf(context, kind, line[kind.parentField]);
    const book = row["Pricebook2Id"] ?? (entry?.["Pricebook2Id"] as Scalar) ?? null;
    return { ...totalsOf(row, lines), ...(lines.length > 0 && { Pricebook2Id: book }) };
  });
}

/** Refuses with `field integrity exception: X (reason)`, the form of recorded answers. */
function integrity(field: string, reason: string) {
  const message = `field integrity exception: ${field} (${reason})`;
  return refuse(400, "FIELD_INTEGRITY_EXCEPTION", message, [field]);
}

/**
 * The entry that a line sells, of the document's price book. A new line may name the product instead.
 */
function entryOf(context: DmlContext, line: Row, parent: Row | undefined, parentKind: string): Row {
  const bookId = parent?.["Pricebook2Id"] ?? null;
  const entryId = line["PricebookEntryId"] ?? entryOfProduct(context, line["Product2Id"], bookId);
  const entry =
    typeof entryId === "string" ? liveRow(context.store, "PricebookEntry", entryId) : undefined;
  if (entry === undefined) {
    throw refuse(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [PricebookEntryId]", [
      "PricebookEntryId",
    ]);
  }
  const isFree = bookId === null && LINES_BRING_THEIR_PRICE_BOOK;
  if (!isFree && entry["Pricebook2Id"] !== bookId) {
    const reason = `pricebook entry is in a different pricebook than the one assigned to the ${parentKind}`;
    throw integrity("PricebookEntryId", reason);
  }
  const currency = parent?.["CurrencyIsoCode"];
  if (currency !== undefined && entry["CurrencyIsoCode"] !== currency) {
    throw integrity("PricebookEntryId", SALES_ERRORS.otherCurrency);
  }
  return entry;
}

/** The entry of a product in the document's price book. */
function entryOfProduct(context: DmlContext, productId: unknown, bookId: Scalar): Scalar {
  if (typeof productId !== "string") return null;
  const entries = [...context.store.lookup("PricebookEntry", "Product2Id", productId)];
  const inBook = (id: string) =>
    liveRow(context.store, "PricebookEntry", id)?.["Pricebook2Id"] === bookId;
  return entries.find(inBook) ?? null;
}

/** A new line must sell what is for sale: entry and product are active. */
function checkActive(context: DmlContext, entry: Row): void {
  const product = liveRow(context.store, "Product2", String(entry["Product2Id"]));
  if (entry["IsActive"] === true && product?.["IsActive"] === true) return;
  throw integrity("PricebookEntryId", "pricebook entry has been archived");
}

/** What a line shows of its entry and document. */
function shownOf(context: DmlContext, entry: Row, parent: Row | undefined): Row {
  const product = liveRow(context.store, "Product2", String(entry["Product2Id"]));
  const currency = parent?.["CurrencyIsoCode"];
  return {
    PricebookEntryId: entry["Id"] ?? null,
    Product2Id: entry["Product2Id"] ?? null,
    ProductCode: product?.["ProductCode"] ?? null,
    ListPrice: entry["UnitPrice"] ?? null,
    ...(currency === undefined ? {} : { CurrencyIsoCode: currency }),
  };
}

/** Refuses a line of nothing. */
function checkQuantity(line: Row): void {
  if (line["Quantity"] === 0) throw integrity("Quantity", SALES_ERRORS.zeroQuantity);
}

/** Quantity times price, in cents. Decimal, since 1.1 × 1.15 is less than 1.265 in binary. */
export const subtotalOf = (line: Row): number => cents(priceOfAll(line));

/** Quantity times price less the discount, in cents. */
export const totalOf = (line: Row): number => cents(priceOfAll(line).mul(shareToPay(line)));

/** The price of one, in cents, at which the line has its total. */
export function unitPriceOf(line: Row): number {
  const divisor = shareToPay(line).mul(numberIn(line, "Quantity"));
  return divisor.isZero() ? 0 : cents(new Decimal(numberIn(line, "TotalPrice")).div(divisor));
}

/** A percentage of an amount, in cents. */
export const percentOf = (amount: number, percent: number): number =>
  cents(new Decimal(amount).mul(percent).div(100));

/** A sum of amounts, in cents. */
export const sumOf = (amounts: Iterable<number>): number => {
  let total = new Decimal(0);
  for (const amount of amounts) total = total.add(amount);
  return cents(total);
};

const priceOfAll = (line: Row): Decimal =>
  new Decimal(numberIn(line, "Quantity")).mul(numberIn(line, "UnitPrice"));

/** What the discount leaves to pay, of 1. */
const shareToPay = (line: Row): Decimal =>
  new Decimal(100).sub(numberIn(line, "Discount")).div(100);

/** Rounded half up, away from zero, as the platform rounds. */
const cents = (value: Decimal): number =>
  value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();

/** Refuses another price book while lines with prices of the present one exist. */
function checkPriceBook(row: Row, before: Row | undefined, lineCount: number): void {
  if (before === undefined || lineCount === 0) return;
  if ((row["Pricebook2Id"] ?? null) === (before["Pricebook2Id"] ?? null)) return;
  throw integrity("Pricebook2Id", SALES_ERRORS.priceBookInUse);
}
