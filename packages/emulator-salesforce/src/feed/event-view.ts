import type avro from "avsc";
import type { Access } from "../access/access.ts";
import type { Row } from "../store/row.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { valuesOf } from "./capture.ts";
import type { Selection } from "./channels.ts";
import type { StoredEvent } from "./event-log.ts";
import { partName } from "./event-schema.ts";
import { typeOfSchema } from "./type-of-schema.ts";

/**
 * What a subscriber of a topic sees of a stored event: filtered and enriched by the channel's member, without
 * the fields that the user may not read. Enrichment takes the values at the time of delivery, and an enriched
 * event names one record: a group is sent as several events that share its replay id (D
 * `cdc_enrich_considerations`). Clients that tell events apart by replay id alone lose some of them.
 */

interface Header {
  readonly recordIds: readonly string[];
  readonly changeType: string;
}
/** A decoded event; avsc gives plain objects. */
type Body = Record<string, unknown>;

/** Where a view takes schemas, objects and rows from. */
export interface ViewSource {
  readonly store: DocumentStore;
  readonly schema: SchemaRegistry;
  schemaJson(id: string): string | undefined;
}

/** Changes only UPDATE and DELETE carry enriched fields; gaps have no fields at all. */
const ENRICHED_TYPES = new Set(["UPDATE", "DELETE"]);

/** The views of one feed; types are parsed once. */
export class EventViews {
  readonly #source: ViewSource;
  readonly #hidden = new WeakMap<Access, Map<string, readonly string[]>>();

  constructor(source: ViewSource) {
    this.#source = source;
  }

  /** None when it is filtered out, several when a group is enriched. */
  of(event: StoredEvent, selection: Selection, access: Access): readonly StoredEvent[] {
    const object = this.#source.schema.object(event.entityName);
    if (object === undefined) return [];
    if (!access.object(object.name).read) return [];
    // A gap has no fields to filter by, and a client that misses it never learns of the change.
    if (event.changeType?.startsWith("GAP_") === true) return [event];
    const hidden = this.#hiddenFields(object, access);
    const enriched = [...selection.enrichedFields, ...(selection.filter?.fields ?? [])];
    if (enriched.length === 0 && selection.filter === undefined && hidden.length === 0) {
      return [event];
    }
    const type = this.#typeOf(event.schemaId);
    const isEnriched = enriched.length > 0 && object.platformEvent === undefined;
    const ids = isEnriched && event.recordIds.length > 1 ? event.recordIds : [undefined];
    return ids.flatMap((id) => {
      const body = { ...(type.fromBuffer(Buffer.from(event.payload, "base64")) as Body) };
      const one = id === undefined ? event : { ...event, recordIds: [id] };
      if (id !== undefined)
        body["ChangeEventHeader"] = { ...(body["ChangeEventHeader"] as Header), recordIds: [id] };
      if (isEnriched) this.#enrich(object, one, body, enriched);
      if (selection.filter?.matches((path) => lookUp(body, path)) === false) return [];
      for (const name of hidden) if (name in body) body[name] = null;
      return [{ ...one, payload: type.toBuffer(body).toString("base64") }];
    });
  }

  #enrich(object: ObjectEntry, event: StoredEvent, body: Body, names: readonly string[]): void {
    const [id] = event.recordIds;
    const row = id === undefined ? undefined : this.#source.store.get(object.name, id);
    if (row === undefined || !ENRICHED_TYPES.has(event.changeType ?? "")) return;
    for (const name of names) {
      const field = object.field(name);
      if (field === undefined || (body[field.name] ?? null) !== null) continue;
      const parts = object.fields.filter((each) => each.compound === field.name);
      const values = valuesOf(parts.length > 0 ? parts : [field], row as Row);
      if (Object.keys(values).length === 0 || !(field.name in body)) continue;
      body[field.name] =
        parts.length > 0
          ? Object.fromEntries(
              parts.map((part) => [partName(field.name, part.name), values[part.name] ?? null]),
            )
          : values[field.name];
    }
  }

  /** Top-level fields of an object that the user may not read. */
  #hiddenFields(object: ObjectEntry, access: Access): readonly string[] {
    const known = this.#hidden.get(access) ?? new Map<string, readonly string[]>();
    this.#hidden.set(access, known);
    const found = known.get(object.name);
    if (found !== undefined) return found;
    const hidden = object.fields
      .filter((field) => !access.canReadField(object.name, field))
      .filter((field) => !["CreatedDate", "CreatedById"].includes(field.name))
      .map((field) => field.name);
    known.set(object.name, hidden);
    return hidden;
  }

  #typeOf(schemaId: string): avro.Type {
    const json = this.#source.schemaJson(schemaId);
    if (json === undefined) throw new Error(`No schema ${schemaId}`);
    return typeOfSchema(json);
  }
}

/** The value at a path of a decoded event; names ignore case, as in SOQL. */
function lookUp(body: Body, path: string): Scalar | undefined {
  let value: unknown = body;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = Object.keys(value).find((each) => each.toLowerCase() === part.toLowerCase());
    value = key === undefined ? undefined : (value as Body)[key];
  }
  return typeof value === "object" ? undefined : (value as Scalar | undefined);
}
