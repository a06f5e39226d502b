import { describe, expect, it } from "vitest";
import { at, notice } from "../test/samples.ts";
import { coalesce, type NewNotice, type Notice } from "./notice.ts";

function held(change: Partial<Notice> = {}): Notice {
  return { ...notice(), id: "1", seq: 1, firstAt: at(0), attempts: 0, waiting: null, ...change };
}

const SEND: Partial<NewNotice> = {
  source: "person",
  direction: "send",
  onMatch: "create",
  actor: "ann",
  priority: 0,
};
const FETCH: Partial<NewNotice> = { ...SEND, direction: "fetch", onMatch: "ask", actor: "bob" };
const RUN: Partial<NewNotice> = {
  ...FETCH,
  source: "run",
  actor: "admin",
  priority: 3,
  runId: "r1",
};
const WAITING: Partial<Notice> = { waiting: "{}", attempts: 3, dueAt: at(20) };

describe("the direction of coalesced notices", () => {
  it("survives a notice that has none, with all that belongs to it", () => {
    expect(coalesce(held(SEND), notice())).toMatchObject(SEND);
  });

  it("replaces none", () => {
    expect(coalesce(held(), notice(SEND))).toMatchObject(SEND);
  });

  it("is the newest person's", () => {
    expect(coalesce(held(SEND), notice(FETCH))).toMatchObject(FETCH);
  });

  it("is a person's before a run's, whichever came first", () => {
    const wish = { direction: "send", onMatch: "create", actor: "ann", runId: "r1" };
    expect(coalesce(held(SEND), notice(RUN))).toMatchObject(wish);
    expect(coalesce(held(RUN), notice(SEND))).toMatchObject(wish);
  });

  it("stays a person's when a decision arrives between the person's and a run's", () => {
    const decided = coalesce(held(SEND), notice({ source: "decision", priority: 0 }));
    expect(coalesce(decided, notice(RUN))).toMatchObject({ direction: "send", actor: "ann" });
  });
});

describe("the urgency of coalesced notices", () => {
  it("is that of the most urgent, with its source", () => {
    const calm = notice({ source: "sweep", priority: 2, dueAt: at(9) });
    expect(coalesce(held(), calm)).toMatchObject({ source: "webhook", priority: 1, dueAt: at(0) });
    expect(coalesce(held({ ...calm, dueAt: at(9) }), notice())).toMatchObject({
      source: "webhook",
      priority: 1,
      dueAt: at(0),
    });
  });

  it("is that of the newer one while the older waits, which keeps its attempts", () => {
    const merged = coalesce(held(WAITING), notice({ dueAt: at(5) }));
    expect(merged).toMatchObject({ dueAt: at(5), attempts: 3, waiting: "{}" });
  });

  it.each([SEND, RUN])("starts anew when somebody asks: $source", (asked) => {
    const merged = coalesce(held(WAITING), notice({ ...asked, dueAt: at(5) }));
    expect(merged).toMatchObject({ dueAt: at(5), attempts: 0, waiting: null });
  });
});

describe("what coalesced notices know", () => {
  it("is the newest sighting", () => {
    expect(coalesce(held({ known: "old" }), notice({ known: "new" })).known).toBe("new");
  });

  it("is nothing after a notice without a sighting", () => {
    expect(coalesce(held({ known: "old" }), notice()).known).toBeNull();
  });

  it.each([
    ["the later of two times", { remoteTime: at(4) }, { remoteTime: at(3) }, at(4)],
    ["no time after a notice without one", { remoteTime: at(4) }, {}, null],
    ["no time when the first had none", {}, { remoteTime: at(4) }, null],
    [
      "no time when a sighting is outdated",
      { remoteTime: at(4), known: "x" },
      { remoteTime: at(4) },
      null,
    ],
    ["the time besides a new sighting", { remoteTime: at(4) }, { known: "x" }, at(4)],
  ] as const)("keeps %s", (_, first, second, expected) => {
    expect(coalesce(held(first), notice(second)).remoteTime).toBe(expected);
  });

  it("keeps the run and the lift of either", () => {
    expect(coalesce(held({ runId: "r1", lift: true }), notice())).toMatchObject({
      runId: "r1",
      lift: true,
    });
    expect(coalesce(held({ runId: "r1" }), notice({ runId: "r2", lift: true }))).toMatchObject({
      runId: "r2",
      lift: true,
    });
  });
});
