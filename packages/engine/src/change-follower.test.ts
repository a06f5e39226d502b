import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type {
  ChangeNotice,
  FeedEnd,
  FeedPage,
  FeedStart,
} from "@accord-sync/core/ports/change-feed.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { rewindSweep } from "@accord-sync/salesforce/sweep/rewind-sweep.ts";
import { ChangeFollower } from "./change-follower.ts";
import { CHANGE_FEED, SWEEP_FEED } from "./feeds.ts";
import { DEFAULT_PACING } from "./pacing.ts";
import { testContext } from "./testing/test-context.ts";
import { RecordGlances } from "./views/record-glances.ts";

const FAILED: FeedEnd = { kind: "failed", reason: "broken", needsNewToken: false };
const LIMIT: FeedEnd = { kind: "refused", error: operationalError("SF_EVENTS_LIMIT") };

const ACCOUNT = "001000000000001AAA";

const noticeOf = (changeType: ChangeNotice["changeType"], ...recordIds: string[]): FeedPage => ({
  replayId: "0a",
  unreadable: [],
  notices: [
    {
      type: "Account",
      recordIds,
      changeType,
      replayId: "0a",
      committedAt: "2026-01-05T12:00:00Z",
      client: null,
      userId: "005000000000001AAA",
      linkMark: null,
      changed: null,
    },
  ],
});

/** A stream that delivers one page, where there is one, and ends as it is told. */
async function setUp(...steps: readonly { readonly page?: FeedPage; readonly end: FeedEnd }[]) {
  const base = await testContext({ connectedAt: async () => "2025-11-05T09:00:00Z" });
  const context = { ...base, salesforce: { ...base.salesforce, rewindSweep }, isSweeping: false };
  const starts: FeedStart[] = [];
  let sweeps = 0;
  const left = [...steps];
  const follower = new ChangeFollower({
    feed: {
      follow: async (from, onPage) => {
        starts.push(from);
        const step = left.shift() ?? { end: FAILED };
        if (step.page !== undefined) await onPage(step.page);
        return step.end;
      },
    },
    context,
    connectionId: "salesforce",
    glances: new RecordGlances(),
    signal: new AbortController().signal,
    wakeSweep: () => {
      sweeps += 1;
    },
    isSweeping: () => context.isSweeping,
  });
  const { db } = context.ledger;
  return {
    follower,
    context,
    starts,
    sweeps: () => sweeps,
    cursor: (feed: string) => readCursor(db, "t", "o", feed),
    due: async () => (await listDue(db, "t", "2100-01-01T00:00:00Z", 10)).map(({ ref }) => ref.id),
  };
}

const EMPTY: FeedPage = { notices: [], unreadable: [], replayId: "0b" };

