import { describe, expect, it } from "vitest";
import {
  INTENT_TRANSITIONS,
  type IntentEvent,
  type IntentState,
  isOpenIntent,
  nextIntentState,
} from "./intent-state.ts";

/** Written out a second time on purpose: a slip in the table must not agree with itself. */
const EXPECTED: Record<IntentState, Record<IntentEvent, IntentState | "illegal">> = {
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
  settled: {
    send: "illegal",
    applied: "illegal",
    rejected: "illegal",
    unknown: "illegal",
    abandon: "illegal",
  },
  refused: {
    send: "illegal",
    applied: "illegal",
    rejected: "illegal",
    unknown: "illegal",
    abandon: "illegal",
  },
  abandoned: {
    send: "illegal",
    applied: "illegal",
    rejected: "illegal",
    unknown: "illegal",
    abandon: "illegal",
  },
};

const STATES = Object.keys(EXPECTED) as IntentState[];
const EVENTS = Object.keys(EXPECTED.inFlight) as IntentEvent[];
const cells = STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const));

describe("the life of an intent", () => {
  it("is written down for every state and event", () => {
    expect(cells).toHaveLength(25);
    expect(Object.keys(INTENT_TRANSITIONS).sort()).toEqual([...STATES].sort());
  });

  it.each(cells)("takes %s by %s where the table says", (state, event) => {
    const expected = EXPECTED[state][event];
    if (expected === "illegal") {
      expect(() => nextIntentState(state, event)).toThrow(`is ${state} cannot take ${event}`);
    } else {
      expect(nextIntentState(state, event)).toBe(expected);
    }
  });

  it("is open exactly as long as something can happen to it", () => {
    for (const state of STATES) {
      const canMove = EVENTS.some((event) => EXPECTED[state][event] !== "illegal");
      expect(isOpenIntent(state)).toBe(canMove);
    }
  });

  it("never leaves doubt without an answer or a person", () => {
    for (const event of ["send", "unknown"] as const) {
      expect(nextIntentState("doubtful", event)).toBe("doubtful");
    }
  });
});
