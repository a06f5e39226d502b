/** The tables of deletions of linked records, in the form that `schema.ts` describes. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Generated } from "kysely";
import type { MappedColumns, TenantColumns } from "./schema.ts";

interface DeletePoliciesTable extends MappedColumns {
  system: SystemName;
  policy: string;
}

interface DeletionsTable extends MappedColumns {
  id: Generated<number>;
  linkId: number;
  system: SystemName;
  seenAt: string;
  isProven: number;
  state: string;
  reason: string | null;
  batch: number | null;
  askedVersion: string | null;
  error: string | null;
  removal: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  closedAt: string | null;
  closedHow: string | null;
}

interface DeparturesTable extends TenantColumns {
  accountId: string;
  system: SystemName;
  type: string;
  recordId: string;
  survivorId: string | null;
  survivorName: string | null;
  at: string;
}

/** The tables of 0003-deletions. */
export interface DeletionSchema {
  deletePolicies: DeletePoliciesTable;
  deletions: DeletionsTable;
  departures: DeparturesTable;
}
