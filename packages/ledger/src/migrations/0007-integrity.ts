/** Sync Integrity: runs, what they found, and the jobs that start them. What they read is a survey. */
import type { LedgerMigration } from "./migration.ts";

const SCOPE = "tenant text not null, org text not null, company text not null";

export const integrity: LedgerMigration = {
  statements: [
    `create table integrity_jobs (
      id integer primary key autoincrement, ${SCOPE}, name text not null,
      canonical_name text not null, schedule text not null, mappings text not null,
      repair integer not null check (repair in (0, 1)), next_at text, last_run text,
      actor text not null, created_at text not null,
      unique (tenant, org, company, canonical_name)) strict`,
    `create index integrity_jobs_due on integrity_jobs (tenant, next_at)`,
    `create table integrity_runs (
      id text primary key, ${SCOPE},
      state text not null check (state in
        ('reading', 'comparing', 'confirming', 'repairing', 'done', 'failed', 'cancelled')),
      why text not null check (why in ('person', 'schedule', 'gap')), reason text,
      mappings text not null, repair integer not null check (repair in (0, 1)),
      actor text not null, survey text not null, place text not null,
      expected integer not null, metered integer not null, totals text not null, error text,
      started_at text not null, read_at text, finished_at text) strict`,
    `create index integrity_runs_of_tenant on integrity_runs (tenant, started_at)`,
    `create index integrity_runs_active on integrity_runs (tenant)
      where state in ('reading', 'comparing', 'confirming', 'repairing')`,
    `create table integrity_findings (
      id integer primary key autoincrement,
      run_id text not null references integrity_runs (id) on delete cascade, ${SCOPE},
      mapping text not null,
      kind text not null check (kind in
        ('gone', 'older', 'missing', 'drift', 'mark', 'unlinked', 'match', 'ambiguous')),
      state text not null check (state in ('suspect', 'swept', 'open', 'repairing', 'repaired')),
      systems text not null, link_id integer, salesforce_id text, quickbooks_id text,
      name text not null, fields text not null,
      repair text not null check (repair in ('look', 'ask', 'none')),
      amounts text not null, note text, looks integer not null,
      found_at text not null, repaired_at text) strict`,
    `create index integrity_findings_of_run on integrity_findings (run_id, state, id)`,
    `create index integrity_findings_by_kind on integrity_findings (run_id, mapping, kind, state)`,
  ],
};
