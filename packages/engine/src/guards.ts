import { CHANGE_GUARD, type ChangeLimits } from "@accord-sync/core/lifecycle/change-guard.ts";
import { DELETE_GUARD, type GuardLimit } from "@accord-sync/core/lifecycle/judge-deletion.ts";

/** What is far more than usual, so that a person is asked before it goes on. Per mapping and system. */
export interface Guards extends ChangeLimits {
  /** Deletions of linked records in one system. */
  readonly deletes: GuardLimit;
}

export const DEFAULT_GUARDS: Guards = { deletes: DELETE_GUARD, ...CHANGE_GUARD };
