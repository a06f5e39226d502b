/** What a person sets per mapping, org and company. */
import type { ConflictPolicy } from "@accord-sync/core/mapping/mapping.ts";
import type { Db, MappedScope } from "./ledger.ts";
import { flag, mappedColumns } from "./row-values.ts";
import { type Given, statement } from "./statement.ts";

const FIND = statement((db, given: Given<MappedScope>) =>
  db
    .selectFrom("mappingSettings")
    .select("realTime")
    .where((eb) => eb.and({ ...given })),
);

const POLICIES = statement((db, given: Given<MappedScope>) =>
  db
    .selectFrom("fieldPolicies")
    .select(["field", "policy"])
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

/** The conflict policies that were set, by field; a field that is missing has its mapping's own. */
export async function readPolicies(
  db: Db,
  scope: MappedScope,
): Promise<Readonly<Record<string, ConflictPolicy>>> {
  const rows = await POLICIES.rows(db, mappedColumns(scope));
  return Object.fromEntries(rows.map(({ field, policy }) => [field, policy as ConflictPolicy]));
}

/** Takes effect for the next merge; an entry that is open stays for a person. */
export async function setPolicy(
  db: Db,
  scope: MappedScope,
  { field, policy }: { readonly field: string; readonly policy: ConflictPolicy },
): Promise<void> {
  await db
    .insertInto("fieldPolicies")
    .values({ ...mappedColumns(scope), field, policy })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "org", "company", "mapping", "field"]).doUpdateSet({ policy }),
    )
    .execute();
}