describe("following the org's changes", () => {
  it("begins at the tip, and goes on behind what was stored, an empty page's position too", async () => {
    const { follower, starts } = await setUp({ page: EMPTY, end: FAILED }, { end: FAILED });
    await follower.follow();
    await follower.follow();
    expect(starts).toEqual([{ kind: "tip" }, { kind: "after", replayId: "0b" }]);
  });

  it("after a lost position follows from the earliest event, also after a crash, and sweeps", async () => {
    const steps = [{ end: { kind: "replay-lost" } as const }, { end: FAILED }];
    const { follower, starts, sweeps } = await setUp(...steps, { page: EMPTY, end: FAILED });
    await follower.follow();
    expect(sweeps()).toBe(1);
    await follower.follow();
    await follower.follow();
    await follower.follow();
    expect(starts.slice(1)).toEqual([
      { kind: "earliest" },
      { kind: "earliest" },
      { kind: "after", replayId: "0b" },
    ]);
  });

  it("sweeps once for many changes, however many pages tell of them while it does", async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `001${String(n).padStart(12, "0")}AAA`);
    const step = { page: noticeOf("update", ...ids), end: FAILED };
    const { follower, sweeps, context } = await setUp(step, step, step);
    await follower.follow();
    context.isSweeping = true;
    await follower.follow();
    expect(sweeps()).toBe(1);
    context.isSweeping = false;
    await follower.follow();
    expect(sweeps()).toBe(2);
  });

  it("has the records of a gap looked at", async () => {
    const { follower, due, cursor } = await setUp({ page: noticeOf("gap", ACCOUNT), end: FAILED });
    await follower.follow();
    expect(await due()).toEqual([ACCOUNT]);
    expect(await cursor(CHANGE_FEED)).toBe("0a");
  });

  it("after an overflow sweeps that object from before it, durable with the page", async () => {
    const world = await setUp({ page: noticeOf("overflow"), end: FAILED });
    const { follower, context, cursor, sweeps, due } = world;
    const at = (from: string) => ({ from, after: null });
    const now = "2026-01-05T12:05:00Z";
    const held = { Account: at(now), Product2: at(now), "Product2/prices": at(now) };
    await context.ledger.transaction((tx) =>
      saveCursor(tx, "t", "o", SWEEP_FEED, JSON.stringify(held)),
    );
    await follower.follow();
    expect(JSON.parse((await cursor(SWEEP_FEED)) ?? "")).toEqual({
      ...held,
      Account: at("2026-01-05T11:00:00Z"),
    });
    expect([sweeps(), await due()]).toEqual([1, []]);
  });

  it("passes over an event that cannot be read, and sweeps at once", async () => {
    const unreadable = [{ type: "Account", since: null, reason: "it ends too early" }];
    const page = { notices: [], unreadable, replayId: "0c" };
    const { follower, sweeps, cursor } = await setUp({ page, end: FAILED });
    await follower.follow();
    expect([sweeps(), await cursor(CHANGE_FEED)]).toEqual([1, "0c"]);
  });

  it("sweeps for the next one of an object from the one before, and not for days again", async () => {
    const event = (type: string | null) => ({ type, since: null, reason: "it ends too early" });
    const pageOf = (type: string | null) => ({
      page: { notices: [], unreadable: [event(type)], replayId: "0c" },
      end: FAILED,
    });
    const steps = ["Account", "Account", "Product2", null, "Product2"].map(pageOf);
    const { follower, context, cursor } = await setUp(...steps);
    const now = isoSeconds(context.clock.now());
    const SWEPT = { from: now, after: null };
    const from = async () => {
      await context.ledger.transaction((tx) =>
        saveCursor(tx, "t", "o", SWEEP_FEED, JSON.stringify({ Account: SWEPT, Product2: SWEPT })),
      );
      await follower.follow();
      const held = JSON.parse((await cursor(SWEEP_FEED)) ?? "") as Record<string, { from: string }>;
      const hours = (type: string) =>
        (Date.parse(now) - Date.parse(held[type]?.from ?? "")) / 3_600_000;
      return { Account: hours("Account"), Product2: hours("Product2") };
    };
    expect(await from()).toEqual({ Account: 73, Product2: 0 });
    expect(await from()).toEqual({ Account: 1, Product2: 0 });
    expect(await from()).toEqual({ Account: 0, Product2: 73 });
    // What may be of any object was told by no sweep of one of them.
    expect(await from()).toEqual({ Account: 73, Product2: 73 });
    expect(await from()).toEqual({ Account: 0, Product2: 1 });
  });

  it("polls while Salesforce gives no events, says why, and follows again by itself", async () => {
    const { follower, sweeps } = await setUp(
      { end: LIMIT },
      { end: LIMIT },
      { page: EMPTY, end: FAILED },
    );
    expect(await follower.follow()).toBe(DEFAULT_PACING.feedRefusedMs);
    expect(follower.found).toEqual({
      by: "polling",
      detail: "The org's change events of a day are used up",
    });
    expect(sweeps()).toBe(1);
    await follower.follow();
    expect(follower.found.by).toBe("polling");
    await follower.follow();
    expect(follower.found).toEqual({ by: "events", detail: null });
  });

  it("opens a broken stream again ever later while nothing comes, and soon once something did", async () => {
    const nothing = Array.from({ length: 8 }, () => ({ end: FAILED }));
    const { follower } = await setUp(...nothing, { page: EMPTY, end: FAILED });
    const rests = [];
    for (let turn = 0; turn < 9; turn += 1) rests.push(await follower.follow());
    expect(rests).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 2].map((seconds) => seconds * 1_000));
  });
});
