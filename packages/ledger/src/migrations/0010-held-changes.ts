/**
 * Held changes: where a system changed far more records than usual, what a person is asked about it, which links
 * wait for the answer, and the limits that were set per mapping and system.
 */
import type { LedgerMigration } from "./migration.ts";

const MAPPED =
  "tenant text not null, org text not null, company text not null, mapping text not null";
const SYSTEM = "text not null check (system in ('salesforce', 'quickbooks'))";

export const heldChanges: LedgerMigration = {
  statements: [
    // `system` is where the records were changed; `written` how many of them had been carried over by then.
    `create table change_holds (
      id integer primary key autoincrement, ${MAPPED}, system ${SYSTEM},
      kind text not null check (kind in ('changes', 'losses')),
      state text not null check (state in ('open', 'released', 'aside', 'undone', 'reversed')),
      since text not null, opened_at text not null, written integer not null,
      decided_by text, decided_at text,
      check ((decided_at is null) = (state = 'open'))) strict`,
    `create unique index change_holds_open on change_holds
      (tenant, org, company, mapping, system) where state = 'open'`,
    `create table held_changes (
      tenant text not null, link_id integer not null references links (id), system ${SYSTEM},
      hold integer not null references change_holds (id), at text not null, fields text not null,
      primary key (link_id, system)) strict`,
    `create index held_changes_of_hold on held_changes (hold, link_id)`,
    `create table change_limits (
      ${MAPPED}, system ${SYSTEM}, kind text not null check (kind in ('changes', 'losses')),
      more integer not null, share real not null,
      primary key (tenant, org, company, mapping, system, kind)) strict`,
  ],
};
