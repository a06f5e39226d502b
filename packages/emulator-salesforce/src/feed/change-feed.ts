import avro from "avsc";
import type { Channel } from "../schema/types.ts";
import type { SchemaRegistry } from "../schema/registry.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { randomlessDigest } from "../store/digest.ts";
import { REPLAY_ID_GAP_MAX } from "../not-evidenced.ts";
import { fieldBitmaps } from "./bitmap.ts";
import type { CapturedChange, Transaction } from "./capture.ts";
import {
  type ChangeType,
  changeEventName,
  type EventSchema,
  eventSchemaOf,
  partName,
} from "./event-schema.ts";

/**
 * The event bus: change events in the order of their commits, kept 72 hours. The store holds them (so
 * they survive a restart); `#log` is the same list in an order that can be searched.
 */

export interface StoredEvent {
  readonly replayId: number;
  /** Commit time, epoch milliseconds. */
  readonly at: number;
  readonly eventId: string;
  readonly entityName: string;
  readonly changeType: ChangeType;
  readonly recordIds: readonly string[];
  readonly schemaId: string;
  /** The Avro binary, in base 64. */
  readonly payload: string;
}

/** How long events can be replayed (S2.1). */
export const RETENTION_MS = 72 * 3_600_000;

const EVENTS = "events";
const SCHEMAS = "eventSchemas";
const STATE = "eventState";
/** Commit numbers are large in real orgs; starting there finds clients that cannot hold them. */
const FIRST_COMMIT_NUMBER = 11_000_000_000_000;

export class ChangeFeed {
  readonly #store: DocumentStore;
  readonly #schema: SchemaRegistry;
  readonly #channels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #types = new Map<string, { readonly schema: EventSchema; readonly type: avro.Type }>();
  #log: StoredEvent[] = [];

