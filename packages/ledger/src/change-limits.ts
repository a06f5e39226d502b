/** How many changes are far more than usual, as a person set it for a mapping and the system that changes. */
import type { ChangeKind } from "@accord-sync/core/lifecycle/change-guard.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Db, MappedScope } from "./ledger.ts";
import { mappedColumns } from "./row-values.ts";

export interface ChangeLimit {
  readonly mapping: string;
  readonly system: SystemName;
  readonly kind: ChangeKind;
  readonly more: number;
  /** 0 to 1. */
  readonly share: number;
}

export async function listChangeLimits(db: Db, tenant: string): Promise<readonly ChangeLimit[]> {
  const rows = await db
    .selectFrom("changeLimits")
    .select(["mapping", "system", "kind", "more", "share"])
    .where("tenant", "=", tenant)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as ChangeKind }));
}

/** Null: as the service has it. */
export async function setChangeLimit(
  db: Db,
  scope: MappedScope,
  { system, kind }: Pick<ChangeLimit, "system" | "kind">,
  limit: Pick<ChangeLimit, "more" | "share"> | null,
): Promise<void> {
  const key = { ...mappedColumns(scope), system, kind };
  await db
    .deleteFrom("changeLimits")
    .where((eb) => eb.and(key))
    .execute();
  if (limit === null) return;
  const { more, share } = limit;
  await db
    .insertInto("changeLimits")
    .values({ ...key, more, share })
    .execute();
}
