/** Connections: one authorised account of one system, a Salesforce org or a QuickBooks company. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

const FIND = statement((db, given: Given<{ readonly id: string }>) =>
  db.selectFrom("connections").selectAll().where("id", "=", given.id),
);

const LIST = statement((db, given: Given<{ readonly tenant: string }>) =>
  db
    .selectFrom("connections")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .orderBy("connectedAt")
    .orderBy("id"),
);

type StateColumns = Pick<Row, "id" | "state" | "detail">;

const SET_STATE = statement((db, { id, ...state }: Given<StateColumns>) =>
  db.updateTable("connections").set(state).where("id", "=", id),
);

export type ConnectionState = "connected" | "waiting" | "needsReconnect";

export interface ConnectionRow {
  readonly id: string;
  readonly tenant: string;
  readonly system: SystemName;
  /** The org id or the realm id; one connection of a tenant has it. */
  readonly accountId: string;
  readonly name: string;
  readonly state: ConnectionState;
  /** What it waits for, or why it must be connected again. */
  readonly detail: string | null;
  readonly settings: Readonly<Record<string, string>>;
  /** The user we act as, for echo detection. */
  readonly userId: string | null;
  readonly connectedAt: string;
  /** Null while it is not paused. */
  readonly paused: Paused | null;
}

/** A person's word that nothing is to be asked of a system. */
export interface Paused {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A connection starts as not paused. */
export type NewConnection = Omit<ConnectionRow, "paused">;

type Row = Selectable<Schema["connections"]>;

function fromRow({ pausedBy: by, pausedAt: at, ...row }: Row): ConnectionRow {
  return {
    ...row,
    paused: by === null || at === null ? null : { by, at },
    state: row.state as ConnectionState,
    settings: JSON.parse(row.settings) as ConnectionRow["settings"],
  };
}

function toRow(connection: NewConnection): Row {
  return {
    id: connection.id,
    tenant: connection.tenant,
    system: connection.system,
    accountId: connection.accountId,
    name: connection.name,
    state: connection.state,
    detail: connection.detail,
    settings: JSON.stringify(connection.settings),
    userId: connection.userId,
    connectedAt: connection.connectedAt,
    pausedBy: null,
    pausedAt: null,
  };
}

/** Rejects when the tenant already has a connection of that account. */
export async function insertConnection(db: Db, connection: NewConnection): Promise<void> {
  await db.insertInto("connections").values(toRow(connection)).execute();
}

/** In the order they were connected in. */
export async function listConnections(db: Db, tenant: string): Promise<readonly ConnectionRow[]> {
  const rows = await LIST.rows(db, { tenant });
  return rows.map(fromRow);
}

/** Null when there is none; a connection is never deleted, only reconnected. */
export async function findConnection(db: Db, id: string): Promise<ConnectionRow | null> {
  const row = await FIND.first(db, { id });
  return row === undefined ? null : fromRow(row);
}

/** `detail` is what a person reads about the state; null when there is nothing to say. */
export async function updateConnectionState(
  db: Db,
  id: string,
  state: ConnectionState,
  detail: string | null,
): Promise<void> {
  await SET_STATE.run(db, { id, state, detail });
}

/** Null: it goes on. */
export async function setPaused(db: Db, id: string, paused: Paused | null): Promise<void> {
  await db
    .updateTable("connections")
    .set({ pausedBy: paused?.by ?? null, pausedAt: paused?.at ?? null })
    .where("id", "=", id)
    .execute();
}

/**
 * Sets these settings and leaves the others: several parts of the engine keep theirs here. Call it in a
 * transaction. Rejects when there is no such connection.
 */
export async function updateConnectionSettings(
  db: Db,
  id: string,
  changes: ConnectionRow["settings"],
): Promise<void> {
  const row = await db
    .selectFrom("connections")
    .select("settings")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const held = JSON.parse(row.settings) as ConnectionRow["settings"];
  await db
    .updateTable("connections")
    .set({ settings: JSON.stringify({ ...held, ...changes }) })
    .where("id", "=", id)
    .execute();
}

/** What set-up found out: the name of the account and the user we act as. */
export async function updateConnectionIdentity(
  db: Db,
  id: string,
  identity: { readonly name: string; readonly userId: string | null },
): Promise<void> {
  await db
    .updateTable("connections")
    .set({ name: identity.name, userId: identity.userId })
    .where("id", "=", id)
    .execute();
}
