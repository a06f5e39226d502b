/**
 * The first schema. STRICT tables: a value of the wrong type is refused, not stored. Every row
 * carries its tenant, and org, company and mapping where they apply, because a key cannot be
 * widened later without rewriting every statement that uses it.
 */
import type { LedgerMigration } from "./migration.ts";

const SCOPE = "tenant text not null, org text not null, company text not null";
const MAPPED = `${SCOPE}, mapping text not null`;
const SYSTEM = "text not null check (system in ('salesforce', 'quickbooks'))";
const FLAG = "integer not null check ({} in (0, 1))";
const flag = (name: string): string => `${name} ${FLAG.replace("{}", name)}`;
const oneOf = (name: string, ...values: readonly string[]): string =>
  `${name} text not null check (${name} in (${values.map((value) => `'${value}'`).join(", ")}))`;

const connections = [
  `create table engine_epoch (
    id integer primary key check (id = 1), epoch integer not null) strict`,
  `insert into engine_epoch (id, epoch) values (1, 0)`,
  `create table connections (
    id text primary key, tenant text not null, system ${SYSTEM}, account_id text not null,
    name text not null, ${oneOf("state", "connected", "waiting", "needsReconnect")}, detail text,
    settings text not null, user_id text, connected_at text not null,
    unique (tenant, system, account_id)) strict`,
  `create table secrets (
    connection_id text not null references connections (id) on delete cascade,
    tenant text not null, name text not null, sealed text not null,
    primary key (connection_id, name)) strict`,
  `create table cursors (
    tenant text not null, account_id text not null, feed text not null, value text not null,
    primary key (tenant, account_id, feed)) strict`,
  `create table metering (
    tenant text not null, account_id text not null, month text not null,
    ${oneOf("call_class", "read", "write", "batch")}, count integer not null,
    primary key (tenant, account_id, month, call_class)) strict`,
  `create table used_tokens (
    issuer text not null, jti text not null, expires_at text not null,
    primary key (issuer, jti)) strict`,
  `create index used_tokens_expiring on used_tokens (expires_at)`,
];

const intake = [
  `create table inbox (
    id integer primary key autoincrement, ${MAPPED},
    system ${SYSTEM}, type text not null, record_id text not null, seq integer not null,
    ${oneOf("source", "webhook", "change-event", "sweep", "person", "run", "decision", "recovery")},
    ${oneOf("direction", "none", "send", "fetch")}, ${oneOf("on_match", "ask", "create")},
    actor text, priority integer not null check (priority between 0 and 3), ${flag("lift")},
    first_at text not null, at text not null,
    due_at text not null, remote_time text, known text, run_id text, wish_seq integer not null,
    attempts integer not null,
    waiting text, waiting_for text check (waiting_for in ('salesforce', 'quickbooks')),
    unique (tenant, org, company, mapping, system, type, record_id)) strict`,
  `create index inbox_due on inbox (tenant, due_at)`,
  `create index inbox_urgent on inbox (tenant, priority, due_at)`,
  `create table tally (
    tenant text not null, account_id text not null, outcome text not null, count integer not null,
    primary key (tenant, account_id, outcome)) strict`,
  `create table parked (
    ${MAPPED}, system ${SYSTEM}, type text not null, record_id text not null, error text not null,
    log_id integer, at text not null, ${oneOf("kind", "error", "held")}, refused_write text,
    primary key (tenant, org, company, mapping, system, type, record_id)) strict`,
];

