/** What a person may be told about held changes and paused connections. */
import type { ErrorRow } from "./registry.ts";

export const GUARD_ERRORS = {
  HELD_CHANGES_OVER: {
    disposition: "park",
    message: "These changes are not held any more",
    action:
      "Load Accord Admin > Held Changes again: somebody decided about them, or took them back.",
  },
  CONNECTION_PAUSED: {
    disposition: "reauthorise",
    message: "{system} was paused by {by} at {since}",
    action:
      "Press Resume in Accord Admin > Connections. Nothing is lost: the work waits and goes on from there.",
  },
} satisfies Record<string, ErrorRow>;
