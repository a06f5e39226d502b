/**
 * What a create of unknown outcome may have made: candidates that a person has to look at. Each row joins one of
 * them with the record that the create was for; the primary key finds them from that one, the index from the other.
 */
import type { LedgerMigration } from "./migration.ts";

const SYSTEM = "text not null check ({} in ('salesforce', 'quickbooks'))";
const system = (name: string): string => `${name} ${SYSTEM.replace("{}", name)}`;

export const createCandidates: LedgerMigration = {
  statements: [
    `create table create_candidates (
      tenant text not null, org text not null, company text not null, mapping text not null,
      ${system("system")}, type text not null, record_id text not null,
      ${system("made_system")}, made_type text not null, made_id text not null, at text not null,
      primary key (tenant, org, company, mapping, system, type, record_id,
        made_system, made_type, made_id)) strict`,
    `create index create_candidates_made on create_candidates
      (tenant, org, company, mapping, made_system, made_type, made_id)`,
  ],
};
