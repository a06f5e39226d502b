import { describe, expect, it } from "vitest";
import { at, notice } from "../test/samples.ts";
import { coalesce, type NewNotice, type Notice } from "./notice.ts";

function held(change: Partial<Notice> = {}): Notice {
  return {
    ...notice(),
    id: "1",
    seq: 1,
    wishSeq: 0,
    firstAt: at(0),
    attempts: 0,
    waiting: null,
    ...change,
  };
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
  const seen = (modifiedAt: string) =>
    JSON.stringify({ kind: "sighting", sighting: { kind: "found", observation: { modifiedAt } } });
  const [first, second] = [seen("2026-03-02T09:03:00Z"), seen("2026-03-02T09:04:00Z")];
  const sweep = (known: string) => notice({ source: "sweep", priority: 2, known });

  it("is a sighting that shows what was seen or told before", () => {
    expect(coalesce(held({ known: first }), sweep(second)).known).toBe(second);
    const told = held({ remoteTime: "2026-03-02T10:04:00.900+01:00" });
    expect(coalesce(told, sweep(second)).known).toBe(second);
    expect(coalesce(held({ source: "decision" }), sweep(second)).known).toBe(second);
  });

  it("is no sighting that was made before what was told meanwhile", () => {
    const webhook = held({ remoteTime: "2026-03-02T09:04:00Z" });
    expect(coalesce(webhook, sweep(first)).known).toBeNull();
    expect(coalesce(held({ known: second }), sweep(first)).known).toBeNull();
    expect(coalesce(held(), sweep(second)).known).toBeNull();
    const gone = JSON.stringify({ kind: "sighting", sighting: { kind: "deleted" } });
    expect(coalesce(webhook, sweep(gone)).known).toBeNull();
  });

  it("is nothing after a notice without a sighting", () => {
    expect(coalesce(held({ known: first }), notice()).known).toBeNull();
  });

  it("is what a change event brings only on top of another that brought something", () => {
    const event = notice({ source: "change-event", known: "ours" });
    expect(coalesce(held({ source: "change-event", known: "also ours" }), event).known).toBe(
      "ours",
    );
    expect(coalesce(held({ source: "change-event" }), event).known).toBeNull();
    expect(coalesce(held({ source: "sweep", known: first }), event).known).toBeNull();
  });

  it("is the sighting that an event hands on, having nothing beyond it to tell", () => {
    const event = notice({ source: "change-event", known: "seen" });
    expect(coalesce(held({ source: "sweep", known: "seen" }), event).known).toBe("seen");
    expect(coalesce(held({ source: "sweep", known: "other" }), event).known).toBeNull();
  });

  const EARLY = { remoteTime: "2026-03-02T10:03:00+01:00" };
  const LATE = { remoteTime: "2026-03-02T09:04:00Z" };
  it.each([
    ["the later of two times", LATE, EARLY, LATE.remoteTime],
    ["the later of two times in whatever order", EARLY, LATE, LATE.remoteTime],
    ["no time after a notice without one", LATE, {}, null],
    ["no time when the first had none", {}, LATE, null],
    ["no time when a sighting is outdated", { ...LATE, known: "{}" }, LATE, null],
    ["no time besides a new sighting", LATE, { ...LATE, known: "{}" }, null],
  ] as const)("keeps %s", (_, first, second, expected) => {
    expect(coalesce(held(first), notice(second)).remoteTime).toBe(expected);
  });

  it("keeps the run and the lift of either", () => {
    expect(coalesce(held({ runId: "r1", lift: true }), notice())).toMatchObject({
      runId: "r1",
      lift: true,
    });
    expect(coalesce(held({ runId: "r1" }), notice({ runId: "r2", lift: true }))).toMatchObject({
      runId: "r1,r2",
      lift: true,
    });
  });
});
