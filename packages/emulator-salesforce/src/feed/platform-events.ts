import type avro from "avsc";
import { refuse } from "../api-error.ts";
import { coerceValue } from "../schema/coerce-value.ts";
import type { Row } from "../store/row.ts";
import { PUBLISH_LIMIT_ERROR } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { randomlessDigest } from "../store/digest.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import type { Ids } from "../store/ids.ts";
import type { Actor } from "./capture.ts";
import type { Allocations, EventSettings } from "./allocations.ts";
import { avroValue, scalarOf } from "./avro-types.ts";
import { asUuid, type ChangeFeed, type ReadyEvent } from "./change-feed.ts";
import { pubSubError, type PubSubError } from "./errors.ts";

/**
 * Publishing platform events (S2.3). Two ways in: a row of `X__e` (REST, collections, composite, bulk, pages),
 * which goes on the bus with the commit or, if its definition says so, whatever becomes of the transaction;
 * and the Publish calls of the Pub/Sub API, which are always immediate.
 */

const PENDING = "pendingEvents";

/** A stored pending event: what is needed to write it, in plain JSON. */
type Pending = {
  readonly entityName: string;
  readonly eventId: string;
  readonly schemaId: string;
  readonly payload: string;
  /** When it was taken, epoch milliseconds. */
  readonly at: number;
};

/** Who publishes, and when. */
export interface PublishContext {
  readonly ids: Ids;
  readonly actor: Actor;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Events on their way to the bus. Those after commit wait in the store, so a rollback takes them along. */
export class EventOutbox {
  readonly #store: DocumentStore;
  readonly #feed: ChangeFeed;
  readonly #allocations: Allocations;
  readonly #settings: EventSettings;
  #immediate: ReadyEvent[] = [];
  #made = 0;
  /** By row id, of the events of this transaction. */
  readonly #uuids = new Map<string, string>();

  constructor(
    store: DocumentStore,
    feed: ChangeFeed,
    allocations: Allocations,
    settings: EventSettings,
  ) {
    this.#store = store;
    this.#feed = feed;
    this.#allocations = allocations;
    this.#settings = settings;
  }

  /** Takes a checked row of a platform event. @throws ApiError when the allocation is used up */
  enqueue(context: PublishContext, object: ObjectEntry, row: Row): void {
    const waiting = this.#store.all(PENDING).size;
    if (this.#allocations.published.room(context.now) <= waiting) {
      throw refuse(400, PUBLISH_LIMIT_ERROR.errorCode, PUBLISH_LIMIT_ERROR.message);
    }
    // A rollback takes ids back, but not an event that went out at once: its number makes it unique.
    this.#made += 1;
    const seed = `${context.ids.opaque("event")}:${context.now}:${this.#made}`;
    const eventId = asUuid(randomlessDigest(seed));
    const { schema, type } = this.#feed.schemaOf(object);
    const body: Record<string, Scalar> = {};
    for (const name of schema.fields) {
      const field = object.field(name);
      if (field !== undefined) body[name] = avroValue(field, row[name] ?? null);
    }
    const id = String(row["Id"]);
    const payload = type.toBuffer({
      ...body,
      CreatedDate: context.now,
      CreatedById: context.actor.userId,
    });
    if (payload.length > this.#settings.eventBytesMax) {
      const message = `The event message is larger than ${this.#settings.eventBytesMax} bytes.`;
      throw refuse(400, "LIMIT_EXCEEDED", message);
    }
    const ready = { entityName: object.name, eventId, schemaId: schema.id };
    if (object.platformEvent?.publishBehavior === "PublishImmediately") {
      this.#allocations.published.add(1, context.now);
      this.#immediate.push({ ...ready, payload });
    } else {
      this.#store.put(PENDING, `${id}:${eventId}`, {
        ...ready,
        payload: payload.toString("base64"),
        at: context.now,
      });
    }
    this.#uuids.set(id, eventId);
  }

  /** The `EventUuid` of a row that the present transaction queued. */
  uuidOf(id: string): string | undefined {
    return this.#uuids.get(id);
  }

  /** What the commit publishes; afterwards nothing waits any more. */
  drain(): readonly ReadyEvent[] {
    this.#uuids.clear();
    const immediate = this.#immediate;
    this.#immediate = [];
    const waiting = [...this.#store.all(PENDING)];
    if (waiting.length === 0) return immediate;
    const committed = waiting.map(([key, document]) => {
      this.#store.remove(PENDING, key);
      const { payload, at, ...event } = document as Pending;
      // Only now: what was rolled back was never published, and costs nothing.
      this.#allocations.published.add(1, at);
      return { ...event, payload: Buffer.from(payload, "base64") };
    });
    return [...immediate, ...committed];
  }
}

