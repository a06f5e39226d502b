/** Connections that a person has paused: who, and since when. */
import type { LedgerMigration } from "./migration.ts";

export const pausedConnections: LedgerMigration = {
  statements: [
    `alter table connections add column paused_by text`,
    `alter table connections add column paused_at text`,
  ],
};
