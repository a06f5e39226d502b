import { CHANGE_GUARD } from "@accord-sync/core/lifecycle/change-guard.ts";

/** People change everything at once here, and nobody is there to be asked. It is counted all the same. */
export const UNHELD = {
  changes: { ...CHANGE_GUARD.changes, share: 1 },
  losses: { ...CHANGE_GUARD.losses, share: 1 },
};
