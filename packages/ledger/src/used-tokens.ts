/** Signed requests that were accepted once: a token's id is good for one use until it expires. */
import type { Db } from "./ledger.ts";

/**
 * True when `jti` of `issuer` was not used before, and then it is. Also forgets what expired by
 * `now`, so the caller must have refused an expired token before.
 */
export async function useOnce(
  db: Db,
  issuer: string,
  jti: string,
  expiresAt: string,
  now: string,
): Promise<boolean> {
  await db.deleteFrom("usedTokens").where("expiresAt", "<=", now).execute();
  const result = await db
    .insertInto("usedTokens")
    .values({ issuer, jti, expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
