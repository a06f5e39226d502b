/**
 * Writes of whole entities, typed: what may be sent, its wire form, and how its answer ends. A payload
 * is made once, stored by whoever wants to survive a crash, and sent as often as it takes with the same
 * bytes: its `requestid` makes QuickBooks answer a repetition with the first answer (Q-REQUESTID).
 */
import { assert, unreachable } from "@accord-sync/core/errors/assert.ts";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import {
  isObject,
  type JsonNumber,
  type JsonObject,
  textOf,
  type WritableJson,
  writeJson,
} from "@accord-sync/core/json/lossless-json.ts";
import type { WirePayload } from "@accord-sync/core/ports/remote.ts";
import { type CompanyApi, companyPath, settleWrite } from "../api/company-api.ts";
import type { Entities } from "../generated/entities.ts";
import { addressOf, type ApiEntity, type EntityWith } from "./operations.ts";
import type { NumberText } from "./scalars.ts";

/** QuickBooks' own bound on `requestid` of a single request (D). */
export const REQUEST_ID_LENGTH_MAX = 50;

/** What QuickBooks alone sets. */
type ServerOwned = "Id" | "SyncToken" | "MetaData" | "domain" | "status" | "sparse";

/** A value as it is written: numbers as `JsonNumber`, digit for digit, and null only by its own meaning. */
export type Written<T> = T extends NumberText
  ? JsonNumber
  : T extends readonly (infer Member)[]
    ? readonly Written<Member>[]
    : T extends object
      ? { readonly [Name in keyof T]: Written<T[Name]> }
      : T;

/** The fields of an entity that a client may send. */
export type Fields<E extends ApiEntity> = Written<Omit<Entities[E], ServerOwned>>;

/** Which version of a record a change was made for. */
export interface RecordVersion {
  readonly Id: string;
  readonly SyncToken: string;
}

/**
 * One write. An update is sparse: what is not named stays, save that `Line` is replaced as a whole. Where
 * QuickBooks has no sparse update, `replace` writes the record anew: what is not named is emptied.
 */
export type EntityWrite =
  | { [E in EntityWith<"C">]: CreateOf<E> }[EntityWith<"C">]
  | { [E in EntityWith<"U">]: UpdateOf<E> }[EntityWith<"U">]
  | { [E in EntityWith<"W">]: ReplaceOf<E> }[EntityWith<"W">]
  | {
      readonly operation: "delete";
      readonly type: EntityWith<"D">;
      readonly version: RecordVersion;
    }
  | { readonly operation: "void"; readonly type: EntityWith<"V">; readonly version: RecordVersion };

export interface CreateOf<E extends ApiEntity> {
  readonly operation: "create";
  readonly type: E;
  readonly fields: Fields<E>;
}

export interface UpdateOf<E extends ApiEntity> {
  readonly operation: "update";
  readonly type: E;
  readonly version: RecordVersion;
  readonly fields: Fields<E>;
}

export interface ReplaceOf<E extends ApiEntity> {
  readonly operation: "replace";
  readonly type: E;
  readonly version: RecordVersion;
  readonly fields: Fields<E>;
}

/** How a write ended. `intuitTid` is null where no answer came. */
export type WriteEnd<T> =
  | { readonly outcome: "applied"; readonly record: T; readonly intuitTid: string | null }
  | {
      readonly outcome: "rejected" | "unknown";
      readonly error: OperationalError;
      readonly intuitTid: string | null;
    };

/** What is left of a deleted record. */
export interface DeletedRecord {
  readonly Id: string;
  readonly status: "Deleted";
}

/** The body of a write, as a single request or inside a batch. */
export function writeBody(write: EntityWrite): Readonly<Record<string, WritableJson>> {
  switch (write.operation) {
    case "create":
      return { ...write.fields };
    case "update":
      return { ...identityOf(write.version), sparse: true, ...write.fields };
    case "replace":
      return { ...identityOf(write.version), ...write.fields };
    case "delete":
      return identityOf(write.version);
    case "void":
      return { ...identityOf(write.version), sparse: true };
    default:
      return unreachable(write);
  }
}

function identityOf({ Id, SyncToken }: RecordVersion) {
  return { Id, SyncToken };
}

/** `requestId`: 1 to 50 characters, unique in the company. */
export function encodeEntityWrite(
  realmId: string,
  write: EntityWrite,
  requestId: string,
): WirePayload {
  const isFit = requestId !== "" && requestId.length <= REQUEST_ID_LENGTH_MAX;
  assert(isFit, `unfit for a requestid: ${requestId}`);
  return {
    method: "POST",
    path: companyPath(realmId, addressOf(write.type), {
      ...operationOf(write),
      requestid: requestId,
    }),
    headers: { accept: "application/json", "content-type": "application/json" },
    body: writeJson(writeBody(write)),
  };
}

/**
 * Create and updates are told apart by the body; delete and void by the address. An invoice is
 * voided by an operation of its own, the others by an update that includes it (S, python-quickbooks and
 * Intuit's PHP SDK).
 */
export function operationOf({
  operation,
  type,
}: {
  readonly operation: EntityWrite["operation"];
  readonly type: string;
}): Readonly<Record<string, string>> {
  if (operation === "delete") return { operation: "delete" };
  if (operation !== "void") return {};
  return type === "Invoice" ? { operation: "void" } : { operation: "update", include: "void" };
}

/** Sends a payload of `encodeEntityWrite`. One call, which Intuit does not meter. */
export async function sendEntityWrite(
  api: CompanyApi,
  write: Pick<EntityWrite, "operation" | "type"> & { readonly version?: RecordVersion },
  payload: WirePayload,
): Promise<WriteEnd<JsonObject>> {
  const { path, headers, body } = payload;
  const ended = await api.exchange({ method: "POST", path, headers, body });
  const id = write.version?.Id ?? "";
  const settled = settleWrite(ended, { type: write.type, id, name: "" });
  const { requestId: intuitTid } = settled;
  if (settled.outcome !== "applied") {
    return { outcome: settled.outcome, error: settled.error, intuitTid };
  }
  return endOf(write, settled.body, intuitTid);
}

/** Reads the record of an answer, of a single write or of an item of a batch. */
export function endOf(
  write: Pick<EntityWrite, "operation" | "type"> & { readonly version?: RecordVersion },
  body: JsonObject,
  intuitTid: string | null,
): WriteEnd<JsonObject> {
  const record = body[write.type];
  const isRecord = isObject(record) && textOf(record, "Id") !== null;
  // Under a requestid that was used before, QuickBooks answers with what it stored then.
  const isOwn = isRecord && (write.version?.Id ?? record["Id"]) === record["Id"];
  const isDone =
    isOwn &&
    (write.operation === "delete"
      ? textOf(record, "status") === "Deleted"
      : textOf(record, "SyncToken") !== null);
  if (isDone) return { outcome: "applied", record, intuitTid };
  const vendor = { code: "200", message: "", detail: "", requestId: intuitTid };
  const error = operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }, { vendor });
  return { outcome: "unknown", error, intuitTid };
}
