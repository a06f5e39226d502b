/**
 * The lines of an invoice's form. Inputs are numbered from 1: `item-1`, `description-1`, `quantity-1`, `rate-1`,
 * `amount-1`, `tax-1`; `line-1` names the line of the document that the row edits, `filled-1` the product whose
 * description and price the row took over. A row with nothing in it is no line.
 */

import {
  compact,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../json/json-value.ts";
import {
  isDiscount,
  isShipping,
  isSubtotal,
} from "../entities/transactions/sales/lines/line-kinds.ts";
import { multiplyToCents } from "../money.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { itemLabel, findItem } from "./named-records.ts";
import type { Typed, Visit } from "./visit.ts";

/** The documented limit of lines; more rows are not read. */
const ROWS_MAX = 10_000;
const PARTS = ["item", "description", "quantity", "rate", "amount"] as const;

/** The highest number of a row in the form. */
export function rowCount(typed: Typed): number {
  const numbers = Object.keys(typed).map((name) =>
    Number(/^item-(\d{1,5})$|^line-(\d{1,5})$/.exec(name)?.[1] ?? 0),
  );
  return Math.min(
    ROWS_MAX,
    numbers.reduce((most, each) => Math.max(most, each), 0),
  );
}

function isBlankRow(typed: Typed, row: number): boolean {
  return PARTS.every((part) => (typed[`${part}-${row}`] ?? "").trim() === "");
}

/** A line of a kind that the form only shows, such as a bundle: it is kept as it is. */
export function isKept(line: JsonObject): boolean {
  const kind = textOf(line, "DetailType");
  return kind !== "SalesItemLineDetail" && kind !== "DescriptionOnly";
}

/** The form's rows for the lines of a document; subtotal and discount have places of their own. */
export function typedFromLines(shown: JsonObject, { company, formats }: Visit): Typed {
  const typed: Record<string, string> = {};
  for (const [index, line] of editableLines(shown).entries()) {
    const row = index + 1;
    const detail = objectOf(line, "SalesItemLineDetail") ?? {};
    const item = company.store.record("Item", referenceOf(detail, "ItemRef") ?? "");
    const label = item === undefined ? "" : itemLabel(item, company.store);
    typed[`line-${row}`] = textOf(line, "Id") ?? "";
    typed[`item-${row}`] = label;
    typed[`filled-${row}`] = label;
    typed[`description-${row}`] = textOf(line, "Description") ?? "";
    typed[`quantity-${row}`] = formats.input(numberOf(detail, "Qty"));
    typed[`rate-${row}`] = formats.input(numberOf(detail, "UnitPrice"));
    typed[`amount-${row}`] = formats.amountInput(numberOf(line, "Amount"));
    typed[`tax-${row}`] = typedTax(referenceOf(detail, "TaxCodeRef"));
  }
  return typed;
}

/** A tick for the code of a taxed line of a US company; the code itself elsewhere. */
function typedTax(code: string | undefined): string {
  if (code === "TAX") return "true";
  return code === undefined || code === "NON" ? "" : code;
}

/** Lines that have a row: all but the subtotal, which is worked out, discounts and shipping. */
export function editableLines(shown: JsonObject): readonly JsonObject[] {
  return objectsOf(shown, "Line").filter(
    (line) => !isSubtotal(line) && !isDiscount(line) && !isShipping(line),
  );
}

/** The line of one row, or what is wrong with it. */
export type ReadLine =
  | { readonly line: JsonObject }
  | { readonly problems: Readonly<Record<string, string>> };

/** Undefined for a blank row. `before` is the line that the row edits: what the form does not show of it stays. */
export function readLine(
  row: number,
  before: JsonObject | undefined,
  visit: Visit,
): ReadLine | undefined {
  const { typed, company } = visit;
  if (before !== undefined && isKept(before)) return { line: before };
  if (isBlankRow(typed, row)) return undefined;
  const text = (part: string): string => (typed[`${part}-${row}`] ?? "").trim();
  const detail = objectOf(before ?? {}, "SalesItemLineDetail") ?? {};
  const amounts = readAmounts(row, visit);
  if ("problems" in amounts) return amounts;
  const id = textOf(before ?? {}, "Id");
  if (text("item") === "") {
    if (amounts.amount !== undefined || amounts.quantity !== undefined) {
      return { problems: { [`item-${row}`]: "Choose a product or service for this line." } };
    }
    return {
      line: compact({
        Id: id,
        Description: text("description"),
        DetailType: "DescriptionOnly",
        DescriptionLineDetail: {},
      }),
    };
  }
  const item = findItem(company.store, text("item"), referenceOf(detail, "ItemRef"));
  if (item === undefined) {
    return { problems: { [`item-${row}`]: `There is no product or service “${text("item")}”.` } };
  }
  const { amount, quantity, rate } = amounts;
  if (isBundle(item)) return { line: bundleLine(item.id, quantity, text("description")) };
  if (amount === undefined) {
    return { problems: { [`rate-${row}`]: "Fill in a rate or an amount." } };
  }
  if (needsTaxCode(visit) && text("tax") === "") {
    return { problems: { [`tax-${row}`]: "Choose a tax code." } };
  }
  return {
    line: {
      ...compact({ ...before, Id: id, Description: text("description") }),
      Amount: amount,
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: compact({
        ...detail,
        ItemRef: { value: item.id },
        Qty: quantity,
        UnitPrice: rate,
        TaxCodeRef: taxCode(row, visit, detail),
      }),
    },
  };
}

function isBundle({ fields }: StoredRecord): boolean {
  return ["Group", "Bundle"].includes(textOf(fields, "Type") ?? "");
}

/** A bundle is unfolded into its products when it is saved. */
function bundleLine(id: string, quantity: number | undefined, description: string): JsonObject {
  return compact({
    Description: description === "" ? undefined : description,
    DetailType: "GroupLineDetail",
    GroupLineDetail: { GroupItemRef: { value: id }, Quantity: quantity ?? 1 },
  });
}

interface Amounts {
  readonly quantity: number | undefined;
  readonly rate: number | undefined;
  readonly amount: number | undefined;
}

/** Quantity times rate where both are there; else the amount that was typed. */
export function readAmounts(
  row: number,
  { typed, formats }: Pick<Visit, "typed" | "formats">,
): Amounts | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const read = (part: string): number | undefined => {
    const name = `${part}-${row}`;
    const value = formats.read(typed[name] ?? "");
    if (value === "unreadable") problems[name] = `“${typed[name]}” is not a number.`;
    return typeof value === "number" ? value : undefined;
  };
  const typedQuantity = read("quantity");
  const rate = read("rate");
  const typedAmount = read("amount");
  if (Object.keys(problems).length > 0) return { problems };
  const isAlone = typedQuantity === undefined && typedAmount === undefined && rate !== undefined;
  const quantity = isAlone ? 1 : typedQuantity;
  const amount =
    quantity === undefined || rate === undefined ? typedAmount : multiplyToCents(rate, quantity);
  return { quantity, rate, amount };
}

/** Outside the US every line has a code of its own, unless tax has nothing to do with the sale. */
function needsTaxCode({ typed, profile }: Visit): boolean {
  const way = typed["taxCalculation"] ?? "";
  return profile.usesSalesTax && profile.country !== "US" && way !== "" && way !== "NotApplicable";
}

/** TAX or NON in a US company; elsewhere one of its codes. */
function taxCode(
  row: number,
  { typed, profile }: Visit,
  before: JsonObject,
): JsonObject | undefined {
  const chosen = typed[`tax-${row}`] ?? "";
  if (!profile.usesSalesTax) return objectOf(before, "TaxCodeRef");
  if (profile.country === "US") return { value: chosen === "true" ? "TAX" : "NON" };
  return chosen === "" ? undefined : { value: chosen };
}
