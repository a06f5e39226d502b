import { methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { changeEventName } from "../schema/event-name.ts";
import { EVENT_SCHEMA_FORMAT_ERROR } from "../not-evidenced.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";

/**
 * `GET /event/eventSchema/{id}` and `GET /sobjects/X__e/eventSchema`, also for change events by their names
 * (D `resources_event_eventschema`, `resources_sobject_eventschema`). `payloadFormat=COMPACT` is the Avro schema
 * by which events of the Pub/Sub API are read; EXPANDED, the default, describes their JSON in CometD.
 */

/** By the id that an event names; also of schemas that have changed since. */
export function eventSchemaById(call: Call): EmulatorAnswer {
  const [, resource, id, ...rest] = call.path;
  if (resource !== "eventSchema" || id === undefined || rest.length > 0) throw notFound();
  return schemaAnswer(call, id);
}

/** By the name of the event: `Low_Ink__e`, `AccountChangeEvent`. */
export function eventSchemaByName(call: Call, name: string): EmulatorAnswer {
  const { feed, schema } = call.org;
  const wanted = name.toLowerCase();
  const object = schema.objects.find((each) => {
    if (each.platformEvent !== undefined) return each.name.toLowerCase() === wanted;
    return each.changeEvents && changeEventName(each.name).toLowerCase() === wanted;
  });
  if (object === undefined) throw notFound();
  return schemaAnswer(call, feed.schemaOf(object).schema.id);
}

interface AvroField {
  readonly name: string;
  readonly type: unknown;
  readonly doc?: string;
}

interface AvroSchema {
  readonly name: string;
  readonly namespace: string;
  readonly fields: readonly AvroField[];
}

function schemaAnswer(call: Call, id: string): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const format = call.query.get("payloadFormat") ?? "EXPANDED";
  if (format !== "EXPANDED" && format !== "COMPACT") {
    const { errorCode, message } = EVENT_SCHEMA_FORMAT_ERROR;
    throw refuse(400, errorCode, `${message} ${format}`);
  }
  const text = call.org.feed.schemaJson(id);
  if (text === undefined) throw notFound();
  const schema = JSON.parse(text) as AvroSchema;
  return json(200, format === "COMPACT" ? { ...schema, uuid: id } : expanded(schema, id));
}

/** The message as JSON: the payload inside `data`, beside the id of its schema and its replay id. */
function expanded({ name, namespace, fields }: AvroSchema, uuid: string) {
  const event = { type: "record", name: "Event", fields: [{ name: "replayId", type: "long" }] };
  const payload = { type: "record", name: "Payload", doc: "", fields: fields.map(asJson) };
  const data = [
    { name: "schema", type: "string" },
    { name: "payload", type: payload },
    { name: "event", type: event },
  ];
  return {
    name,
    namespace,
    type: "expanded-record",
    fields: [
      { name: "data", type: { type: "record", name: "Data", namespace: "", fields: data } },
      { name: "channel", type: "string" },
    ],
    uuid,
  };
}

/** In JSON dates and times are text. */
function asJson(field: AvroField): AvroField {
  if (!/:(?:DateTime|DateOnly|TimeOnly)/.test(field.doc ?? "")) return field;
  return { ...field, type: Array.isArray(field.type) ? ["null", "string"] : "string" };
}
