/**
 * What would let a record that is set aside go on by itself: a name that another record holds, for one. The index
 * holds only those that wait, which mostly are none.
 */
import type { LedgerMigration } from "./migration.ts";

export const parkedWaits: LedgerMigration = {
  statements: [
    `alter table parked add column waits_for text`,
    `create index parked_waits on parked (tenant, company, waits_for) where waits_for is not null`,
  ],
};
