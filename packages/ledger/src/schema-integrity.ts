/** The tables of Sync Integrity, in the form that `schema.ts` describes. */
import type { Generated } from "kysely";
import type { MappedColumns, ScopeColumns } from "./schema.ts";

interface IntegrityJobsTable extends ScopeColumns {
  id: Generated<number>;
  name: string;
  canonicalName: string;
  schedule: string;
  mappings: string;
  repair: number;
  nextAt: string | null;
  lastRun: string | null;
  actor: string;
  createdAt: string;
}

interface IntegrityRunsTable extends ScopeColumns {
  id: string;
  state: string;
  why: string;
  reason: string | null;
  mappings: string;
  repair: number;
  actor: string;
  survey: string;
  place: string;
  expected: number;
  metered: number;
  totals: string;
  error: string | null;
  startedAt: string;
  readAt: string | null;
  finishedAt: string | null;
}

interface IntegrityFindingsTable extends MappedColumns {
  id: Generated<number>;
  runId: string;
  kind: string;
  state: string;
  systems: string;
  linkId: number | null;
  salesforceId: string | null;
  quickbooksId: string | null;
  name: string;
  fields: string;
  repair: string;
  amounts: string;
  note: string | null;
  looks: number;
  foundAt: string;
  repairedAt: string | null;
}

export interface IntegritySchema {
  integrityJobs: IntegrityJobsTable;
  integrityRuns: IntegrityRunsTable;
  integrityFindings: IntegrityFindingsTable;
}
