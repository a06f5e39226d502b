/** Backfills: the plan of a first load, item by item, and how far its application came (docs/spec/backfill.md). */
import type { LedgerMigration } from "./migration.ts";

const MAPPED =
  "tenant text not null, org text not null, company text not null, mapping text not null";

export const backfills: LedgerMigration = {
  statements: [
    `create table backfills (
      id text primary key, tenant text not null, org text not null, company text not null,
      state text not null check (state in
        ('reading', 'ready', 'applying', 'paused', 'done', 'cancelled', 'failed')),
      request text not null, survey text, position text, under_way text,
      error text, calls text not null, expected text, expected_minutes real,
      started_at text not null, planned_at text, finished_at text,
      stretch_at text, stretch_done integer not null) strict`,
    `create index backfills_of_tenant on backfills (tenant, started_at)`,
    `create table backfill_pairs (
      tenant text not null, backfill text not null references backfills (id), mapping text not null,
      quickbooks_id text not null, salesforce_id text not null, score integer not null,
      primary key (backfill, mapping, quickbooks_id, salesforce_id)) strict, without rowid`,
    `create index backfill_pairs_of_salesforce on backfill_pairs (backfill, mapping, salesforce_id)`,
    `create table backfill_items (
      id integer primary key autoincrement, ${MAPPED},
      backfill text not null references backfills (id), step integer not null,
      action text not null check (action in ('create', 'link', 'ask', 'update', 'skip')),
      target text check (target in ('salesforce', 'quickbooks')),
      state text not null check (state in
        ('planned', 'waiting', 'skipped', 'unmarked', 'done', 'refused')),
      name text not null, salesforce_id text, quickbooks_id text, score integer,
      refusals text, choice text, claimed_by integer, attempts integer not null,
      error text, message text) strict`,
    `create index backfill_items_next on backfill_items (backfill, state, step, id)`,
    `create index backfill_items_asking_salesforce on backfill_items
      (backfill, mapping, salesforce_id) where action = 'ask'`,
    `create index backfill_items_asking_quickbooks on backfill_items
      (backfill, mapping, quickbooks_id) where action = 'ask'`,
    `create table backfill_changes (
      tenant text not null, backfill text not null references backfills (id), mapping text not null,
      salesforce_id text not null,
      primary key (backfill, mapping, salesforce_id)) strict, without rowid`,
  ],
};
