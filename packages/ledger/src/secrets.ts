/**
 * Secrets of a connection: tokens, client secrets, verifier tokens. Sealed before they reach SQL
 * (I20).
 */
import type { Cipher } from "./cipher.ts";
import type { Db } from "./ledger.ts";
import { type Given, statement } from "./statement.ts";

/** A token is read for every request. */
const FIND = statement(
  (db, given: Given<{ readonly connectionId: string; readonly name: string }>) =>
    db
      .selectFrom("secrets")
      .select("sealed")
      .where("connectionId", "=", given.connectionId)
      .where("name", "=", given.name),
);

/** Where a secret is kept, which it is sealed to. */
const contextOf = (connectionId: string, name: string): string => `secret/${connectionId}/${name}`;

/** Replaces an older value of that name. The connection must exist. */
export async function saveSecret(
  db: Db,
  cipher: Cipher,
  connectionId: string,
  name: string,
  value: string,
): Promise<void> {
  const { tenant } = await db
    .selectFrom("connections")
    .select("tenant")
    .where("id", "=", connectionId)
    .executeTakeFirstOrThrow();
  const sealed = cipher.seal(value, contextOf(connectionId, name));
  await db
    .insertInto("secrets")
    .values({ connectionId, tenant, name, sealed })
    .onConflict((conflict) => conflict.columns(["connectionId", "name"]).doUpdateSet({ sealed }))
    .execute();
}

/**
 * Null when there is none. Throws OperationalFailure SETTINGS_INVALID when it does not open, for
 * example because the key file was replaced.
 */
export async function readSecret(
  db: Db,
  cipher: Cipher,
  connectionId: string,
  name: string,
): Promise<string | null> {
  const row = await FIND.first(db, { connectionId, name });
  return row === undefined ? null : cipher.open(row.sealed, contextOf(connectionId, name));
}

/** Forgets all secrets of the connection; the connection itself stays. */
export async function deleteSecrets(db: Db, connectionId: string): Promise<void> {
  await db.deleteFrom("secrets").where("connectionId", "=", connectionId).execute();
}
