/**
 * Intents: write-ahead records of remote writes. One is committed with its exact payload before the
 * call, so that after a crash the same bytes can be sent again under the same key (F4).
 */
import { assert, must } from "@accord-sync/core/errors/assert.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Expression, Selectable } from "kysely";
import {
  type IntentEvent,
  type IntentState,
  isOpenIntent,
  nextIntentState,
} from "./intent-state.ts";
import type { Db, MappedScope } from "./ledger.ts";
import { idOrNull, mappedColumns, rowNumberOrNull } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

export { isOpenIntent, type IntentEvent, type IntentState } from "./intent-state.ts";

export interface Intent extends MappedScope {
  /** The idempotency key. */
  readonly id: string;
  readonly linkId: string | null;
  readonly operation: "create" | "update" | "mark" | "delete" | "void";
  readonly target: SystemName;
  /** The target's record type. */
  readonly type: string;
  /** The record whose change it carries. */
  readonly source: RecordRef | null;
  /** The record it changes; null for a create. */
  readonly ref: RecordRef | null;
  /** JSON of the WirePayload, sent byte for byte. Empty once it is settled: nobody sends it again. */
  readonly payload: string;
  /** JSON of the Fingerprint by which a doubtful create is looked for; null once it is settled. */
  readonly fingerprint: string | null;
  /** JSON, the engine's own. `{}` for a create that is settled: its link and its log entry hold all of it. */
  readonly plan: string;
  readonly state: IntentState;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly attempts: number;
  /** JSON of the answer. */
  readonly receipt: string | null;
  readonly settledAt: string | null;
}

type Row = Selectable<Schema["intents"]>;

const INSERT = statement((db, given: Given<Row>) => db.insertInto("intents").values(given));

const FIND = statement((db, given: Given<Pick<Row, "id">>) =>
  db.selectFrom("intents").selectAll().where("id", "=", given.id),
);

type Held = { readonly id: string; readonly heldState: string; readonly heldAttempts: number };
type Move = Held & Pick<Row, "state" | "attempts" | "sentAt" | "receipt" | "settledAt">;

const MOVE = statement((db, { id, heldState, heldAttempts, ...change }: Given<Move>) =>
  db
    .updateTable("intents")
    .set(change)
    .where("id", "=", id)
    .where("state", "=", heldState)
    .where("attempts", "=", heldAttempts),
);

const TAKE_OUT = statement((db, { id, heldState, heldAttempts }: Given<Held>) =>
  db
    .deleteFrom("intents")
    .where("id", "=", id)
    .where("state", "=", heldState)
    .where("attempts", "=", heldAttempts),
);

/**
 * By `settledAt` rather than by state: the index of open intents is found only by its own
 * condition.
 */
function openIntents(db: Db, tenant: Expression<string>) {
  return db
    .selectFrom("intents")
    .selectAll()
    .where("tenant", "=", tenant)
    .where("settledAt", "is", null)
    .orderBy("createdAt")
    .orderBy("id");
}

const OPEN = statement((db, given: Given<{ readonly tenant: string }>) =>
  openIntents(db, given.tenant),
);

const OPEN_FOR = statement((db, given: Given<{ readonly tenant: string } & RecordRef>) =>
  openIntents(db, given.tenant).where((eb) =>
    eb.or([
      eb.and({ sourceSystem: given.system, sourceType: given.type, sourceId: given.id }),
      eb.and({ refSystem: given.system, refType: given.type, refId: given.id }),
    ]),
  ),
);

/** Of the account that is given, by either of its columns. */
const OPEN_CREATES = statement(
  (db, { tenant, ...given }: Given<Pick<Row, "tenant" | "target" | "type"> & Partial<Row>>) =>
    openIntents(db, tenant).where((eb) => eb.and({ operation: "create", ...given })),
);

const refFrom = (
  system: SystemName | null,
  type: string | null,
  id: string | null,
): RecordRef | null =>
  system === null || type === null || id === null ? null : { system, type, id };

function fromRow(row: Row): Intent {
  return {
    ...mappedColumns(row),
    id: row.id,
    linkId: idOrNull(row.linkId),
    operation: row.operation as Intent["operation"],
    target: row.target,
    type: row.type,
    source: refFrom(row.sourceSystem, row.sourceType, row.sourceId),
    ref: refFrom(row.refSystem, row.refType, row.refId),
    payload: row.payload,
    fingerprint: row.fingerprint,
    plan: row.plan,
    state: row.state as IntentState,
    createdAt: row.createdAt,
    sentAt: row.sentAt,
    attempts: row.attempts,
    receipt: row.receipt,
    settledAt: row.settledAt,
  };
}

