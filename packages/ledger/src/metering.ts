/** Calls made to each account, by month and class, as the vendor counts them. */
import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import type { Db } from "./ledger.ts";

/** `month` as `2026-11`. */
export async function addCalls(
  db: Db,
  tenant: string,
  accountId: string,
  month: string,
  callClass: CallClass,
  count: number,
): Promise<void> {
  await db
    .insertInto("metering")
    .values({ tenant, accountId, month, callClass, count })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "accountId", "month", "callClass"])
        .doUpdateSet((eb) => ({ count: eb("metering.count", "+", eb.ref("excluded.count")) })),
    )
    .execute();
}

/** All classes; zero for those without a call. */
export async function readCalls(
  db: Db,
  tenant: string,
  accountId: string,
  month: string,
): Promise<Record<CallClass, number>> {
  const rows = await db
    .selectFrom("metering")
    .select(["callClass", "count"])
    .where((eb) => eb.and({ tenant, accountId, month }))
    .execute();
  const counted = Object.fromEntries(rows.map((row) => [row.callClass, row.count]));
  return { read: 0, write: 0, batch: 0, ...counted };
}
