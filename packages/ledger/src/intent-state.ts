/**
 * The life of an intent:
 *
 *                 send                          send, unknown
 *                 ┌──┐                             ┌──┐
 *   (inserted) → inFlight ──────── unknown ─────→ doubtful
 *                 │  │  └─ rejected ─→ refused ←─ rejected ─┤
 *                 │  └──── abandon ──→ abandoned ← abandon ─┤
 *                 └─────── applied ──→ settled ←── applied ─┘
 *
 * Doubt ends only by an answer, or by a person: sending a doubtful intent again leaves it
 * doubtful, so that a later failure to connect is never taken for "it was not carried out".
 */
import { InvariantError } from "@accord-sync/core/errors/assert.ts";

export type IntentState = "inFlight" | "doubtful" | "settled" | "refused" | "abandoned";

export type IntentEvent = "send" | "applied" | "rejected" | "unknown" | "abandon";

const ended: Readonly<Record<IntentEvent, null>> = {
  send: null,
  applied: null,
  rejected: null,
  unknown: null,
  abandon: null,
};

/** The state after each event; null where the event cannot happen. */
export const INTENT_TRANSITIONS: Readonly<
  Record<IntentState, Readonly<Record<IntentEvent, IntentState | null>>>
> = {
  inFlight: {
    send: "inFlight",
    applied: "settled",
    rejected: "refused",
    unknown: "doubtful",
    abandon: "abandoned",
  },
  doubtful: {
    send: "doubtful",
    applied: "settled",
    rejected: "refused",
    unknown: "doubtful",
    abandon: "abandoned",
  },
  settled: ended,
  refused: ended,
  abandoned: ended,
};

/** Throws an InvariantError for an event that cannot happen in `state`. */
export function nextIntentState(state: IntentState, event: IntentEvent): IntentState {
  const next = INTENT_TRANSITIONS[state][event];
  if (next === null) throw new InvariantError(`an intent that is ${state} cannot take ${event}`);
  return next;
}

/** True while something can still happen to it. */
export function isOpenIntent(state: IntentState): boolean {
  return state === "inFlight" || state === "doubtful";
}
