/** A write as one row among many: what it is addressed by, and its values. */
import { assert, must } from "@accord-sync/core/errors/assert.ts";
import type { WritableJson } from "@accord-sync/core/json/lossless-json.ts";
import type { KeyedWrite } from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import { COMPANY_FIELD, isRecordId, LINK_MARK_FIELD } from "../fields.ts";
import { companyOf, markValues, valuesOf } from "../write-payload.ts";

export interface Row {
  readonly key: string;
  /** `upsert` by the link mark, `update` by the id, `insert` of a price entry for its product. */
  readonly operation: "upsert" | "update" | "insert";
  /** The link mark, the id, or the product's id. */
  readonly address: string;
  /** Without the address. */
  readonly values: Readonly<Record<string, WritableJson>>;
}

/** How one row ended, before it is read back. */
export type RowEnd =
  | { readonly outcome: "written"; readonly id: string; readonly isCreated: boolean }
  | Exclude<Receipt, { readonly outcome: "applied" }>;

export type RowEnds = ReadonlyMap<string, RowEnd>;

export function rowOf({ key, write }: KeyedWrite): Row {
  const values = valuesOf(write, null);
  if (write.operation === "create") {
    const mark = must(
      write.linkMark,
      "a record is created in Salesforce under the mark of its link",
    );
    const all = { ...values, [COMPANY_FIELD]: companyOf(mark) };
    return { key, operation: "upsert", address: mark, values: all };
  }
  const { id } = must(write.ref, "an update names its record");
  assert(isRecordId(id), `not a Salesforce id: ${id}`);
  const all = { ...values, ...markValues(write.linkMark) };
  return { key, operation: "update", address: id, values: all };
}

/** Whether the write has anything to say about the record itself, not only about its price. */
export function touchesRoot({ write }: KeyedWrite): boolean {
  return write.operation === "create" || Object.keys(rowOf({ key: "", write }).values).length > 0;
}

/** The field that a row is addressed by. */
export function addressField(operation: Row["operation"]): string {
  return ADDRESS_FIELDS[operation];
}

const ADDRESS_FIELDS: Readonly<Record<Row["operation"], string>> = {
  upsert: LINK_MARK_FIELD,
  update: "Id",
  insert: "Product2Id",
};

/** In the order given, at most `size` in each. */
export function inParts<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
