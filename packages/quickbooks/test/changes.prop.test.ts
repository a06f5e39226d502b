import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf } from "@accord-sync/core/json/lossless-json.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { type ChangeCursor, readCursor, writeCursor } from "../src/changes/change-cursor.ts";
import { walkChanges } from "../src/changes/walk-changes.ts";
import { startAt, type UnseenDeletions } from "../src/changes/step-changes.ts";
import { FakeSource } from "./fake-source.ts";

const TYPES = ["Bill", "Invoice", "Payment"] as const;
const DAY = 24 * 3_600_000;

const plan = fc.record({
  made: fc.array(fc.constantFrom(...TYPES, "Bill"), { maxLength: 80 }),
  /** Records made in each second. */
  spread: fc.integer({ min: 1, max: 15 }),
  max: fc.integer({ min: 4, max: 12 }),
  daysAsleep: fc.constantFrom(0, 0, 0, 40),
  happenings: fc.array(
    fc.array(
      fc.tuple(
        fc.constantFrom("create", "update", "delete", "tick" as const),
        fc.nat({ max: 10_000 }),
      ),
      { maxLength: 4 },
    ),
    { maxLength: 25 },
  ),
});

/** What a consumer that keeps page and cursor together knows at the end. */
class Consumer {
  readonly known = new Map<string, string>();
  readonly deleted = new Set<string>();
  readonly unseen: UnseenDeletions[] = [];
  cursor: ChangeCursor;
  calls = 0;

  constructor(cursor: ChangeCursor) {
    this.cursor = cursor;
  }

  async catchUp(
    source: FakeSource,
    max: number,
    { stopAfter = Number.POSITIVE_INFINITY, aheadMs = 0 } = {},
  ) {
    let pages = 0;
    const now = source.now + aheadMs;
    const walk = { api: source, types: TYPES, now, objectsMax: max, rows: max };
    // The cursor is kept as text, as a ledger keeps it.
    const from = readCursor(writeCursor(this.cursor));
    for await (const page of walkChanges(walk, from)) {
      if (!page.ok) throw new Error(JSON.stringify(page.error));
      for (const { type, record } of page.value.changes) {
        const key = `${type}/${textOf(record, "Id")}`;
        if (textOf(record, "status") === "Deleted") this.deleted.add(key);
        else this.known.set(key, textOf(record, "SyncToken") ?? "");
      }
      this.unseen.push(...page.value.unseenDeletions);
      this.cursor = page.value.cursor;
      this.calls += page.value.calls;
      pages += 1;
      if (pages >= stopAfter) return;
    }
  }
}

function expectAllKnown(source: FakeSource, consumer: Consumer, since: number): void {
  for (const { type, id, token, isDeleted, modified } of source.records) {
    if (modified < since) continue;
    const key = `${type}/${id}`;
    if (!isDeleted) {
      expect([key, consumer.known.get(key)]).toEqual([key, String(token)]);
      continue;
    }
    const isTold = consumer.unseen.some(
      (gap) =>
        gap.type === type &&
        modified >= Date.parse(gap.from) &&
        // Times are whole seconds, so a gap ends with the whole of its last one.
        modified <= Date.parse(gap.until) + 999,
    );
    expect([key, isTold || consumer.deleted.has(key)]).toEqual([key, true]);
  }
}

