import type { ChangeFeed, StoredEvent } from "./change-feed.ts";

/**
 * One Subscribe stream of the Pub/Sub API (S2.2), without its transport:
 *
 *   first request: topic and start ─▶ open ─┬─ request(n)   the client can take n more, 100 at most
 *                                           ├─ take()       what may be sent now
 *                                           └─ keepAlive()  nothing to send, but a position to store
 */

/** A refusal: the gRPC status by name, and the trailer `error-code` that clients branch on. */
export interface SubscriptionError {
  readonly status: "INVALID_ARGUMENT" | "NOT_FOUND";
  readonly errorCode: string;
  readonly message: string;
}

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

const PREFIX = "sfdc.platform.eventbus.grpc.";

/** The state of one stream. Not shared: each stream has its own position. */
export class Subscription {
  readonly #feed: ChangeFeed;
  #topic = "";
  #cursor = 0;
  #pending = 0;

  constructor(feed: ChangeFeed) {
    this.#feed = feed;
  }

  /** Takes a request of the client; the first one opens the stream. Returns what is wrong with it. */
  request(fetch: FetchRequest): SubscriptionError | undefined {
    if (!Number.isInteger(fetch.numRequested) || fetch.numRequested <= 0) {
      return invalid(
        "subscription.fetch.requested.events.invalid",
        "The number of requested events must be greater than 0.",
      );
    }
    if (this.#topic === "") {
      const refusal = this.#open(fetch);
      if (refusal !== undefined) return refusal;
    } else if (fetch.topicName !== "" && fetch.topicName !== this.#topic) {
      return invalid("subscription.topic.mismatch", "The topic of a stream cannot change.");
    }
    this.#pending = Math.min(OUTSTANDING_MAX, this.#pending + fetch.numRequested);
    return undefined;
  }

  /** The events that may go out now; undefined when there are none or none were asked for. */
  take(): Delivery | undefined {
    if (this.#pending === 0) return undefined;
    const events = this.#feed.since(this.#topic, this.#cursor, this.#pending);
    const last = events.at(-1);
    if (last === undefined) return undefined;
    this.#cursor = last.replayId;
    this.#pending -= events.length;
    return { events, latestReplayId: this.#cursor, pendingNumRequested: this.#pending };
  }

  /**
   * A sign of life. Its replay id may be stored by the client, so it never passes an event of the topic
   * that was not delivered yet.
   */
  keepAlive(): Delivery {
    const isBehind = this.#feed.since(this.#topic, this.#cursor, 1).length > 0;
    if (!isBehind) this.#cursor = Math.max(this.#cursor, this.#feed.latest());
    return { events: [], latestReplayId: this.#cursor, pendingNumRequested: this.#pending };
  }

  get hasPending(): boolean {
    return this.#pending > 0;
  }

  #open(fetch: FetchRequest): SubscriptionError | undefined {
    if (this.#feed.entitiesOf(fetch.topicName) === undefined) return topicNotFound(fetch.topicName);
    const start = this.#startOf(fetch);
    if (typeof start !== "number") return start;
    this.#topic = fetch.topicName;
    this.#cursor = start;
    return undefined;
  }

  #startOf(fetch: FetchRequest): number | SubscriptionError {
    if (fetch.replayPreset === "LATEST") return this.#feed.latest();
    if (fetch.replayPreset === "EARLIEST") return 0;
    if (fetch.replayId.length === 0) {
      return invalid(
        "subscription.fetch.replayid.validation.failed",
        "A replay ID must be given with the preset CUSTOM.",
      );
    }
    const replayId = decodeReplayId(fetch.replayId);
    if (replayId !== undefined && this.#feed.canResumeAfter(replayId)) return replayId;
    return invalid(
      "subscription.fetch.replayid.corrupted",
      "The Replay ID validation failed. Ensure that the Replay ID is valid.",
    );
  }
}

/** Also the answer for objects that exist but are not selected for change events. */
export function topicNotFound(topicName: string): SubscriptionError {
  return {
    status: "NOT_FOUND",
    errorCode: `${PREFIX}topic.not.found`,
    message: `The topic ${topicName} does not exist, or none of its objects is selected.`,
  };
}

/** A refusal that the client caused by its request. */
function invalid(errorCode: string, message: string): SubscriptionError {
  return { status: "INVALID_ARGUMENT", errorCode: PREFIX + errorCode, message };
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
