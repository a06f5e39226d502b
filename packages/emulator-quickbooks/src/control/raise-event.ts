import type { Company } from "../company.ts";
import type { EventOperation } from "../entities/descriptor.ts";
import { exactDescriptor } from "../entities/registry.ts";
import { isObject, textOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { EVENT_OPERATIONS, hasEvent } from "../webhooks/event-table.ts";

/**
 * Leaves a notice of something that happened to a record without doing it: merging two records, say, which people
 * do on screens that the emulator has not. The events leave with the next delivery, like any others.
 * Returns a sentence when something is wrong.
 */
export function raiseEvent(text: string, company: Company, now: number): string | undefined {
  const event = readEvent(text);
  if (typeof event === "string") return event;
  if (company.settings.webhooks === undefined) return "no app listens (--webhook-url)";
  const { type, id, operation, deletedId } = event;
  const descriptor = exactDescriptor(type);
  if (descriptor === undefined) return `"type" must be a record type, such as Customer`;
  if (!hasEvent(type, operation)) return `the vendor has no event "${operation}" of ${type}`;
  company.store.transact(() =>
    company.writeContext(now).notify(descriptor.type, id, operation, deletedId),
  );
  return undefined;
}

interface RaisedEvent {
  readonly type: string;
  readonly id: string;
  readonly operation: EventOperation;
  readonly deletedId?: string;
}

function readEvent(text: string): RaisedEvent | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "the body is not JSON";
  }
  const body = parsed as JsonValue;
  if (!isObject(body)) return "the body must be an object";
  const type = textOf(body, "type") ?? "";
  const operation = EVENT_OPERATIONS.find((each) => each === body["operation"]);
  if (operation === undefined) return `"operation" must be one of ${EVENT_OPERATIONS.join(", ")}`;
  const id = idOf(body, "id");
  if (id === undefined) return '"id" must be the id of a record, such as "58"';
  const deletedId = idOf(body, "deletedId");
  if ((deletedId !== undefined) !== (operation === "merged"))
    return '"deletedId" must name the record that went into the other, of a merge and of nothing else';
  return { type, id, operation, ...(deletedId === undefined ? {} : { deletedId }) };
}

function idOf(body: JsonObject, name: string): string | undefined {
  const id = textOf(body, name);
  return id !== undefined && /^\d{1,20}$/.test(id) ? id : undefined;
}
