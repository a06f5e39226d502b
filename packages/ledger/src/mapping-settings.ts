/** What a person sets per mapping, org and company. */
import type { Db, MappedScope } from "./ledger.ts";
import { flag, mappedColumns } from "./row-values.ts";
import { type Given, statement } from "./statement.ts";

const FIND = statement((db, given: Given<MappedScope>) =>
  db
    .selectFrom("mappingSettings")
    .select("realTime")
    .where((eb) => eb.and({ ...given })),
);

/** On until somebody switched it off. */
export async function isRealTime(db: Db, scope: MappedScope): Promise<boolean> {
  const row = await FIND.first(db, mappedColumns(scope));
  return row === undefined || row.realTime === 1;
}

/** Takes effect for notices that are worked on from now on; what waits in the inbox stays. */
export async function setRealTime(db: Db, scope: MappedScope, enabled: boolean): Promise<void> {
  const realTime = flag(enabled);
  await db
    .insertInto("mappingSettings")
    .values({ ...mappedColumns(scope), realTime })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "org", "company", "mapping"]).doUpdateSet({ realTime }),
    )
    .execute();
}
