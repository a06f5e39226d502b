/**
 * Who changed a value and when, as far as a system tells it, beside the images and in the entries; why an
 * entry is there; and the conflict policies that people set for single fields.
 */
import type { LedgerMigration } from "./migration.ts";

export const editsAndPolicies: LedgerMigration = {
  statements: [
    // By path, only of values that differ from the base: empty for a record at rest.
    `alter table images add column edits text not null default '{}'`,
    `alter table entries add column salesforce_edit text`,
    `alter table entries add column quickbooks_edit text`,
    `alter table entries add column reason text`,
    `create table field_policies (
      tenant text not null, org text not null, company text not null, mapping text not null,
      field text not null,
      policy text not null check (policy in ('ask', 'salesforce', 'quickbooks', 'newest')),
      primary key (tenant, org, company, mapping, field)) strict`,
  ],
};
