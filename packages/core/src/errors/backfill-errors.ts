/** What a backfill may be refused for. */
import type { ErrorRow } from "./registry.ts";

export const BACKFILL_ERRORS = {
  BACKFILL_UNKNOWN: {
    disposition: "park",
    message: "There is no backfill {id}",
    action: "Look at the list of backfills for the one that is meant.",
  },
  BACKFILL_UNDER_WAY: {
    disposition: "park",
    message: "Another backfill is under way",
    action: "Wait until it has ended, or cancel it, then plan again.",
  },
  BACKFILL_NOT_SO: {
    disposition: "park",
    message: "The backfill is {state} by now, so this is not possible",
    action: "Look at it again: somebody may have applied, paused or cancelled it.",
  },
  BACKFILL_NOTHING_PLANNED: {
    disposition: "park",
    message: "Nothing of this backfill is planned",
    action: "Decide the items that wait for a person, or plan again with other directions.",
  },
} satisfies Record<string, ErrorRow>;
