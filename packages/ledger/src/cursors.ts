/**
 * Cursors: how far each feed of an account was read. Save one in the transaction that stores what
 * was read up to it: a crash may then repeat a page, never skip one (I10).
 */
import type { Db } from "./ledger.ts";

/** Null when the feed was never read. */
export async function readCursor(
  db: Db,
  tenant: string,
  accountId: string,
  feed: string,
): Promise<string | null> {
  const row = await db
    .selectFrom("cursors")
    .select("value")
    .where("tenant", "=", tenant)
    .where("accountId", "=", accountId)
    .where("feed", "=", feed)
    .executeTakeFirst();
  return row?.value ?? null;
}

/** Replaces the position. Belongs in the transaction that stores what was read up to it. */
export async function saveCursor(
  db: Db,
  tenant: string,
  accountId: string,
  feed: string,
  value: string,
): Promise<void> {
  await db
    .insertInto("cursors")
    .values({ tenant, accountId, feed, value })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "accountId", "feed"]).doUpdateSet({ value }),
    )
    .execute();
}
