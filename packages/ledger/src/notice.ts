/**
 * A notice says that a record may be dirty, never what to do. All notices about one record coalesce
 * into one row of the inbox; the rules are here, pure, the statements in `inbox.ts`.
 */
import type { Sighting } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { MappedScope } from "./ledger.ts";

export type NoticeSource =
  | "webhook"
  | "change-event"
  | "sweep"
  | "person"
  | "run"
  | "decision"
  | "recovery";

export type NoticeDirection = "none" | "send" | "fetch";

export interface NewNotice extends MappedScope {
  readonly ref: RecordRef;
  readonly source: NoticeSource;
  /** What a person or a run asked for; `none` reconciles both ways. */
  readonly direction: NoticeDirection;
  readonly onMatch: "ask" | "create";
  /** Who asked. */
  readonly actor: string | null;
  /** 0 person, 1 real time, 2 sweep, 3 backfill: the lower goes first. */
  readonly priority: number;
  readonly at: string;
  readonly dueAt: string;
  /** The remote's time of the change, where the notice carries one. */
  readonly remoteTime: string | null;
  /** JSON of the Sighting that the notice brought along; null when somebody has to look. */
  readonly known: string | null;
  /** The run that asked for it; joined by commas where several did. */
  readonly runId: string | null;
  /** A person's act that lifts a kept-apart mark. */
  readonly lift: boolean;
}

export interface Notice extends NewNotice {
  readonly id: string;
  /** Grows with each coalesced notice; work that began with another one is not the last word. */
  readonly seq: number;
  /** The seq at which somebody last asked for something; 0 for never. Work of that seq fulfils it. */
  readonly wishSeq: number;
  readonly firstAt: string;
  readonly attempts: number;
  /** JSON of the OperationalError that it waits for to pass. */
  readonly waiting: string | null;
}

/** The inbox row after `newer` arrived on top of `held`. */
export function coalesce(held: Notice, newer: NewNotice): Notice {
  const isAsked = newer.source === "person" || newer.source === "run";
  const isReplaced = prevails(held, newer);
  const asked = isReplaced ? newer : held;
  return {
    ...held,
    seq: held.seq + 1,
    wishSeq: isWish(newer) ? held.seq + 1 : held.wishSeq,
    source: sourceOf(held, newer),
    direction: asked.direction,
    onMatch: asked.onMatch,
    actor: asked.actor,
    priority: Math.min(held.priority, newer.priority),
    lift: held.lift || newer.lift,
    at: newer.at,
    dueAt: held.waiting === null ? earlier(held.dueAt, newer.dueAt) : newer.dueAt,
    remoteTime: remoteTimeOf(held, newer),
    known: knownOf(held, newer),
    runId: joinRuns(held.runId, newer.runId),
    attempts: isAsked ? 0 : held.attempts,
    waiting: isAsked ? null : held.waiting,
  };
}

/** Sources that bring no news: nothing changed in either system, so there is nothing to look at. */
const BRINGS_NO_NEWS: ReadonlySet<NoticeSource> = new Set(["decision", "recovery"]);

/**
 * What a person asked for stays a person's, whatever arrives on top of it. News is never lost to a
 * notice that brings none; else the more urgent source names the whole.
 */
function sourceOf(held: Notice, newer: NewNotice): NoticeSource {
  if (isPersonsWish(held) && !prevails(held, newer)) return held.source;
  const isHeldNews = !BRINGS_NO_NEWS.has(held.source);
  const isNewerNews = !BRINGS_NO_NEWS.has(newer.source);
  if (isHeldNews !== isNewerNews) return isHeldNews ? held.source : newer.source;
  return newer.priority <= held.priority ? newer.source : held.source;
}

/**
 * Whether the newer notice decides the direction. A direction wins over none; among directions the
 * newer one wins, but a run never overrides what a person asked for.
 */
function prevails(held: Notice, newer: NewNotice): boolean {
  if (newer.direction === "none") return held.direction === "none" && newer.actor !== null;
  return newer.source === "person" || !isPersonsWish(held);
}

/** The runs that wait for this record: each gets its result. */
export function runsOf(runId: string | null): readonly string[] {
  return runId === null ? [] : runId.split(",");
}

function joinRuns(held: string | null, newer: string | null): string | null {
  const runs = new Set([...runsOf(held), ...runsOf(newer)]);
  return runs.size === 0 ? null : [...runs].join(",");
}

/** Whether the notice asks for more than a look at what changed. */
export function isWish(notice: NewNotice): boolean {
  const { source, direction, runId, lift } = notice;
  return source === "person" || direction !== "none" || runId !== null || lift;
}

/**
 * What is left of a notice when a pass that began at an earlier seq is done: something changed since,
 * and somebody has to look. What was asked for is fulfilled and must not happen twice: a second forced
 * run would replace edits that nobody meant it to.
 */
export function fulfilled(notice: Notice): Notice {
  return {
    ...notice,
    source: "sweep",
    direction: "none",
    onMatch: "ask",
    actor: null,
    lift: false,
    runId: null,
    remoteTime: null,
    known: null,
    attempts: 0,
    waiting: null,
    dueAt: notice.at,
  };
}

function isPersonsWish(notice: NewNotice): boolean {
  return notice.source === "person" && notice.direction !== "none";
}

/**
 * What is still known after `newer`. A sighting stands for all that was told before it was made (`standsFor`).
 * What a change event brings tells of that event alone: on top of anything but another such
 * event, somebody has to look, or an echo of ours would hide the edit that it arrived on top of.
 */
function knownOf(held: Notice, newer: NewNotice): string | null {
  // Handed on: an event that tells nothing beyond the sighting that waits.
  if (newer.known !== null && newer.known === held.known) return held.known;
  if (newer.source !== "change-event") return standsFor(held, newer) ? newer.known : null;
  return held.source === "change-event" && held.known !== null ? newer.known : null;
}

/**
 * Whether a sighting shows what `held` tells of. It was made some time before it arrives here: of a page of
 * records, of a sweep whose answer was on its way. What was told of meanwhile may be later than it, and then
 * somebody has to look. Within a second a time tells no order: such a change is the sweep's to find (Q-ECHO).
 */
function standsFor(held: Notice, newer: NewNotice): boolean {
  if (BRINGS_NO_NEWS.has(held.source)) return true;
  const told = held.remoteTime ?? changeShown(held.known);
  const shown = changeShown(newer.known);
  return told !== null && shown !== null && wholeSeconds(told) <= wholeSeconds(shown);
}

/** When the record that a sighting shows was changed last; null where it shows none. */
function changeShown(known: string | null): string | null {
  if (known === null) return null;
  const { sighting } = JSON.parse(known) as { readonly sighting?: Sighting };
  return sighting?.kind === "found" ? sighting.observation.modifiedAt : null;
}

function wholeSeconds(time: string): number {
  return Math.floor(Date.parse(time) / 1_000);
}

/**
 * A notice with a time and nothing else may be dropped as an echo when it is not later than what
 * the ledger holds. So the time survives only where every coalesced notice was of that kind; one
 * without a time, or one with a sighting of its own, needs more than that comparison.
 */
function remoteTimeOf(held: Notice, newer: NewNotice): string | null {
  if (held.known !== null || newer.known !== null) return null;
  if (held.remoteTime === null || newer.remoteTime === null) return null;
  // A vendor's own form, perhaps with an offset: compared as times, not as text.
  const isLater = Date.parse(newer.remoteTime) > Date.parse(held.remoteTime);
  return isLater ? newer.remoteTime : held.remoteTime;
}

function earlier(left: string, right: string): string {
  return left < right ? left : right;
}