describe("a walk of changes", () => {
  it("brings every last version, and every deletion or the time in which it may be missing", async () => {
    await fc.assert(
      fc.asyncProperty(plan, fc.nat({ max: 6 }), async (given, crashAfter) => {
        const source = new FakeSource();
        const since = source.now;
        source.cdcMax = given.max;
        for (const [index, type] of given.made.entries()) {
          if (index % given.spread === 0) source.now += 1_000;
          const record = source.create(type);
          if (index % 7 === 6) source.delete(record);
        }
        source.now += given.daysAsleep * DAY + 1_000;
        const upcoming = [...given.happenings];
        source.meanwhile = () => {
          for (const [event, which] of upcoming.shift() ?? []) source.happen(event, which);
        };
        const consumer = new Consumer({ state: "following", since: isoSeconds(since) });
        // It stops in the middle once, as after a crash, and goes on from the cursor that it kept.
        if (crashAfter > 0) await consumer.catchUp(source, given.max, { stopAfter: crashAfter });
        await consumer.catchUp(source, given.max);
        source.meanwhile = () => undefined;
        source.now += 1_000;
        await consumer.catchUp(source, given.max);
        expectAllKnown(source, consumer, since);
        expect(consumer.calls).toBe(source.calls.length);
      }),
      { numRuns: 600 },
    );
  });

  it("takes one call for any number of types while the window is not full", async () => {
    const source = new FakeSource();
    for (const type of TYPES) for (let n = 0; n < 300; n += 1) source.create(type);
    const consumer = new Consumer({ state: "following", since: isoSeconds(source.now) });
    await consumer.catchUp(source, 1_000);
    expect([consumer.calls, consumer.known.size]).toEqual([1, 900]);
  });

  it("splits a full window by type first, which keeps every deletion", async () => {
    const source = new FakeSource();
    const start = source.now;
    for (const type of TYPES) {
      for (let n = 0; n < 600; n += 1) {
        const record = source.create(type);
        if (n % 3 === 0) source.delete(record);
      }
    }
    const consumer = new Consumer({ state: "following", since: isoSeconds(start) });
    await consumer.catchUp(source, 1_000);
    expect(consumer.unseen).toEqual([]);
    expect([consumer.known.size, consumer.deleted.size]).toEqual([1_200, 600]);
    // All; two of the three, which is full again; each of those two; the third.
    expect(consumer.calls).toBe(5);
  });

  it("walks a second that is full alone, and asks for its last deletions", async () => {
    const source = new FakeSource();
    const start = source.now;
    for (let n = 0; n < 2_500; n += 1) source.create("Bill");
    source.now += 5_000;
    const [first] = source.records;
    if (first !== undefined) source.delete(first);
    const consumer = new Consumer({ state: "following", since: isoSeconds(start) });
    await consumer.catchUp(source, 1_000);
    expect(consumer.known.size).toBe(2_499);
    expect(consumer.deleted).toEqual(new Set(["Bill/1"]));
    expect(consumer.calls).toBeLessThan(10);
  });

  it("says which deletions it cannot see when it slept longer than CDC looks back", async () => {
    const source = new FakeSource();
    const start = source.now;
    const record = source.create("Invoice");
    source.create("Invoice");
    source.delete(record);
    source.now += 40 * DAY;
    const consumer = new Consumer({ state: "following", since: isoSeconds(start) });
    await consumer.catchUp(source, 1_000);
    expect(consumer.known).toEqual(new Map([["Invoice/2", "0"]]));
    const until = isoSeconds(source.now - 28 * DAY - 5_000);
    expect(consumer.unseen).toEqual(
      TYPES.map((type) => ({ type, from: isoSeconds(start), until })),
    );
    // One scan a type, then CDC once for all of them.
    expect(consumer.calls).toBe(4);
  });

  it.each([-3_600_000, -7_000, 0, 7_000, 600_000, 86_400_000])(
    "misses nothing after its start when our clock is %i ms ahead of QuickBooks'",
    async (aheadMs) => {
      const source = new FakeSource();
      const consumer = new Consumer(startAt(source.now + aheadMs));
      for (let sweeps = 0; sweeps < 4; sweeps += 1) {
        source.now += 20_000;
        source.create("Bill");
        source.now += 20_000;
        await consumer.catchUp(source, 1_000, { aheadMs });
      }
      expect([...consumer.known.keys()]).toEqual(["Bill/1", "Bill/2", "Bill/3", "Bill/4"]);
    },
  );

  it("ends with the fault, and does not circle, when our clock is weeks behind QuickBooks'", async () => {
    const source = new FakeSource();
    source.looksBackMs = 30 * DAY;
    const now = source.now - 45 * DAY;
    const pages: boolean[] = [];
    for await (const page of walkChanges({ api: source, types: TYPES, now }, startAt(now))) {
      pages.push(page.ok);
      if (pages.length > 20) break;
    }
    expect(pages).toEqual([false]);
    expect(source.calls).toHaveLength(1);
  });

  it("starts now at no call", async () => {
    const source = new FakeSource();
    for await (const page of walkChanges({ api: source, types: TYPES, now: source.now }, null)) {
      expect(page).toMatchObject({ ok: true, value: { changes: [], calls: 0 } });
    }
    expect(source.calls).toEqual([]);
  });
});