function toRow(intent: Intent): Row {
  const { source, ref } = intent;
  return {
    ...mappedColumns(intent),
    id: intent.id,
    linkId: rowNumberOrNull(intent.linkId),
    operation: intent.operation,
    target: intent.target,
    type: intent.type,
    sourceSystem: source?.system ?? null,
    sourceType: source?.type ?? null,
    sourceId: source?.id ?? null,
    refSystem: ref?.system ?? null,
    refType: ref?.type ?? null,
    refId: ref?.id ?? null,
    payload: intent.payload,
    fingerprint: intent.fingerprint,
    plan: intent.plan,
    state: intent.state,
    createdAt: intent.createdAt,
    sentAt: intent.sentAt,
    attempts: intent.attempts,
    receipt: intent.receipt,
    settledAt: intent.settledAt,
  };
}

/**
 * A new intent is in flight from its first commit: a crash right after cannot tell whether it went
 * out.
 */
export async function insertIntent(db: Db, intent: Intent): Promise<void> {
  assert(intent.state === "inFlight", `a new intent is inFlight, not ${intent.state}`);
  await INSERT.run(db, toRow(intent));
}

/** Null when the intent was never committed, so that it certainly was not sent. */
export async function findIntent(db: Db, id: string): Promise<Intent | null> {
  const row = await FIND.first(db, { id });
  return row === undefined ? null : fromRow(row);
}

export interface IntentMove {
  readonly at: string;
  /** JSON of the answer; what is not given stays. */
  readonly receipt?: string | null;
  /** For `send`: when, by default `at`. */
  readonly sentAt?: string;
}

/** Applies an event and answers the new state; give it a transaction. Throws an InvariantError when it cannot happen. */
export async function moveIntent(
  db: Db,
  id: string,
  event: IntentEvent,
  move: IntentMove,
): Promise<IntentState> {
  const held = must(await findIntent(db, id), `there is no intent ${id}`);
  const state = nextIntentState(held.state, event);
  const isSend = event === "send";
  const isOpen = isOpenIntent(state);
  const moved = {
    state,
    attempts: isSend ? held.attempts + 1 : held.attempts,
    sentAt: isSend ? (move.sentAt ?? move.at) : (move.sentAt ?? held.sentAt),
    receipt: move.receipt === undefined ? held.receipt : move.receipt,
    settledAt: isOpen ? null : move.at,
  };
  const as = { id, heldState: held.state, heldAttempts: held.attempts };
  const { changes } = isOpen ? await MOVE.run(db, { ...as, ...moved }) : await TAKE_OUT.run(db, as);
  assert(changes === 1, `intent ${id} moved while ${event} was applied`);
  if (!isOpen) await INSERT.run(db, toRow(settled({ ...held, ...moved })));
  return state;
}

/**
 * What is kept of an intent in the end. Its row is written anew: made smaller in its place it would leave the
 * room that it had in its page to nobody.
 */
function settled(intent: Intent): Intent {
  const plan = intent.operation === "create" ? "{}" : intent.plan;
  return { ...intent, payload: "", fingerprint: null, plan };
}

/** In flight and doubtful, oldest first. */
export async function listOpenIntents(db: Db, tenant: string): Promise<readonly Intent[]> {
  return (await OPEN.rows(db, { tenant })).map(fromRow);
}

/** Open intents that come from `ref` or change it. */
export async function listOpenIntentsFor(
  db: Db,
  tenant: string,
  ref: RecordRef,
): Promise<readonly Intent[]> {
  const { system, type, id } = ref;
  const rows = await OPEN_FOR.rows(db, { tenant, system, type, id });
  return rows.map(fromRow);
}

/**
 * Open creates of `type` aimed at one account: before an unlinked record of that account counts as
 * new, these are settled, or our own creation would be mirrored back (F3).
 *
 * `accountId` is the realm id or the org id of `target`.
 */
export async function listOpenCreates(
  db: Db,
  tenant: string,
  accountId: string,
  target: SystemName,
  type: string,
): Promise<readonly Intent[]> {
  const account = target === "salesforce" ? { org: accountId } : { company: accountId };
  const rows = await OPEN_CREATES.rows(db, { tenant, target, type, ...account });
  return rows.map(fromRow);
}

const ANY_CREATE = statement(
  (db, { tenant, ...given }: Given<Pick<Row, "tenant" | "target" | "type"> & Partial<Row>>) =>
    db
      .selectFrom("intents")
      .select("id")
      .where("tenant", "=", tenant)
      .where("settledAt", "is", null)
      .where((eb) => eb.and({ operation: "create", ...given }))
      .limit(1),
);

/** Whether any create of `type` aimed at this account is open; see `listOpenCreates`. */
export async function hasOpenCreate(
  db: Db,
  tenant: string,
  accountId: string,
  target: SystemName,
  type: string,
): Promise<boolean> {
  const account = target === "salesforce" ? { org: accountId } : { company: accountId };
  return (await ANY_CREATE.first(db, { tenant, target, type, ...account })) !== undefined;
}

/** Every intent of a link, settled ones too, oldest first. */
export async function listIntentsOfLink(db: Db, linkId: string): Promise<readonly Intent[]> {
  const rows = await db
    .selectFrom("intents")
    .selectAll()
    .where("linkId", "=", rowNumberOrNull(linkId))
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
}
