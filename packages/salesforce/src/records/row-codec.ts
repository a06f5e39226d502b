/** The rows of a transaction: the child rows of a query's row as one value of an image. */
import type { FieldRule } from "@accord-sync/core/mapping/mapping.ts";
import { nameInRow, type Row, writeRows } from "@accord-sync/core/mapping/rows.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectsOf,
} from "@accord-sync/core/json/lossless-json.ts";

/** The value of a field; null for what is empty or no single value. */
export function scalar(value: Json | undefined): FieldValue {
  if (typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" ? value : null;
}

/** The value behind a path through relationships, `Account.Name`; a bulk query has it as one column. */
export function throughRelationships(row: JsonObject, path: string): FieldValue {
  if (row[path] !== undefined) return scalar(row[path]);
  let at: Json | undefined = row;
  for (const part of path.split(".")) at = isObject(at) ? at[part] : undefined;
  return scalar(at);
}

/** False when Salesforce gave only the first of a record's rows: the rest would be lost. */
export function hasAllRows(row: JsonObject, rules: readonly FieldRule[]): boolean {
  return rules.every(({ rows, salesforce }) => {
    const children = rows === undefined ? undefined : row[salesforce];
    return !isObject(children) || children["done"] !== false;
  });
}

/** The rows as a value, null for none; undefined where they were not read, as in a bulk query. */
export function readRowsOf(
  row: JsonObject,
  { salesforce, rows }: FieldRule,
): FieldValue | undefined {
  const children = row[salesforce];
  if (rows === undefined || children === undefined) return undefined;
  const records = isObject(children) ? objectsOf(children, "records") : [];
  if (records.length === 0) return null;
  return writeRows(
    records.map((record): Row => {
      const values: Record<string, FieldValue> = {};
      for (const { name, salesforce: path, reference } of rows.columns) {
        values[name] = scalar(record[path]);
        const namePath = reference?.names?.salesforce;
        if (namePath !== undefined)
          values[nameInRow(name)] = throughRelationships(record, namePath);
      }
      return values;
    }),
  );
}
