/**
 * The rows of a transaction: QuickBooks' list of lines ⇄ one value of an image. Lines that lack the marks
 * of the mapping's rows (a subtotal, a discount) are none of its rows.
 */
import type { FieldRule, RowsRule } from "@accord-sync/core/mapping/mapping.ts";
import { nameInRow, readRows, type Row, writeRows } from "@accord-sync/core/mapping/rows.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectsOf,
  type WritableJson,
} from "@accord-sync/core/json/lossless-json.ts";
import { scalar, wireValue } from "./record-codec.ts";

/** The rows of `record` as a value; null when there are none. */
export function readRowsOf(record: JsonObject, path: string, rows: RowsRule): FieldValue {
  const lines = objectsOf(record, path).filter((line) => isMarked(line, rows));
  return lines.length === 0 ? null : writeRows(lines.map((line) => readRow(line, rows)));
}

function isMarked(line: JsonObject, { quickbooksMarks }: RowsRule): boolean {
  return Object.entries(quickbooksMarks).every(([path, value]) => valueAt(line, path) === value);
}

function readRow(line: JsonObject, { columns }: RowsRule): Row {
  const values: Record<string, FieldValue> = {};
  for (const { name, quickbooks, reference } of columns) {
    values[name] = valueAt(line, quickbooks);
    const namePath = reference?.names?.quickbooks;
    if (namePath !== undefined) values[nameInRow(name)] = valueAt(line, namePath);
  }
  return values;
}

function valueAt(line: JsonObject, path: string): FieldValue {
  let at: Json | undefined = line;
  for (const part of path.split(".")) at = isObject(at) ? at[part] : undefined;
  return scalar(at);
}

/** The lines to send; a value that is empty is left out of its line. */
export function writeRowsOf(value: FieldValue, rows: RowsRule): readonly WritableJson[] {
  return readRows(value).map((row) => {
    const line: Tree = {};
    for (const [path, mark] of Object.entries(rows.quickbooksMarks)) setAt(line, path, mark);
    for (const column of rows.columns) {
      const wire = wireOf(column, row[column.name] ?? null);
      if (wire !== null) setAt(line, column.quickbooks, wire);
    }
    return line;
  });
}

function wireOf({ kind }: FieldRule, value: FieldValue): WritableJson {
  return value === null ? null : wireValue(kind, value);
}

interface Tree {
  [name: string]: WritableJson;
}

function setAt(line: Tree, path: string, value: WritableJson): void {
  const dot = path.indexOf(".");
  if (dot < 0) {
    line[path] = value;
    return;
  }
  const name = path.slice(0, dot);
  const inner = { ...(line[name] as Tree | undefined) };
  setAt(inner, path.slice(dot + 1), value);
  line[name] = inner;
}
