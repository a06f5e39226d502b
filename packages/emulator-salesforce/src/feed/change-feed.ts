import type avro from "avsc";
import { type Access, FULL_ACCESS } from "../access/access.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { Channel } from "../schema/types.ts";
import { randomlessDigest } from "../store/digest.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { DEFAULT_EVENT_SETTINGS, type EventSettings } from "./allocations.ts";
import { fieldBitmaps } from "./bitmap.ts";
import { type CapturedChange, headerOnly, type Transaction } from "./capture.ts";
import { ChannelBook } from "./channels.ts";
import { EventLog, type StoredEvent } from "./event-log.ts";
import { type ChangeType, type EventSchema, eventSchemaOf, partName } from "./event-schema.ts";
import { EventViews } from "./event-view.ts";
import { typeOfSchema } from "./type-of-schema.ts";

export { RETENTION_MS, type StoredEvent } from "./event-log.ts";

/** The event bus of an org: its log, its channels, and the schemas by which events are written and read. */

const SCHEMAS = "eventSchemas";
/** Commit numbers are large in real orgs; starting there finds clients that cannot hold them. */
const FIRST_COMMIT_NUMBER = 11_000_000_000_000;

/** A platform event that is ready for the bus. */
export interface ReadyEvent {
  readonly entityName: string;
  readonly eventId: string;
  readonly schemaId: string;
  readonly payload: Buffer;
}

/** By object, which never changes in place: shared by all orgs of one project. */
const schemasOf = new WeakMap<
  ObjectEntry,
  { readonly schema: EventSchema; readonly type: avro.Type }
>();

export class ChangeFeed {
  readonly channels: ChannelBook;
  readonly #store: DocumentStore;
  readonly #schema: SchemaRegistry;
  readonly #settings: EventSettings;
  readonly #log: EventLog;
  readonly #views: EventViews;

  /** @throws ApiError when the channels select more than the settings allow */
  constructor(
    store: DocumentStore,
    schema: SchemaRegistry,
    channels: readonly Channel[],
    settings: EventSettings = DEFAULT_EVENT_SETTINGS,
  ) {
    this.#store = store;
    this.#schema = schema;
    this.#settings = settings;
    this.#log = new EventLog(store);
    this.channels = new ChannelBook(store, schema, channels, settings);
    this.#views = new EventViews({ store, schema, schemaJson: (id) => this.schemaJson(id) });
  }

  /** Whether any channel carries the object's change events. */
  isSelected(objectName: string): boolean {
    return this.channels.isSelected(objectName);
  }

  /** The objects whose events a topic carries; undefined when there is no such topic. */
  entitiesOf(topic: string): ReadonlySet<string> | undefined {
    const selections = this.channels.selectionsOf(topic);
    return selections === undefined ? undefined : new Set(selections.keys());
  }

  /** The schema that events of a single-object topic have now; undefined for channels of several. */
  schemaOfTopic(topic: string): EventSchema | undefined {
    const [only, ...others] = this.entitiesOf(topic) ?? [];
    const object = only === undefined ? undefined : this.#schema.object(only);
    return object === undefined || others.length > 0 ? undefined : this.schemaOf(object).schema;
  }

  /** The schema of an object's events as it is now, and the Avro type of it. */
  schemaOf(object: ObjectEntry): { readonly schema: EventSchema; readonly type: avro.Type } {
    const known = schemasOf.get(object);
    if (known !== undefined) return known;
    const schema = eventSchemaOf(object);
    const made = { schema, type: typeOfSchema(schema.json) };
    schemasOf.set(object, made);
    return made;
  }