const links = [
  `create table links (
    id integer primary key autoincrement, ${MAPPED},
    salesforce_type text not null, salesforce_id text not null,
    quickbooks_type text not null, quickbooks_id text not null,
    revision integer not null, created_at text not null, last_sync_at text, name text not null,
    ${flag("salesforce_deleted")}, ${flag("quickbooks_deleted")}, ended_at text) strict`,
  // I5: a record has at most one active link per mapping, org and company; ended ones are history.
  `create unique index links_salesforce on links
    (tenant, org, company, mapping, salesforce_type, salesforce_id) where ended_at is null`,
  `create unique index links_quickbooks on links
    (tenant, org, company, mapping, quickbooks_type, quickbooks_id) where ended_at is null`,
  `create index links_by_salesforce on links (tenant, salesforce_type, salesforce_id)`,
  `create index links_by_quickbooks on links (tenant, quickbooks_type, quickbooks_id)`,
  `create table images (
    link_id integer not null references links (id), ${MAPPED},
    system ${SYSTEM}, role text not null, type text not null, record_id text not null,
    version text not null, modified_at text not null, ${flag("is_settled")},
    base text not null, seen text not null, primary key (link_id, system, role)) strict`,
  `create table kept_apart (
    ${MAPPED}, system ${SYSTEM}, type text not null, record_id text not null, at text not null,
    primary key (tenant, org, company, mapping, system, type, record_id)) strict`,
  `create table entries (
    id integer primary key autoincrement, ${MAPPED}, link_id integer not null references links (id),
    field text not null, ${oneOf("kind", "conflict", "difference", "overridden")},
    salesforce_value text not null, quickbooks_value text not null, base_revision integer not null,
    opened_at text not null, keep text check (keep in ('salesforce', 'quickbooks')),
    decided_by text, decided_at text, closed_at text, closed_how text,
    check ((closed_at is null) = (closed_how is null))) strict`,
  `create unique index entries_open on entries (link_id, field) where closed_at is null`,
  `create index entries_open_of_tenant on entries (tenant) where closed_at is null`,
  `create index entries_of_link on entries (link_id, id)`,
];

const work = [
  `create table intents (
    id text primary key, ${MAPPED}, link_id integer references links (id),
    ${oneOf("operation", "create", "update", "mark")},
    ${oneOf("target", "salesforce", "quickbooks")}, type text not null,
    source_system text, source_type text, source_id text,
    ref_system text, ref_type text, ref_id text,
    payload text not null, fingerprint text, plan text not null,
    ${oneOf("state", "inFlight", "doubtful", "settled", "refused", "abandoned")},
    created_at text not null, sent_at text, attempts integer not null,
    receipt text, settled_at text,
    check ((settled_at is null) = (state in ('inFlight', 'doubtful')))) strict`,
  `create index intents_open on intents (tenant, created_at) where settled_at is null`,
  `create table log_entries (
    id integer primary key autoincrement, ${MAPPED}, at text not null, link_id integer,
    salesforce_type text, salesforce_id text, quickbooks_type text, quickbooks_id text, name text,
    ${oneOf("direction", "salesforceToQuickbooks", "quickbooksToSalesforce", "none")},
    action text not null,
    ${oneOf("outcome", "applied", "rejected", "unknown", "held", "skipped", "noted")},
    actor text, message text not null, error text, changes text not null, intent_id text,
    ${flag("reprocessed")}) strict`,
  `create index log_entries_of_tenant on log_entries (tenant, id)`,
  `create index log_entries_of_salesforce on log_entries
    (tenant, salesforce_type, salesforce_id, id)`,
  `create index log_entries_of_quickbooks on log_entries
    (tenant, quickbooks_type, quickbooks_id, id)`,
  `create table directory (
    tenant text not null, company text not null, type text not null, id text not null,
    name text not null, canonical_name text not null, email text, phone text, address text,
    balance text, currency text, sku text, price text, description text,
    ${flag("is_active")}, version text not null,
    created_at text not null, modified_at text not null, seen_at text not null,
    primary key (tenant, company, type, id)) strict`,
  `create index directory_by_name on directory (tenant, company, type, canonical_name)`,
  `create table runs (
    id text primary key, ${SCOPE}, object text not null, filter text not null,
    ${oneOf("state", "running", "done", "failed")}, page text, found integer not null,
    done integer not null, error text, actor text, started_at text not null, finished_at text)
    strict`,
  `create index runs_of_tenant on runs (tenant, started_at)`,
  `create table run_results (
    id integer primary key autoincrement, run_id text not null references runs (id), ${SCOPE},
    quickbooks_id text not null, name text not null, outcome text not null, message text not null,
    salesforce_type text, salesforce_id text, unique (run_id, quickbooks_id)) strict`,
  `create table mapping_settings (
    ${MAPPED}, ${flag("real_time")}, primary key (tenant, org, company, mapping)) strict`,
];

export const first: LedgerMigration = {
  statements: [...connections, ...intake, ...links, ...work],
};
