/** A migration as data: what it does to the schema, and nothing else. */
export interface LedgerMigration {
  /** SQL statements, run in this order in one transaction. */
  readonly statements: readonly string[];
}
