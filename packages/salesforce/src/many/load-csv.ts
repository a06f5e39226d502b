/** The CSV of bulk jobs: rows out, result files in. */
import { assert } from "@accord-sync/core/errors/assert.ts";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { JsonNumber, type WritableJson } from "@accord-sync/core/json/lossless-json.ts";
import { type ApiError } from "../faults/classify-error.ts";
import { BULK_EMPTY_VALUE } from "../hypotheses.ts";
import { addressField, type Row } from "./row.ts";

/** The most that one upload may hold before Salesforce encodes it, bytes (D: 150 MB in base64). */
export const UPLOAD_BYTES_MAX = 100_000_000;

/**
 * One line a row under one heading. A field that a row does not name stays empty, which leaves it as it
 * is; one that is cleared says so with a word of its own.
 */
export function writeCsv(rows: readonly Row[]): string {
  const address = addressField(rows[0]?.operation ?? "update");
  const columns = columnsOf(rows);
  const lines = rows.map((row) =>
    columns.map((column) => (column === address ? row.address : cellOf(row.values[column]))),
  );
  return stringify([columns, ...lines], { record_delimiter: "\n" });
}

function columnsOf(rows: readonly Row[]): readonly string[] {
  const address = addressField(rows[0]?.operation ?? "update");
  return [address, ...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
}

/** As many rows from the front as one upload can hold, for the same rows always the same. */
export function fittingUpload(
  rows: readonly Row[],
  bytesMax: number = UPLOAD_BYTES_MAX,
): readonly Row[] {
  const columns = columnsOf(rows);
  const sizeOf = (cell: string): number => Buffer.byteLength(cell) + cell.split('"').length + 1;
  let left = bytesMax - columns.reduce((sum, name) => sum + sizeOf(name) + 1, 0);
  const over = rows.findIndex(({ address, values }) => {
    // Every cell with a comma or line end behind it, quotes around it, and each quote inside doubled.
    const cells = Object.values(values).map(cellOf);
    left -= [address, ...cells].reduce((sum, cell) => sum + sizeOf(cell), columns.length);
    return left < 0;
  });
  return over < 0 ? rows : rows.slice(0, over);
}

function cellOf(value: WritableJson | undefined): string {
  if (value === undefined) return "";
  if (value === null || value === "") return BULK_EMPTY_VALUE;
  if (value instanceof JsonNumber) return value.text;
  if (typeof value === "string") return value;
  assert(typeof value === "boolean", "a cell holds one value");
  return String(value);
}

/** A text that a job would take for its word for "empty" has to go another way. */
export function isFitForCsv({ values }: Row): boolean {
  return !Object.values(values).includes(BULK_EMPTY_VALUE);
}

/** The lines of a result file by its heading; null when it is no CSV of that kind, or not whole. */
export function readCsv(text: string | null): readonly Readonly<Record<string, string>>[] | null {
  if (text === null) return null;
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true }) as readonly Readonly<
      Record<string, string>
    >[];
  } catch {
    return null;
  }
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` as a row's error (S1.8). */
export function readRowError(text: string): ApiError {
  const [, code = "UNKNOWN_EXCEPTION", rest = text] =
    /^([A-Z][A-Z0-9_]*):([\s\S]*)$/.exec(text) ?? [];
  const [, message = rest, fields = ""] = /^([\s\S]*):([^:]*?)\s*--$/.exec(rest) ?? [];
  return {
    code,
    message: message.trim(),
    fields: fields
      .split(",")
      .map((field) => field.trim())
      .filter((field) => field !== ""),
  };
}
