/**
 * Calls made to each account, by day and class, as the vendor counts them. The column `month` holds the day,
 * `2026-11-23`; rows from before days were counted hold a month, `2026-11`.
 */
import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

const ADD = statement((db, given: Given<Selectable<Schema["metering"]>>) =>
  db
    .insertInto("metering")
    .values(given)
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "accountId", "month", "callClass"])
        .doUpdateSet((eb) => ({ count: eb("metering.count", "+", eb.ref("excluded.count")) })),
    ),
);

interface Since {
  readonly tenant: string;
  readonly accountId: string;
  /** `2026-11` */
  readonly month: string;
}

/** Read at each sweep of the company. */
const METERED = statement((db, given: Given<Since>) =>
  db
    .selectFrom("metering")
    .select(["month", (eb) => eb.fn.sum<number>("count").as("calls")])
    .where("tenant", "=", given.tenant)
    .where("accountId", "=", given.accountId)
    .where("month", ">=", given.month)
    .where("callClass", "in", ["read", "batch"])
    .groupBy("month"),
);

/** `month` is the UTC day, `2026-11-23`. */
export async function addCalls(
  db: Db,
  tenant: string,
  accountId: string,
  month: string,
  callClass: CallClass,
  count: number,
): Promise<void> {
  await ADD.run(db, { tenant, accountId, month, callClass, count });
}

/**
 * Reads and batches by day, and by month where the day was not counted, from the month of `from` on, a day.
 * Days without a call are not in it.
 */
export async function readMetered(
  db: Db,
  tenant: string,
  accountId: string,
  from: string,
): Promise<ReadonlyMap<string, number>> {
  const month = from.slice(0, "2026-11".length);
  const rows = await METERED.rows(db, { tenant, accountId, month });
  return new Map(rows.map(({ month, calls }) => [month, calls]));
}
