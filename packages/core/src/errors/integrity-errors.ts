/** What Sync Integrity may be refused for. */
import type { ErrorRow } from "./registry.ts";

export const INTEGRITY_ERRORS = {
  INTEGRITY_NOT_DONE: {
    disposition: "park",
    message: "This run of Sync Integrity is {state}, so there is nothing to repair yet",
    action: "Wait until it is done, or start another run.",
  },
  SCHEDULE_INVALID: {
    disposition: "park",
    message: "The job cannot be scheduled like this: {detail}",
    action: "Correct what the message names, then save the job again.",
  },
  JOB_NAME_TAKEN: {
    disposition: "park",
    message: "There is another job with the name '{name}'",
    action: "Give this one another name, or change the one that is there.",
  },
} satisfies Record<string, ErrorRow>;
