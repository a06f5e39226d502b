/** Surveys: what both systems held when all of it was read, page by page (surveys.ts). */
import type { LedgerMigration } from "./migration.ts";

export const surveys: LedgerMigration = {
  statements: [
    `create table survey_parts (
      id integer primary key autoincrement,
      tenant text not null, org text not null, company text not null, mapping text not null,
      survey text not null, purpose text not null check (purpose in ('backfill', 'integrity')),
      owner text not null,
      system text not null check (system in ('salesforce', 'quickbooks')),
      has_keys integer not null check (has_keys in (0, 1)),
      job text, position text, is_read integer not null check (is_read in (0, 1)),
      records integer not null, calls integer not null, restarts integer not null,
      started_at text not null, read_at text,
      unique (survey, mapping, system)) strict`,
    `create index survey_parts_of_owner on survey_parts (tenant, purpose, owner)`,
    `create table survey_records (
      id integer primary key autoincrement, tenant text not null,
      part integer not null references survey_parts (id), record_id text not null,
      version text not null, observation text not null,
      unique (part, record_id)) strict`,
    `create table survey_keys (
      tenant text not null, part integer not null references survey_parts (id),
      kind text not null, value text not null, record_id text not null,
      primary key (part, kind, value, record_id)) strict, without rowid`,
  ],
};
