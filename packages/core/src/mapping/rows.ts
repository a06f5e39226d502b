/**
 * Rows: the lines of a transaction as one value, JSON text of a list with an object for each row, its values
 * by the names of the columns. A value like any other, so that images, intents and receipts hold it; but no
 * row has an identity of its own, so rows are set when a record is made and not merged (`check-mappings.ts`).
 */
import type { FieldValue } from "../records/image.ts";

export type Row = Readonly<Record<string, FieldValue>>;

export function writeRows(rows: readonly Row[]): string {
  return JSON.stringify(rows);
}

/** The rows of a value; none for an empty one. */
export function readRows(value: FieldValue): readonly Row[] {
  return typeof value === "string" ? (JSON.parse(value) as readonly Row[]) : [];
}

/** Where a row keeps the name of what its column refers to. */
export function nameInRow(column: string): string {
  return `${column}@name`;
}
