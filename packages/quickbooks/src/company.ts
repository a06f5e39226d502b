/**
 * A QuickBooks company, typed: every entity by its own properties, every answer classified. It makes
 * the calls it names and no more, repeats nothing, and keeps nothing.
 *
 *   const company = createCompany(api);
 *   const read = await company.read("Invoice", "130");
 *   if (read.outcome === "found") read.record.CustomerRef?.value;
 *   for await (const page of company.query("Customer")) { … }
 */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { isObject, type JsonObject, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { CompanyApi } from "./api/company-api.ts";
import type { ChangeCursor } from "./changes/change-cursor.ts";
import { type ChangePage, walkChanges } from "./changes/walk-changes.ts";
import {
  type DeletedRecord,
  encodeEntityWrite,
  type EntityWrite,
  type Fields,
  type RecordVersion,
  sendEntityWrite,
  type WriteEnd,
} from "./entities/entity-write.ts";
import { addressOf, type ApiEntity, type EntityWith, type Stored } from "./entities/operations.ts";
import { walkById, walkByTime, type RecordPage } from "./query/query-records.ts";
import { QUERY_ROWS_MAX } from "./query/query-text.ts";
import type { IdCursor } from "./query/walk-by-id.ts";
import type { TimeCursor } from "./query/walk-by-time.ts";

/** How a read ended. `absent`: QuickBooks has no such record, or it was deleted. */
export type Read<T> =
  | { readonly outcome: "found"; readonly record: T; readonly intuitTid: string | null }
  | { readonly outcome: "absent"; readonly intuitTid: string | null }
  | { readonly outcome: "failed"; readonly error: OperationalError };

export interface QueryOptions {
  /** Conditions joined by AND; make them with `compare` and `isOneOf`. Default: none. */
  readonly where?: readonly string[];
  /** Rows of a page, 1 to 1000. Default 1000: each page is one metered call. */
  readonly rows?: number;
  /** Where an earlier walk stood. Default: the beginning. */
  readonly from?: IdCursor;
}

export interface QuickbooksCompany {
  /** One metered call. */
  read<E extends EntityWith<"R">>(type: E, id: string): Promise<Read<Stored<E>>>;
  /** Every record of a selection, inactive ones too; one metered call a page. */
  query<E extends EntityWith<"Q">>(
    type: E,
    options?: QueryOptions,
  ): AsyncGenerator<Result<RecordPage<Stored<E>, IdCursor>>, void, void>;
  /** Every record that changed since a moment (ISO 8601 in UTC), by time; one metered call a page. */
  changedSince<E extends EntityWith<"Q">>(
    type: E,
    from: TimeCursor,
  ): AsyncGenerator<
    Result<RecordPage<Stored<E>, TimeCursor> & { readonly tip: string }>,
    void,
    void
  >;
  /** Changes and deletions of many types, by change data capture; see `walkChanges` for its calls. */
  changes(
    types: readonly EntityWith<"K">[],
    cursor: ChangeCursor | null,
    now: number,
  ): AsyncGenerator<Result<ChangePage>, void, void>;
  /** Free. `requestId`: 1 to 50 characters; the same one again is answered with the first answer. */
  create<E extends EntityWith<"C">>(
    type: E,
    fields: Fields<E>,
    requestId: string,
  ): Promise<WriteEnd<Stored<E>>>;
  /** Sparse: what is not named stays, but `Line` is replaced as a whole. Free. */
  update<E extends EntityWith<"U">>(
    type: E,
    version: RecordVersion,
    fields: Fields<E>,
    requestId: string,
  ): Promise<WriteEnd<Stored<E>>>;
  /** For types without a sparse update: what is not named is emptied. Free. */
  replace<E extends EntityWith<"W">>(
    type: E,
    version: RecordVersion,
    fields: Fields<E>,
    requestId: string,
  ): Promise<WriteEnd<Stored<E>>>;
  /** Free. */
  delete(
    type: EntityWith<"D">,
    version: RecordVersion,
    requestId: string,
  ): Promise<WriteEnd<DeletedRecord>>;
  /** Free. The transaction stays, with amounts of 0. */
  void<E extends EntityWith<"V">>(
    type: E,
    version: RecordVersion,
    requestId: string,
  ): Promise<WriteEnd<Stored<E>>>;
}

export function createCompany(api: CompanyApi): QuickbooksCompany {
  const sendAny = (write: EntityWrite, requestId: string) =>
    sendEntityWrite(api, write, encodeEntityWrite(api.realmId, write, requestId));
  // `endOf` has seen the record under the name of its type; the rest is what the schema promises.
  const send = async <E extends ApiEntity>(_type: E, write: EntityWrite, requestId: string) =>
    (await sendAny(write, requestId)) as unknown as WriteEnd<Stored<E>>;
  return {
    read: (type, id) => readRecord(api, type, id),
    query: (type, options = {}) => {
      const { where = [], rows = QUERY_ROWS_MAX, from = null } = options;
      return typedPages(type, walkById({ api, selection: { type, where }, rows }, from));
    },
    changedSince: (type, from) => typedPages(type, walkByTime({ api, type, until: null }, from)),
    changes: (types, cursor, now) => walkChanges({ api, types, now }, cursor),
    // The type and its fields belong together by the method's own signature.
    create: (type, fields, requestId) =>
      send(type, { operation: "create", type, fields } as EntityWrite, requestId),
    update: (type, version, fields, requestId) =>
      send(type, { operation: "update", type, version, fields } as EntityWrite, requestId),
    replace: (type, version, fields, requestId) =>
      send(type, { operation: "replace", type, version, fields } as EntityWrite, requestId),
    delete: async (type, version, requestId) =>
      (await sendAny(
        { operation: "delete", type, version },
        requestId,
      )) as unknown as WriteEnd<DeletedRecord>,
    void: (type, version, requestId) => send(type, { operation: "void", type, version }, requestId),
  };
}

async function readRecord<E extends EntityWith<"R">>(
  api: CompanyApi,
  type: E,
  id: string,
): Promise<Read<Stored<E>>> {
  // Preferences have no Id in their address; an Id that is none exists nowhere. Some are words: TAX, NON.
  if (type !== "Preferences" && !/^[A-Za-z\d]{1,20}$/.test(id))
    return { outcome: "absent", intuitTid: null };
  const resource = type === "Preferences" ? "preferences" : `${addressOf(type)}/${id}`;
  const answer = await api.read(resource, {}, { type, id, name: "" });
  if (!answer.ok) {
    const { error } = answer;
    return error.code === "QBO_NOT_FOUND"
      ? { outcome: "absent", intuitTid: error.vendor?.requestId ?? null }
      : { outcome: "failed", error };
  }
  const { body, requestId: intuitTid } = answer.value;
  const record = body[type];
  if (isObject(record) && textOf(record, "status") === "Deleted") {
    return { outcome: "absent", intuitTid };
  }
  if (isObject(record) && textOf(record, "Id") !== null && textOf(record, "SyncToken") !== null) {
    return { outcome: "found", record: record as unknown as Stored<E>, intuitTid };
  }
  const vendor = { code: "200", message: "", detail: "", requestId: intuitTid };
  const error = operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }, { vendor });
  return { outcome: "failed", error };
}

/** The rows of a walk have their Ids; the rest of their type is what the schema promises. */
async function* typedPages<E extends ApiEntity, Page extends RecordPage<JsonObject, unknown>>(
  _type: E,
  pages: AsyncGenerator<Result<Page>, void, void>,
): AsyncGenerator<Result<TypedPage<E, Page>>, void, void> {
  for await (const page of pages) {
    yield page.ok ? succeed(page.value as unknown as TypedPage<E, Page>) : page;
  }
}

type TypedPage<E extends ApiEntity, Page> = Omit<Page, "records"> & {
  readonly records: readonly Stored<E>[];
};
