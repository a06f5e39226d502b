/** The event stream of the emulated org in virtual time, decoded by the adapter's own codec. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type {
  ChangeFeed,
  ChangeNotice,
  FeedEnd,
  FeedPage,
  FeedStart,
} from "@accord-sync/core/ports/change-feed.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { StoredEvent } from "@accord-sync/emulator-salesforce/feed/change-feed.ts";
import type { Org } from "@accord-sync/emulator-salesforce/org.ts";
import { type RawEvent, readEvents, schemaOf } from "@accord-sync/salesforce/feed/read-events.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { KeyedRandom } from "./keyed-random.ts";
import { mark } from "./marks.ts";
import type { SimClock } from "./sim-clock.ts";
import { thinEvent } from "./thin-event.ts";

interface FeedParts {
  readonly clock: SimClock;
  readonly random: KeyedRandom;
  readonly org: Org;
  readonly topic: string;
  /** What outlives the engine's processes. */
  readonly stream: EventStream;
  readonly faults: () => FaultPlan;
  /** Whether the org takes our token. */
  readonly isSignedIn: () => Promise<boolean>;
}

/** The stream's own state: events up to here are kept no more. */
export interface EventStream {
  droppedThrough: number;
}

/** How often the stream is looked at: the emulated delivery time of an event. */
const DELIVERY_MS = 300;
const PAGE_MAX = 50;
/** How often a stream that is switched off is tried again. */
const CLOSED_MS = 10_000;

export function feedFor(parts: FeedParts, owner: object): ChangeFeed {
  return { follow: (from, onPage, signal) => follow(parts, owner, { from, onPage, signal }) };
}

/** Null where the place is lost. */
function startOf({ org, stream, random, faults }: FeedParts, from: FeedStart): number | null {
  if (from.kind === "earliest") return stream.droppedThrough;
  if (from.kind === "tip") return org.feed.latest();
  const after = Number(from.replayId);
  if (after < org.feed.latest() && random.happens(faults().feedLost, "feed lost")) {
    stream.droppedThrough = org.feed.latest();
  }
  return after < stream.droppedThrough ? null : after;
}

const schemas = new Map<string, RawEvent["schema"]>();

/** As a stream's own cache has it, kept from world to world: making one costs more than a whole step. */
function schemaNamed(json: string): RawEvent["schema"] {
  const schema = schemas.get(json) ?? schemaOf(json);
  schemas.set(json, schema);
  return schema;
}

/** An event as it comes, with bytes that may tell less than they should, or nothing. */
function arriving({ org, random, faults }: FeedParts, event: StoredEvent): RawEvent {
  const json = org.feed.schemaJson(event.schemaId) ?? "";
  const payload = Buffer.from(event.payload, "base64");
  const raw = { schema: schemaNamed(json), payload, replayId: String(event.replayId) };
  const thin = (kind: "gap" | "overflow") => {
    mark(kind === "gap" ? "event came as a gap" : "event came as an overflow");
    return { ...raw, payload: thinEvent(json, payload, kind) };
  };
  if (random.happens(faults().feedGarbled, "feed garbled")) {
    mark("event came as one that cannot be read");
    return random.happens(0.5, "feed schema")
      ? { ...raw, schema: schemaOf(null) }
      : { ...raw, payload: payload.subarray(0, payload.length / 2) };
  }
  if (random.happens(faults().feedOverflow, "feed overflow")) return thin("overflow");
  if (random.happens(faults().feedGap, "feed gap")) return thin("gap");
  return raw;
}

/** Told with a time that is off from what the record was stamped with. */
function skewed({ random, faults }: FeedParts, notice: ChangeNotice): ChangeNotice {
  const { noticeTimeSkewMs: most } = faults();
  if (most === 0) return notice;
  const ms = random.between(-most, most, "event time", ...notice.recordIds);
  mark(ms < 0 ? "event told too early a time" : "event told too late a time");
  return { ...notice, committedAt: isoSeconds(Date.parse(notice.committedAt) + ms) };
}

interface Following {
  readonly from: FeedStart;
  readonly onPage: (page: FeedPage) => Promise<void>;
  readonly signal: AbortSignal;
}

async function follow(parts: FeedParts, owner: object, order: Following): Promise<FeedEnd> {
  const { clock, random, org, topic } = parts;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.at(clock.now() + ms, "event stream", owner, resolve);
    });
  /** Until something was published that was not seen yet; time need not pass for that. */
  const published = (after: number) =>
    new Promise<void>((resolve) => {
      if (org.feed.latest() > after) return resolve();
      const forget = org.onCommit(() => {
        if (org.feed.latest() <= after) return;
        forget();
        resolve();
      });
    });
  const start = startOf(parts, order.from);
  if (start === null) {
    mark("event stream lost its place");
    return { kind: "replay-lost" };
  }
  let at = start;
  let looked = at;
  let since: string | null = null;
  while (!order.signal.aborted) {
    await published(looked);
    await pause(parts.faults().feed ? DELIVERY_MS : CLOSED_MS);
    if (!parts.faults().feed) continue;
    const events = org.feed.since(topic, at, PAGE_MAX);
    const last = events.at(-1);
    if (last === undefined) {
      looked = org.feed.latest(); // Of another topic.
      continue;
    }
    if (!(await parts.isSignedIn())) {
      mark("event stream refused the token");
      return { kind: "failed", reason: "the session ended", needsNewToken: false };
    }
    if (random.happens(parts.faults().feedBreak, "feed break")) {
      mark("event stream broke");
      return { kind: "failed", reason: "the stream broke", needsNewToken: false };
    }
    if (random.happens(parts.faults().feedRefused, "feed refused")) {
      mark("event stream refused");
      return { kind: "refused", error: operationalError("SF_EVENTS_LIMIT", {}) };
    }
    const raw = events.map((event) => arriving(parts, event));
    const read = readEvents(raw, topic, since);
    since = read.notices.at(-1)?.committedAt ?? since;
    const notices = read.notices.map((notice) => skewed(parts, notice));
    await order.onPage({ ...read, notices, replayId: String(last.replayId) });
    at = last.replayId;
    looked = at;
  }
  return { kind: "stopped" };
}
