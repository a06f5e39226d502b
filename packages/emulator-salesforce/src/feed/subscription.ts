import { type Access, FULL_ACCESS } from "../access/access.ts";
import type { ChangeFeed, StoredEvent } from "./change-feed.ts";
import { type PubSubError, pubSubError } from "./errors.ts";

/**
 * One Subscribe stream of the Pub/Sub API (S2.2), without its transport:
 *
 *   first request: topic and start ─▶ open ─┬─ request(n)   the client can take n more, 100 at most
 *                                           ├─ take()       what may be sent now
 *                                           └─ keepAlive()  nothing to send, but a position to store
 */

/** What a client sends; names as in the proto file. */
export interface FetchRequest {
  readonly topicName: string;
  readonly replayPreset: "LATEST" | "EARLIEST" | "CUSTOM";
  readonly replayId: Uint8Array;
  readonly numRequested: number;
}

/** One FetchResponse. */
export interface Delivery {
  readonly events: readonly StoredEvent[];
  readonly latestReplayId: number;
  readonly pendingNumRequested: number;
}

/** Events that a client may have outstanding; asking for more counts as this many. */
export const OUTSTANDING_MAX = 100;
/** Bytes of events in one message: gRPC clients refuse messages above 4 MB unless told otherwise. */
const MESSAGE_BYTES_MAX = 3 * 1_048_576;

/** The state of one stream. Not shared: each stream has its own position. */
export class Subscription {
  readonly #feed: ChangeFeed;
  readonly #access: Access;
  #topic = "";
  #cursor = 0;
  #pending = 0;

  /** @param access what the subscribing user may read; default everything */
  constructor(feed: ChangeFeed, access: Access = FULL_ACCESS) {
    this.#feed = feed;
    this.#access = access;
  }

  /** Takes a request of the client; the first one opens the stream. Returns what is wrong with it. */
  request(fetch: FetchRequest): PubSubError | undefined {
    if (!Number.isInteger(fetch.numRequested) || fetch.numRequested <= 0) {
      return pubSubError("subscription.fetch.requested.events.invalid");
    }
    if (this.#topic === "") {
      const refusal = this.#open(fetch);
      if (refusal !== undefined) return refusal;
    } else if (fetch.topicName !== "" && fetch.topicName !== this.#topic) {
      return pubSubError("subscription.fetch.topic.mismatch");
    }
    this.#pending = Math.min(OUTSTANDING_MAX, this.#pending + fetch.numRequested);
    return undefined;
  }

  /**
   * The events that may go out now, at most `max` and as many as one message holds; undefined when there are
   * none or none were asked for. Events that share a replay id go out together, even when fewer were asked
   * for: a client could not resume between them.
   */
  take(max = OUTSTANDING_MAX): Delivery | undefined {
    if (this.#pending === 0) return undefined;
    const events = inOneMessage(this.#owed(Math.min(this.#pending, max)));
    const last = events.at(-1);
    if (last === undefined) return undefined;
    this.#cursor = last.replayId;
    this.#pending = Math.max(0, this.#pending - events.length);
    return { events, latestReplayId: this.#cursor, pendingNumRequested: this.#pending };
  }

  /** Whether something could go out now. */
  hasEvents(): boolean {
    return this.#pending > 0 && this.#owed(1).length > 0;
  }

  /**
   * A sign of life. Its replay id may be stored by the client, so it never passes an event of the topic
   * that was not delivered yet.
   */
  keepAlive(): Delivery {
    this.#owed(1);
    return { events: [], latestReplayId: this.#cursor, pendingNumRequested: this.#pending };
  }

  /**
   * The next events. When there are none the position moves on to the tip: what others were told, or what a
   * filter held back, is not looked at again with each event that comes.
   */
  #owed(limit: number): readonly StoredEvent[] {
    const events = this.#feed.since(this.#topic, this.#cursor, limit, this.#access);
    if (events.length === 0) this.#cursor = Math.max(this.#cursor, this.#feed.latest());
    return events;
  }

  get hasPending(): boolean {
    return this.#pending > 0;
  }

  /** Empty until the stream is open. */
  get topic(): string {
    return this.#topic;
  }

  #open(fetch: FetchRequest): PubSubError | undefined {
    if (fetch.topicName.trim() === "") return pubSubError("topic.validation.empty");
    const entities = this.#feed.entitiesOf(fetch.topicName);
    if (entities === undefined) return topicNotFound(fetch.topicName);
    const isReadable = [...entities].some((name) => this.#access.object(name).read);
    if (!isReadable && entities.size > 0) {
      return pubSubError("subscription.topic.cannot.subscribe", fetch.topicName);
    }
    const start = this.#startOf(fetch);
    if (typeof start !== "number") return start;
    this.#topic = fetch.topicName;
    this.#cursor = start;
    return undefined;
  }

  #startOf(fetch: FetchRequest): number | PubSubError {
    if (fetch.replayPreset === "LATEST") return this.#feed.latest();
    if (fetch.replayPreset === "EARLIEST") return 0;
    if (fetch.replayId.length === 0) {
      return pubSubError("subscription.fetch.replayid.validation.failed");
    }
    const replayId = decodeReplayId(fetch.replayId);
    if (replayId !== undefined && this.#feed.canResumeAfter(replayId)) return replayId;
    return pubSubError("subscription.fetch.replayid.corrupted");
  }
}

/** The first of the events that fit into a message; those of one replay id are not parted. */
function inOneMessage(events: readonly StoredEvent[]): readonly StoredEvent[] {
  let bytes = 0;
  const cut = events.findIndex(({ payload, replayId }, index) => {
    bytes += payload.length * 0.75; // of base 64
    return index > 0 && bytes > MESSAGE_BYTES_MAX && replayId !== events[index - 1]?.replayId;
  });
  return cut < 0 ? events : events.slice(0, cut);
}

/** Also the answer for objects that exist but are not selected for change events. */
export function topicNotFound(topicName: string): PubSubError {
  return pubSubError("topic.not.found", topicName);
}

/** Replay ids travel as 8 bytes, highest first. */
export function encodeReplayId(replayId: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(replayId));
  return bytes;
}

/** The number in a replay id; undefined when the bytes cannot be one of ours. */
export function decodeReplayId(bytes: Uint8Array): number | undefined {
  if (bytes.length !== 8) return undefined;
  const value = Buffer.from(bytes).readBigUInt64BE();
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
}