  /** The object whose events have this schema now; undefined for older schemas. */
  objectOfSchema(id: string): ObjectEntry | undefined {
    return this.#schema.objects.find(
      (each) =>
        (each.changeEvents || each.platformEvent !== undefined) &&
        this.schemaOf(each).schema.id === id,
    );
  }

  /** The Avro schema as JSON, also of events older than the present schema. */
  schemaJson(id: string): string | undefined {
    const kept = this.#store.get(SCHEMAS, id)?.["json"];
    if (typeof kept === "string") return kept;
    const object = this.objectOfSchema(id);
    return object === undefined ? undefined : this.schemaOf(object).schema.json;
  }

  /** The replay id of the newest event; 0 when there was none yet. */
  latest(): number {
    return this.#log.latest();
  }

  /**
   * Whether a client may resume after this replay id: it was given to an event, and nothing after it is lost.
   * Numbers in the gaps between events were never given (`REPLAY_ID_GAP_MAX`).
   */
  canResumeAfter(replayId: number): boolean {
    return replayId === this.#log.purgedThrough() || this.#log.has(replayId);
  }

  /** The newest events of all channels with what they say, newest first. */
  newest(limit: number): readonly { readonly event: StoredEvent; readonly body: unknown }[] {
    return this.#log.newest(limit).map((event) => {
      const json = this.schemaJson(event.schemaId);
      const buffer = Buffer.from(event.payload, "base64");
      const type = json === undefined ? undefined : typeOfSchema(json);
      return { event, body: (type?.fromBuffer(buffer) ?? null) as unknown };
    });
  }

  /** Drops the events past their retention. */
  expire(now: number): void {
    this.#log.purge(now);
  }

  /**
   * Events of the topic after the replay id, oldest first, as a user with this access sees them; at most
   * `limit`, but events that share a replay id are never parted.
   */
  since(
    topic: string,
    replayId: number,
    limit = Number.POSITIVE_INFINITY,
    access: Access = FULL_ACCESS,
  ): readonly StoredEvent[] {
    const selections = this.channels.selectionsOf(topic);
    if (selections === undefined) return [];
    const found: StoredEvent[] = [];
    for (const event of this.#log.after(replayId)) {
      if (found.length >= limit) break;
      const selection = selections.get(event.entityName);
      if (selection !== undefined) found.push(...this.#views.of(event, selection, access));
    }
    return found;
  }

  /** Appends the change events of a transaction, and drops events past their retention. */
  append(changes: readonly CapturedChange[], transaction: Transaction): readonly StoredEvent[] {
    const events = changes.map((change, index) => {
      const replayId = this.#log.nextReplayId(transaction.number);
      const event: StoredEvent = {
        replayId,
        at: transaction.at,
        eventId: asUuid(randomlessDigest(`event:${replayId}:${transaction.at}`)),
        entityName: change.object.name,
        changeType: change.changeType,
        recordIds: change.recordIds,
        ...this.#encode(change, transaction, index + 1),
      };
      this.#log.append(event);
      return event;
    });
    this.#log.purge(transaction.at);
    return events;
  }

  /** Appends platform events, in the order given. */
  appendPlatformEvents(
    events: readonly ReadyEvent[],
    transaction: Pick<Transaction, "number" | "at">,
  ): readonly StoredEvent[] {
    const stored = events.map(({ payload, ...event }): StoredEvent => {
      const one: StoredEvent = {
        ...event,
        replayId: this.#log.nextReplayId(transaction.number),
        at: transaction.at,
        changeType: null,
        recordIds: [],
        payload: payload.toString("base64"),
      };
      this.#log.append(one);
      this.#keepSchemaOf(one.entityName);
      return one;
    });
    this.#log.purge(transaction.at);
    return stored;
  }

  /** The number of the newest transaction; 0 when there was none yet. */
  latestTransaction(): number {
    return this.#log.latestTransaction();
  }

  /** Numbers transactions from 1, over restarts; it survives in the store. */
  nextTransactionNumber(): number {
    return this.#log.nextTransactionNumber();
  }

  /**
   * Starts over in an emptied store, above every replay id given so far, so that none of them can be
   * resumed from. Transactions are numbered on.
   */
  startAbove(before: { readonly replayId: number; readonly transaction: number }): void {
    this.#log.startAbove(before);
  }

  /** Too large an event becomes a gap: the client has to read the record (S2.1). */
  #encode(change: CapturedChange, transaction: Transaction, sequenceNumber: number) {
    const { schema, type } = this.schemaOf(change.object);
    this.#keepSchemaOf(change.object.name);
    const payload = type.toBuffer(changeBody(schema, change, transaction, sequenceNumber));
    if (payload.length <= this.#settings.eventBytesMax) {
      return { schemaId: schema.id, payload: payload.toString("base64") };
    }
    const changeType = `GAP_${change.changeType}` as ChangeType;
    const gap = headerOnly(change.object, change.recordIds, changeType);
    const body = changeBody(schema, gap, transaction, sequenceNumber);
    return { schemaId: schema.id, changeType, payload: type.toBuffer(body).toString("base64") };
  }

  /** So that events can be read when the object has changed since. */
  #keepSchemaOf(entityName: string): void {
    const object = this.#schema.object(entityName);
    if (object === undefined) return;
    const { schema } = this.schemaOf(object);
    if (this.#store.get(SCHEMAS, schema.id) === undefined) {
      this.#store.put(SCHEMAS, schema.id, { json: schema.json });
    }
  }
}

/** A change event as a value of its Avro schema. */
function changeBody(
  schema: EventSchema,
  change: CapturedChange,
  transaction: Transaction,
  sequenceNumber: number,
): Record<string, unknown> {
  const body: Record<string, unknown> = {
    ChangeEventHeader: {
      entityName: change.object.name,
      recordIds: change.recordIds,
      changeType: change.changeType,
      changeOrigin: transaction.actor.changeOrigin,
      transactionKey: transaction.key,
      sequenceNumber,
      commitTimestamp: transaction.at,
      commitNumber: FIRST_COMMIT_NUMBER + transaction.number,
      commitUser: transaction.actor.userId,
      nulledFields: fieldBitmaps(schema, change.nulled),
      diffFields: [],
      changedFields: fieldBitmaps(schema, change.changed),
    },
  };
  for (const name of schema.fields.slice(1)) {
    const parts = name === "Name" && !change.isPerson ? undefined : schema.compounds.get(name);
    body[name] =
      parts === undefined ? (change.values[name] ?? null) : compound(name, parts, change.values);
  }
  return body;
}

/** The value of a compound field: null unless one of its parts changed. */
function compound(
  name: string,
  parts: readonly string[],
  values: Readonly<Record<string, Scalar>>,
): Record<string, Scalar> | null {
  if (!parts.some((part) => part in values)) return null;
  return Object.fromEntries(parts.map((part) => [partName(name, part), values[part] ?? null]));
}

/** Gives a digest the shape of the ids that the platform uses for events and transactions. */
export function asUuid(digest: string): string {
  const hex = Buffer.from(digest, "base64url").toString("hex").padEnd(32, "0");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ];
  return parts.join("-");
}
