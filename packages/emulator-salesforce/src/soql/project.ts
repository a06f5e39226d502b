import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";

/** Rows as answers show them. */

/** `/services/data/vNN.N`: what the `url` of a record starts with. */
export type ApiBase = string;

/** What each record of an answer begins with. */
export function attributesOf(object: ObjectEntry, row: Row, base: ApiBase) {
  return { type: object.name, url: `${base}/sobjects/${object.name}/${String(row["Id"])}` };
}

/** A field's value; an address is put together from its parts. */
export function shownValue(object: ObjectEntry, field: FieldSchema, row: Row): unknown {
  if (field.type === "address") return addressValue(object, field.name, row);
  return row[field.name] ?? null;
}

/** The compound address: parts in lower camel case; null when every part is. */
export function addressValue(
  object: ObjectEntry,
  compound: string,
  row: Row,
): Readonly<Record<string, Scalar>> | null {
  const parts = object.fields.filter((field) => field.compound === compound);
  const prefix = compound.replace(/Address$/, "");
  const entries = parts.map((part): [string, Scalar] => {
    const suffix = part.name.slice(prefix.length);
    return [suffix.charAt(0).toLowerCase() + suffix.slice(1), row[part.name] ?? null];
  });
  if (entries.every(([, value]) => value === null)) return null;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A whole record, or the named fields of it, as a row address answers. */
export function recordBody(
  object: ObjectEntry,
  row: Row,
  base: ApiBase,
  fields: readonly FieldSchema[] = object.fields,
): Record<string, unknown> {
  const body: Record<string, unknown> = { attributes: attributesOf(object, row, base) };
  for (const field of fields) body[field.name] = shownValue(object, field, row);
  if (!("Id" in body)) body["Id"] = row["Id"];
  return body;
}
