import type { Org } from "./org.ts";
import type { Document, DocumentStore } from "./store/document-store.ts";

/**
 * Finds rows of large tables by a text in some of their fields, for the searches of the pages. The texts of
 * a row are put into lower case once: rows never change in place, so what was read of one holds as long as
 * the row does, and a changed row is another one.
 */

/** Smaller tables are searched by the query alone. */
const LARGE_TABLE_ROWS = 2_000;
/** Sets of fields whose texts are kept; the oldest one is forgotten first. */
const KEPT_SETS_MAX = 12;
/** Between the fields of a row; never part of a wanted text. */
const BETWEEN = "\u0000";

type Texts = WeakMap<Document, string>;
const keptBy = new WeakMap<DocumentStore, Map<string, Texts>>();

export interface TextWish {
  readonly object: string;
  readonly fields: readonly string[];
  readonly text: string;
  /** The most ids that are of use. */
  readonly limit: number;
}

/**
 * Ids of the rows with the text in one of the fields, in letters of either case. Undefined where the query
 * itself is as good: the table is small, a field is calculated, or more rows match than are of use.
 */
export function idsWithText(org: Org, wish: TextWish): readonly string[] | undefined {
  const object = org.schema.object(wish.object);
  if (object === undefined || wish.text.includes(BETWEEN)) return undefined;
  const fields = wish.fields.map((name) => object.field(name));
  const isStored = fields.every((field) => field !== undefined && field.formula === null);
  const rows = org.store.all(object.name);
  if (!isStored || rows.size < LARGE_TABLE_ROWS) return undefined;
  const names = fields.flatMap((field) => field?.name ?? []);
  const texts = textsOf(org.store, `${object.name} ${names.join()}`);
  const wanted = wish.text.toLowerCase();
  const found: string[] = [];
  for (const [id, row] of rows) {
    let text = texts.get(row);
    if (text === undefined) {
      text = names
        .map((name) => textOf(row[name]))
        .join(BETWEEN)
        .toLowerCase();
      texts.set(row, text);
    }
    if (!text.includes(wanted)) continue;
    if (found.length === wish.limit) return undefined;
    found.push(id);
  }
  return found;
}

/** Texts alone can be searched. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function textsOf(store: DocumentStore, key: string): Texts {
  const sets = keptBy.get(store) ?? new Map<string, Texts>();
  keptBy.set(store, sets);
  const texts = sets.get(key) ?? new WeakMap<Document, string>();
  sets.delete(key);
  sets.set(key, texts);
  const [oldest] = sets.keys();
  if (sets.size > KEPT_SETS_MAX && oldest !== undefined) sets.delete(oldest);
  return texts;
}
