/**
 * Change feed over the Pub/Sub API.
 *
 *   subscribe (LATEST, or CUSTOM behind the stored replay id), ask for EVENTS_ASKED
 *     └─▶ page ─▶ decode ─▶ onPage (stores notices and replay id together) ─▶ ask for as many again
 *
 * The next page is not read before onPage has resolved, and never more than EVENTS_ASKED are on their
 * way, so a slow or stopped reader holds the events back in Salesforce, which keeps them for 72 hours.
 * An event that cannot be read is passed over with its page, and said: the stream does not stop at it.
 * A schema that cannot be fetched is another matter, and ends the stream like a broken connection.
 *
 * An empty page is Salesforce's sign of life; its replay id is passed on too, so that a quiet topic's
 * position never becomes too old to resume from.
 */
import { Metadata } from "@grpc/grpc-js";
import type {
  ChangeFeed,
  FeedEnd,
  FeedPage,
  FeedStart,
} from "@accord-sync/core/ports/change-feed.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { messageOf } from "@accord-sync/core/errors/operational-error.ts";
import { classifyFailure } from "../feed/feed-end.ts";
import { readEvents } from "../feed/read-events.ts";
import { TOPIC_DEFAULT } from "../fields.ts";
import {
  createPubSubClient,
  type FetchResponse,
  type PubSubClient,
  type Subscription,
} from "./pubsub-client.ts";
import { createSchemaCache, type SchemaCache } from "./schema-cache.ts";
import { asStreamFailure } from "./stream-failure.ts";

export const PRODUCTION_ENDPOINT = "api.pubsub.salesforce.com:7443";

/** Most events on their way at once; Salesforce allows 100. */
const EVENTS_ASKED = 100;

export interface PubSubFeedOptions {
  /** Host and port, for example `PRODUCTION_ENDPOINT`. */
  readonly endpoint: string;
  /** True only for the emulator on this machine. */
  readonly isPlaintext: boolean;
  /** 18 characters. */
  readonly orgId: string;
  readonly instanceUrl: string;
  readonly tokens: TokenSource;
  /** Default `/data/Accord_Sync__chn`. */
  readonly topic?: string;
}

export function createPubSubFeed(options: PubSubFeedOptions): ChangeFeed {
  return {
    async follow(from, onPage, signal) {
      if (signal.aborted) return { kind: "stopped" };
      const token = await options.tokens.current();
      if (!token.ok) return noToken(messageOf(token.error));
      // A stop while the token was fetched has been told already, and is not told again.
      if (aborted(signal)) return { kind: "stopped" };
      const client = createPubSubClient(options.endpoint, options.isPlaintext);
      try {
        const end = await followOnce(client, options, {
          from,
          token: token.value,
          onPage,
          signal,
        });
        if (end.kind !== "failed" || !end.needsNewToken) return end;
        // Renewed here, where the refused token is known; the caller only has to follow again.
        const renewed = await options.tokens.renew(token.value);
        return renewed.ok ? { ...end, needsNewToken: false } : noToken(messageOf(renewed.error));
      } finally {
        client.close();
      }
    },
  };
}

/** Asked anew: the compiler takes what it saw before an await for what holds after it. */
const aborted = (signal: AbortSignal): boolean => signal.aborted;

function noToken(reason: string): FeedEnd {
  return { kind: "failed", reason, needsNewToken: true };
}

interface Following {
  readonly from: FeedStart;
  readonly token: string;
  readonly onPage: (page: FeedPage) => Promise<void>;
  readonly signal: AbortSignal;
}

async function followOnce(
  client: PubSubClient,
  options: PubSubFeedOptions,
  following: Following,
): Promise<FeedEnd> {
  const { signal, onPage } = following;
  const metadata = metadataOf(options, following.token);
  const subscription = client.Subscribe(metadata);
  const stop = () => subscription.cancel();
  // The iteration below sees every error; one that comes after it is our own cancellation.
  subscription.on("error", () => undefined);
  signal.addEventListener("abort", stop, { once: true });
  const schemas = createSchemaCache(client, metadata);
  let since: string | null = null;
  try {
    subscription.write(firstRequest(options, following.from));
    // Reading by iteration pauses the stream while a page is being stored.
    for await (const response of subscription as AsyncIterable<FetchResponse>) {
      const read = readEvents(await withSchemas(response, schemas), topicOf(options), since);
      since = read.notices.at(-1)?.committedAt ?? since;
      await onPage({ ...read, replayId: response.latestReplayId.toString("hex") });
      if (signal.aborted) break;
      askAgain(subscription, response.events.length);
    }
    return signal.aborted
      ? { kind: "stopped" }
      : { kind: "failed", reason: "Salesforce ended the stream", needsNewToken: false };
  } catch (thrown) {
    const failure = asStreamFailure(thrown);
    // What the page's receiver throws is its own matter, not the stream's.
    if (failure === null) throw thrown;
    return signal.aborted ? { kind: "stopped" } : classifyFailure(failure);
  } finally {
    signal.removeEventListener("abort", stop);
    subscription.cancel();
  }
}

function metadataOf(options: PubSubFeedOptions, token: string): Metadata {
  const metadata = new Metadata();
  metadata.set("accesstoken", token);
  metadata.set("instanceurl", options.instanceUrl);
  metadata.set("tenantid", options.orgId);
  return metadata;
}

function firstRequest(options: PubSubFeedOptions, from: FeedStart) {
  const start =
    from.kind === "after"
      ? { replayPreset: "CUSTOM" as const, replayId: Buffer.from(from.replayId, "hex") }
      : { replayPreset: PRESETS[from.kind] };
  return { topicName: topicOf(options), numRequested: EVENTS_ASKED, ...start };
}

const topicOf = ({ topic = TOPIC_DEFAULT }: PubSubFeedOptions): string => topic;

const PRESETS = { earliest: "EARLIEST", tip: "LATEST" } as const;

function askAgain(subscription: Subscription, received: number): void {
  if (received > 0) subscription.write({ numRequested: received });
}

/** Every event with its schema; throws where a schema cannot be fetched now. */
async function withSchemas({ events }: FetchResponse, schemas: SchemaCache) {
  const raw = [];
  for (const { event, replayId } of events) {
    const schema = await schemas.find(event.schemaId);
    raw.push({ schema, payload: event.payload, replayId: replayId.toString("hex") });
  }
  return raw;
}
