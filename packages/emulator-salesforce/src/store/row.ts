import type { DocumentStore, Scalar } from "./document-store.ts";

/** A stored record: every field by its exact API name; a missing one is null. */
export type Row = Readonly<Record<string, Scalar>>;

/** A row that exists and is not in the recycle bin. */
export function liveRow(store: DocumentStore, object: string, id: string): Row | undefined {
  const row = store.get(object, id) as Row | undefined;
  return row === undefined || row["IsDeleted"] === true ? undefined : row;
}
