/**
 * Records that wait for others: which record waits, for which one, and what was asked for. Rows of
 * the waiting one are its own; the index finds them from the one that is waited for.
 */
import type { LedgerMigration } from "./migration.ts";

const SYSTEM = "text not null check ({} in ('salesforce', 'quickbooks'))";
const system = (name: string): string => `${name} ${SYSTEM.replace("{}", name)}`;

export const waits: LedgerMigration = {
  statements: [
    `create table waits (
      tenant text not null, org text not null, company text not null, mapping text not null,
      ${system("system")}, type text not null, record_id text not null,
      needed_mapping text not null, ${system("needed_system")}, needed_type text not null,
      needed_id text not null, needed_name text,
      unlinked text not null check (unlinked in ('make', 'wait')),
      asked_by integer not null, asked_wish integer not null,
      on_match text not null check (on_match in ('ask', 'create')), actor text,
      priority integer not null check (priority between 0 and 3), at text not null,
      primary key (tenant, org, company, mapping, system, type, record_id,
        needed_mapping, needed_type, needed_id)) strict`,
    `create index waits_needed on waits
      (tenant, org, company, needed_mapping, needed_type, needed_id)`,
  ],
};
