import type { Db } from "./ledger.ts";

/** Takes the next epoch: from now on every earlier opening is refused (I17). */
export async function claimEpoch(db: Db): Promise<number> {
  const row = await db
    .updateTable("engineEpoch")
    .set((eb) => ({ epoch: eb("epoch", "+", 1) }))
    .where("id", "=", 1)
    .returning("epoch")
    .executeTakeFirstOrThrow();
  return row.epoch;
}

export async function readEpoch(db: Db): Promise<number> {
  const row = await db
    .selectFrom("engineEpoch")
    .select("epoch")
    .where("id", "=", 1)
    .executeTakeFirstOrThrow();
  return row.epoch;
}
