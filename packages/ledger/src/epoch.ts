import type { Db } from "./ledger.ts";
import { statement } from "./statement.ts";

const CLAIM = statement((db) =>
  db
    .updateTable("engineEpoch")
    .set((eb) => ({ epoch: eb("epoch", "+", 1) }))
    .where("id", "=", 1)
    .returning("epoch"),
);

const READ = statement((db) => db.selectFrom("engineEpoch").select("epoch").where("id", "=", 1));

/** Takes the next epoch: from now on every earlier opening is refused (I17). */
export async function claimEpoch(db: Db): Promise<number> {
  return (await CLAIM.only(db, {})).epoch;
}

export async function readEpoch(db: Db): Promise<number> {
  return (await READ.only(db, {})).epoch;
}
