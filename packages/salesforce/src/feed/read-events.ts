/**
 * A page of events as they came, made into notices. An event that cannot be read says so in its place, with
 * what is known of it: it is passed over, and never holds up those behind it.
 */
import type {
  ChangeNotice,
  FeedPage,
  UnreadableEvent,
} from "@accord-sync/core/ports/change-feed.ts";
import { decodeChangeEvent } from "./change-event-codec.ts";
import { objectOfEvent, objectOfTopic } from "./event-object.ts";
import { type EventSchema, readEventSchema } from "./event-schema.ts";

/** A schema that cannot be had, or read. */
export interface NoSchema {
  readonly object: string | null;
  readonly reason: string;
}

export interface RawEvent {
  readonly schema: EventSchema | NoSchema;
  readonly payload: Uint8Array;
  /** Hexadecimal. */
  readonly replayId: string;
}

/** Null as JSON: there is no schema of this id. */
export function schemaOf(json: string | null): EventSchema | NoSchema {
  if (json === null) return { object: null, reason: "Salesforce does not know its schema" };
  try {
    return readEventSchema(json);
  } catch (thrown) {
    return { object: objectNamedIn(json), reason: `its schema is not readable: ${textOf(thrown)}` };
  }
}

function objectNamedIn(json: string): string | null {
  const [, name] = /"name"\s*:\s*"(?:[\w.]*\.)?(\w*ChangeEvent)"/.exec(json) ?? [];
  return name === undefined ? null : objectOfEvent(name);
}

/** @param since the commit time of the last event before this page; null when none was read yet */
export function readEvents(
  events: readonly RawEvent[],
  topic: string,
  since: string | null,
): Pick<FeedPage, "notices" | "unreadable"> {
  const notices: ChangeNotice[] = [];
  const unreadable: UnreadableEvent[] = [];
  for (const event of events) {
    const read = readEvent(event);
    if ("notice" in read) {
      notices.push(read.notice);
      continue;
    }
    const before = notices.at(-1)?.committedAt ?? since;
    const type = event.schema.object ?? objectOfTopic(topic);
    unreadable.push({ type, since: before, reason: read.reason });
  }
  return { notices, unreadable };
}

function readEvent({ schema, payload, replayId }: RawEvent) {
  if ("reason" in schema) return { reason: schema.reason };
  try {
    return { notice: decodeChangeEvent(schema, payload, replayId) };
  } catch (thrown) {
    return { reason: textOf(thrown) };
  }
}

/** No more than a line: a reader of schemas repeats what it was given. */
const textOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message.slice(0, 200) : "it is not of its schema";
