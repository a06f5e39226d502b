import { describe, expect, it } from "vitest";
import { OVERFLOW_LASTS_MS, rewindSweep } from "./rewind-sweep.ts";
import { readCursor, writeCursor } from "./sweep-cursor.ts";

const NOON = "2026-11-23T12:00:00Z";
const LATER = "2026-11-23T18:00:00Z";
const after = { time: NOON, id: "001000000000001AAA" };

/** Where the streams stand after going back to what `time` may have changed. */
const rewound = (positions: Parameters<typeof writeCursor>[0], type: string, time: string) =>
  readCursor(rewindSweep(writeCursor(positions), type, time) ?? "");

describe("going back to an overflow", () => {
  it("begins before it, in every stream of its object and in no other", () => {
    const before = new Date(Date.parse(NOON) - OVERFLOW_LASTS_MS).toISOString().replace(".000", "");
    const here = { from: LATER, after, next: LATER };
    const positions = { Product2: here, "Product2/prices": here, Account: here };
    const back = { from: before, after: null };
    expect(rewound(positions, "Product2", NOON)).toEqual({
      Product2: back,
      "Product2/prices": back,
      Account: here,
    });
  });

  it("never goes forward: what stands before it already stays where it is", () => {
    const next = "2026-11-23T06:30:00Z";
    const positions = { Account: { from: "2026-11-23T06:00:00Z", after, next } };
    expect(rewound(positions, "Account", NOON)).toEqual(positions);
    const begun = { Account: { from: "2026-11-23T06:00:00Z", after: null } };
    expect(rewound(begun, "Account", NOON)).toEqual(begun);
  });

  it("has the next window begin before it, where this one's pages may have been read too early", () => {
    const here = { from: "2026-11-23T06:00:00Z", after };
    const back = { Account: { ...here, next: "2026-11-23T11:00:00Z" } };
    for (const next of [{}, { next: "2026-11-23T11:57:00Z" }]) {
      expect(rewound({ Account: { ...here, ...next } }, "Account", NOON)).toEqual(back);
    }
  });

  it("has nothing to go back to before the first sweep", () => {
    expect(rewindSweep(null, "Account", NOON)).toBeNull();
  });
});