/** One event of a PublishRequest. */
export interface ProducerEvent {
  /** The correlation key of its result. */
  readonly id: string;
  readonly schemaId: string;
  readonly payload: Buffer;
}

/** An event of a Publish call, ready for the bus, or what is wrong with it. */
export type Checked =
  | { readonly correlationKey: string; readonly event: ReadyEvent }
  | { readonly correlationKey: string; readonly problem: string };

/** The platform event that can be published on a topic, or the refusal of the whole request. */
export function publishTarget(
  feed: ChangeFeed,
  objectNamed: (name: string) => ObjectEntry | undefined,
  topicName: string,
): ObjectEntry | PubSubError {
  if (topicName.trim() === "") return pubSubError("publish.topic.validation.empty");
  if (feed.entitiesOf(topicName) === undefined) return pubSubError("topic.not.found", topicName);
  const object = objectNamed(/^\/event\/(\w+__e)$/.exec(topicName)?.[1] ?? "");
  return object?.platformEvent === undefined
    ? pubSubError("topic.meta.permission", `Events can't be published on ${topicName}.`)
    : object;
}

/** Checks each event of a request by itself: its size, its schema, its Avro, its fields. */
export function checkEvents(
  feed: ChangeFeed,
  object: ObjectEntry,
  events: readonly ProducerEvent[],
  bytesMax: number,
): readonly Checked[] {
  const { schema, type } = feed.schemaOf(object);
  return events.map(({ id, schemaId, payload }): Checked => {
    const wrong = (problem: string): Checked => ({ correlationKey: id, problem });
    if (payload.length > bytesMax) {
      return wrong(`The event message is larger than the maximum size of ${bytesMax} bytes.`);
    }
    if (schemaId !== schema.id) {
      return wrong(`The schema ID ${schemaId} isn't the one of the topic, ${schema.id}.`);
    }
    const wrongBody = problemOf(object, type, payload);
    if (wrongBody !== undefined) return wrong(wrongBody);
    return {
      correlationKey: id,
      event: { entityName: object.name, eventId: id, schemaId, payload },
    };
  });
}

/** The fields of a platform event that must be given; a checkbox always has a value. */
export function requiredFields(object: ObjectEntry): readonly FieldSchema[] {
  return object.fields.filter(
    (field) => field.custom && !field.nillable && field.type !== "boolean",
  );
}

/** What keeps a payload from being an event; fields are checked as those of rows are. */
function problemOf(object: ObjectEntry, type: avro.Type, payload: Buffer): string | undefined {
  let body: Readonly<Record<string, unknown>>;
  try {
    body = type.fromBuffer(payload) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The payload can't be read by the event schema: ${reason}`;
  }
  const missing = requiredFields(object).filter((field) => (body[field.name] ?? null) === null);
  if (missing.length > 0) {
    return `Required fields are missing: [${missing.map((field) => field.name).join(", ")}]`;
  }
  for (const field of object.fields) {
    const value = field.custom ? scalarOf(field, body[field.name]) : null;
    const coerced = value === null ? undefined : coerceValue(field, value);
    if (coerced !== undefined && "error" in coerced) return coerced.error.message;
  }
  return undefined;
}

/** What became of one event of a request. */
export type PublishOutcome =
  | { readonly correlationKey: string; readonly replayId: number }
  | { readonly correlationKey: string; readonly problem: string };

/** What publishing needs of an org. */
export interface Publisher {
  readonly feed: ChangeFeed;
  readonly allocations: Allocations;
  readonly settings: { readonly events: EventSettings };
  publish(events: readonly ReadyEvent[], now: number): readonly { readonly replayId: number }[];
}

/** Publishes the good events of a request; a bad one, or one over the allocation, stops no other. */
export function publishBatch(
  org: Publisher,
  object: ObjectEntry,
  events: readonly ProducerEvent[],
  now: number,
): readonly PublishOutcome[] {
  let room = org.allocations.published.room(now);
  const checked = checkEvents(org.feed, object, events, org.settings.events.eventBytesMax).map(
    (each): Checked => {
      if ("problem" in each) return each;
      room -= 1;
      if (room >= 0) return each;
      const problem = `${PUBLISH_LIMIT_ERROR.errorCode}: ${PUBLISH_LIMIT_ERROR.message}`;
      return { correlationKey: each.correlationKey, problem };
    },
  );
  const ready = checked.flatMap((each) => ("event" in each ? [each.event] : []));
  const stored = ready.length === 0 ? [] : org.publish(ready, now);
  org.allocations.published.add(stored.length, now);
  let next = 0;
  return checked.map((each) => {
    if ("problem" in each) return each;
    const replayId = stored[next]?.replayId ?? 0;
    next += 1;
    return { correlationKey: each.correlationKey, replayId };
  });
}
