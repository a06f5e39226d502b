/** What a person may be told about held changes and paused connections. */
import type { ErrorRow } from "./registry.ts";

export const GUARD_ERRORS = {
  HELD_CHANGES_OVER: {
    disposition: "park",
    message: "These changes are not held any more",
    action:
      "Load Accord Admin > Held Changes again: somebody decided about them, or took them back.",
  },
} satisfies Record<string, ErrorRow>;