  constructor(store: DocumentStore, schema: SchemaRegistry, channels: readonly Channel[]) {
    this.#store = store;
    this.#schema = schema;
    this.#channels = new Map(
      channels.map((each) => [each.name, new Set(each.members.map((member) => member.entity))]),
    );
    this.reload();
  }

  /** Reads the log again from the store, after a restore. */
  reload(): void {
    this.#log = [...this.#store.all(EVENTS).values()].map((each) => each as unknown as StoredEvent);
  }

  /** Whether any channel carries the object's events. */
  isSelected(objectName: string): boolean {
    return [...this.#channels.values()].some((objects) => objects.has(objectName));
  }

  /** The objects whose events a topic carries; undefined when there is no such topic. */
  entitiesOf(topic: string): ReadonlySet<string> | undefined {
    const name = /^\/data\/([A-Za-z0-9_]+)$/.exec(topic)?.[1];
    if (name === undefined) return undefined;
    const channel = this.#channels.get(name);
    if (channel !== undefined) return channel;
    const object = this.#schema.objects.find((each) => changeEventName(each.name) === name);
    return object !== undefined && this.isSelected(object.name)
      ? new Set([object.name])
      : undefined;
  }

  /** The schema that events of a single-object topic have now; undefined for channels of several. */
  schemaOfTopic(topic: string): EventSchema | undefined {
    const [only, ...others] = this.entitiesOf(topic) ?? [];
    const object = only === undefined ? undefined : this.#schema.object(only);
    return object === undefined || others.length > 0 ? undefined : this.#typeOf(object.name).schema;
  }

  /** The Avro schema as JSON, also of events older than the present schema. */
  schemaJson(id: string): string | undefined {
    for (const object of this.#schema.objects) {
      if (object.changeEvents && this.#typeOf(object.name).schema.id === id) {
        return this.#typeOf(object.name).schema.json;
      }
    }
    const kept = this.#store.get(SCHEMAS, id)?.["json"];
    return typeof kept === "string" ? kept : undefined;
  }

  /** The replay id of the newest event; 0 when there was none yet. */
  latest(): number {
    return this.#state("lastReplayId", 0);
  }

  /** Whether a client may resume after this replay id: not from the future, nothing lost since. */
  canResumeAfter(replayId: number): boolean {
    return replayId <= this.latest() && replayId >= this.#state("purgedThrough", 0);
  }

  /** Events of the topic after the replay id, oldest first; at most `limit`. */
  since(topic: string, replayId: number, limit = Number.POSITIVE_INFINITY): readonly StoredEvent[] {
    const entities = this.entitiesOf(topic);
    if (entities === undefined) return [];
    const found: StoredEvent[] = [];
    for (
      let at = this.#indexAfter(replayId);
      at < this.#log.length && found.length < limit;
      at += 1
    ) {
      const event = this.#log[at];
      if (event !== undefined && entities.has(event.entityName)) found.push(event);
    }
    return found;
  }

  /** Appends the events of a transaction to the log, and drops those past their retention. */
  append(changes: readonly CapturedChange[], transaction: Transaction): readonly StoredEvent[] {
    const events = changes.map((change, index) => {
      const replayId = this.latest() + 1 + (transaction.number % REPLAY_ID_GAP_MAX);
      const event: StoredEvent = {
        replayId,
        at: transaction.at,
        eventId: asUuid(randomlessDigest(`event:${replayId}:${transaction.at}`)),
        entityName: change.object.name,
        changeType: change.changeType,
        recordIds: change.recordIds,
        ...this.#encode(change, transaction, index + 1),
      };
      this.#put(event);
      return event;
    });
    this.#purge(transaction.at);
    return events;
  }

  /** The number of the newest transaction; 0 when there was none yet. */
  latestTransaction(): number {
    return this.#state("lastCommit", 0);
  }

  /** Numbers transactions from 1, over restarts; it survives in the store. */
  nextTransactionNumber(): number {
    const number = this.latestTransaction() + 1;
    this.#setState({ lastCommit: number });
    return number;
  }

  /**
   * Starts over in an emptied store, above every replay id given so far, so that none of them can be
   * resumed from. Transactions are numbered on.
   */
  startAbove(before: { readonly replayId: number; readonly transaction: number }): void {
    const { replayId, transaction } = before;
    this.#setState({ lastReplayId: replayId, purgedThrough: replayId, lastCommit: transaction });
    this.reload();
  }

  #put(event: StoredEvent): void {
    this.#store.put(EVENTS, String(event.replayId), { ...event });
    this.#setState({ lastReplayId: event.replayId });
    this.#log.push(event);
  }

  #purge(now: number): void {
    const expired = this.#log.findIndex((event) => event.at > now - RETENTION_MS);
    const last = this.#log[(expired < 0 ? this.#log.length : expired) - 1];
    if (last === undefined) return;
    for (const event of this.#log.splice(0, expired < 0 ? this.#log.length : expired)) {
      this.#store.remove(EVENTS, String(event.replayId));
    }
    this.#setState({ purgedThrough: last.replayId });
  }

  #encode(change: CapturedChange, transaction: Transaction, sequenceNumber: number) {
    const { schema, type } = this.#typeOf(change.object.name);
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
      const parts = schema.compounds.get(name);
      body[name] =
        parts === undefined ? (change.values[name] ?? null) : compound(name, parts, change.values);
    }
    if (this.#store.get(SCHEMAS, schema.id) === undefined) {
      this.#store.put(SCHEMAS, schema.id, { json: schema.json });
    }
    return { schemaId: schema.id, payload: type.toBuffer(body).toString("base64") };
  }

  #typeOf(objectName: string) {
    const known = this.#types.get(objectName);
    if (known !== undefined) return known;
    const object = this.#schema.object(objectName);
    if (object === undefined) throw new Error(`No schema of ${objectName}`);
    const schema = eventSchemaOf(object);
    const made = { schema, type: avro.Type.forSchema(JSON.parse(schema.json) as avro.Schema) };
    this.#types.set(objectName, made);
    return made;
  }

  #indexAfter(replayId: number): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#log[middle]?.replayId ?? 0) <= replayId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #state(name: string, otherwise: number): number {
    const value = this.#store.get(STATE, "feed")?.[name];
    return typeof value === "number" ? value : otherwise;
  }

  #setState(change: Readonly<Record<string, number>>): void {
    this.#store.put(STATE, "feed", { ...this.#store.get(STATE, "feed"), ...change });
  }
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
