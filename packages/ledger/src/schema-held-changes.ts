/** The tables of held changes, in the form that `schema.ts` describes. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Generated } from "kysely";
import type { MappedColumns, TenantColumns } from "./schema.ts";

interface ChangeHoldsTable extends MappedColumns {
  id: Generated<number>;
  system: SystemName;
  kind: string;
  state: string;
  since: string;
  openedAt: string;
  written: number;
  decidedBy: string | null;
  decidedAt: string | null;
}

interface HeldChangesTable extends TenantColumns {
  linkId: number;
  system: SystemName;
  hold: number;
  at: string;
  fields: string;
}

interface ChangeLimitsTable extends MappedColumns {
  system: SystemName;
  kind: string;
  more: number;
  share: number;
}

/** The tables of 0010-held-changes. */
export interface HeldChangesSchema {
  changeHolds: ChangeHoldsTable;
  heldChanges: HeldChangesTable;
  changeLimits: ChangeLimitsTable;
}
