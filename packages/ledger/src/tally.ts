/** The tally: every notice ends somewhere, and the sums are checked (I12). */
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

const ADD = statement((db, given: Given<Selectable<Schema["tally"]>>) =>
  db
    .insertInto("tally")
    .values(given)
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "accountId", "outcome"])
        .doUpdateSet((eb) => ({ count: eb("tally.count", "+", eb.ref("excluded.count")) })),
    ),
);

export type NoticeOutcome =
  | "received"
  | "coalesced"
  | "reconciled"
  | "echo"
  | "outOfScope"
  | "held"
  | "parked"
  | "refused";

const NONE: Readonly<Record<NoticeOutcome, number>> = {
  received: 0,
  coalesced: 0,
  reconciled: 0,
  echo: 0,
  outOfScope: 0,
  held: 0,
  parked: 0,
  refused: 0,
};

export async function addTally(
  db: Db,
  tenant: string,
  accountId: string,
  outcome: NoticeOutcome,
  count: number,
): Promise<void> {
  await ADD.run(db, { tenant, accountId, outcome, count });
}

/** All outcomes of one account, or over all accounts of the tenant; zero for those that never came. */
export async function readTally(
  db: Db,
  tenant: string,
  accountId: string | null = null,
): Promise<Record<NoticeOutcome, number>> {
  const ofTenant = db
    .selectFrom("tally")
    .select((eb) => ["outcome", eb.fn.sum("count").as("count")])
    .where("tenant", "=", tenant)
    .groupBy("outcome");
  const chosen = accountId === null ? ofTenant : ofTenant.where("accountId", "=", accountId);
  const rows = await chosen.execute();
  return { ...NONE, ...Object.fromEntries(rows.map((row) => [row.outcome, Number(row.count)])) };
}
