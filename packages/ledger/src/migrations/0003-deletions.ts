/**
 * Deletions of linked records: what people chose for them per mapping, which were seen and what became of each,
 * and what a system told of records that went. Intents may delete and void.
 */
import type { LedgerMigration } from "./migration.ts";

const MAPPED =
  "tenant text not null, org text not null, company text not null, mapping text not null";
const SYSTEM = "text not null check (system in ('salesforce', 'quickbooks'))";

/** As it was, but for its operations: SQLite changes no condition of a table that is there. */
const intents = [
  `create table intents_next (
    id text primary key, ${MAPPED}, link_id integer references links (id),
    operation text not null
      check (operation in ('create', 'update', 'mark', 'delete', 'void')),
    target text not null check (target in ('salesforce', 'quickbooks')), type text not null,
    source_system text, source_type text, source_id text,
    ref_system text, ref_type text, ref_id text,
    payload text not null, fingerprint text, plan text not null,
    state text not null
      check (state in ('inFlight', 'doubtful', 'settled', 'refused', 'abandoned')),
    created_at text not null, sent_at text, attempts integer not null,
    receipt text, settled_at text,
    check ((settled_at is null) = (state in ('inFlight', 'doubtful')))) strict`,
  `insert into intents_next select * from intents`,
  `drop table intents`,
  `alter table intents_next rename to intents`,
  `create index intents_open on intents (tenant, created_at) where settled_at is null`,
];

const deletions = [
  `create table delete_policies (
    ${MAPPED}, system ${SYSTEM},
    policy text not null check (policy in ('hold', 'deactivate', 'delete', 'void')),
    primary key (tenant, org, company, mapping, system)) strict`,
  // `system` is where the record was deleted; `removal` is what was approved, or done, with the other one.
  `create table deletions (
    id integer primary key autoincrement, ${MAPPED},
    link_id integer not null references links (id), system ${SYSTEM},
    seen_at text not null, is_proven integer not null check (is_proven in (0, 1)),
    state text not null check (state in ('waiting', 'held', 'approved', 'closed')),
    reason text, batch integer, asked_version text, error text,
    removal text check (removal in ('deactivate', 'delete', 'void')),
    decided_by text, decided_at text, closed_at text, closed_how text,
    check ((closed_at is null) = (state <> 'closed'))) strict`,
  `create unique index deletions_open on deletions (link_id, system) where closed_at is null`,
  `create index deletions_seen on deletions (tenant, mapping, system, seen_at)`,
  `create index deletions_open_of_tenant on deletions (tenant, id) where closed_at is null`,
  `create table departures (
    tenant text not null, account_id text not null, system ${SYSTEM},
    type text not null, record_id text not null, survivor_id text, survivor_name text,
    at text not null, primary key (tenant, account_id, system, type, record_id)) strict`,
  `create index departures_into on departures
    (tenant, account_id, system, type, survivor_id) where survivor_id is not null`,
];

export const deletionsOfLinks: LedgerMigration = { statements: [...intents, ...deletions] };
