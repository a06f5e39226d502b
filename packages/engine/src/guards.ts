import { DELETE_GUARD, type GuardLimit } from "@accord-sync/core/lifecycle/judge-deletion.ts";

/** What is far more than usual, so that a person is asked before it goes on. */
export interface Guards {
  /** Deletions of linked records in one system, per mapping. */
  readonly deletes: GuardLimit;
}

export const DEFAULT_GUARDS: Guards = { deletes: DELETE_GUARD };
