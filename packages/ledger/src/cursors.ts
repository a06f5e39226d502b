/**
 * Cursors: how far each feed of an account was read. Save one in the transaction that stores what
 * was read up to it: a crash may then repeat a page, never skip one (I10).
 */
import type { Db } from "./ledger.ts";
import { type Given, statement } from "./statement.ts";

interface Feed {
  readonly tenant: string;
  readonly accountId: string;
  readonly feed: string;
}

const READ = statement((db, given: Given<Feed>) =>
  db
    .selectFrom("cursors")
    .select("value")
    .where((eb) => eb.and({ ...given })),
);

const SAVE = statement((db, given: Given<Feed & { readonly value: string }>) =>
  db
    .insertInto("cursors")
    .values(given)
    .onConflict((conflict) =>
      conflict.columns(["tenant", "accountId", "feed"]).doUpdateSet({ value: given.value }),
    ),
);

/** Null when the feed was never read. */
export async function readCursor(
  db: Db,
  tenant: string,
  accountId: string,
  feed: string,
): Promise<string | null> {
  return (await READ.first(db, { tenant, accountId, feed }))?.value ?? null;
}

/** Replaces the position. Belongs in the transaction that stores what was read up to it. */
export async function saveCursor(
  db: Db,
  tenant: string,
  accountId: string,
  feed: string,
  value: string,
): Promise<void> {
  await SAVE.run(db, { tenant, accountId, feed, value });
}
