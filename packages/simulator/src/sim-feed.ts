/** The event stream of the emulated org in virtual time, decoded by the adapter's own codec. */
import type {
  ChangeFeed,
  FeedEnd,
  FeedPage,
  FeedStart,
} from "@accord-sync/core/ports/change-feed.ts";
import type { Org } from "@accord-sync/emulator-salesforce/org.ts";
import { decodeChangeEvent } from "@accord-sync/salesforce/feed/change-event-codec.ts";
import { readEventSchema } from "@accord-sync/salesforce/feed/event-schema.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { KeyedRandom } from "./keyed-random.ts";
import { mark } from "./marks.ts";
import type { SimClock } from "./sim-clock.ts";

interface FeedParts {
  readonly clock: SimClock;
  readonly random: KeyedRandom;
  readonly org: Org;
  readonly topic: string;
  faults(): FaultPlan;
}

/** How often the stream is looked at: the emulated delivery time of an event. */
const DELIVERY_MS = 300;
const PAGE_MAX = 50;
/** How often a stream that is switched off is tried again. */
const CLOSED_MS = 10_000;

export function feedFor(parts: FeedParts, owner: object): ChangeFeed {
  return { follow: (from, onPage, signal) => follow(parts, owner, { from, onPage, signal }) };
}

function startOf(from: FeedStart, org: Org): number {
  if (from.kind === "after") return Number(from.replayId);
  return from.kind === "earliest" ? 0 : org.feed.latest();
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
  let at = startOf(order.from, org);
  let looked = at;
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
    if (random.happens(parts.faults().feedBreak, "feed break")) {
      mark("event stream broke");
      return { kind: "failed", reason: "the stream broke", needsNewToken: false };
    }
    const notices = events.map((event) => {
      const schema = readEventSchema(org.feed.schemaJson(event.schemaId) ?? "");
      const bytes = Buffer.from(event.payload, "base64");
      return decodeChangeEvent(schema, bytes, String(event.replayId));
    });
    await order.onPage({ notices, replayId: String(last.replayId) });
    at = last.replayId;
    looked = at;
  }
  return { kind: "stopped" };
}
