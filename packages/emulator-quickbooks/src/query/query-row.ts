import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { shownName } from "../entities/lists/names.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";

/**
 * A record on its way through a query. A condition or a sort key reads single properties, as a read of
 * the record would show them; the whole is rendered for the page alone: a page of 1,000 among 100,000
 * renders 1,000.
 */
export class QueryRow {
  readonly record: StoredRecord;
  readonly #descriptor: EntityDescriptor;
  readonly #context: ReadContext;
  #view: JsonObject | undefined;

  constructor(record: StoredRecord, descriptor: EntityDescriptor, context: ReadContext) {
    this.record = record;
    this.#descriptor = descriptor;
    this.#context = context;
  }

  /** A property as it is shown, but for the names that a read adds to references. */
  value(name: string): JsonValue | undefined {
    const value = this.#computed(name) ?? this.record.fields[name];
    const hasSuffix = name === this.#descriptor.nameProperty || name === "FullyQualifiedName";
    return hasSuffix && typeof value === "string" ? shownName(this.record, value) : value;
  }

  /** Sums and links are worked out only for a record whose computed property is asked for. */
  #computed(name: string): JsonValue | undefined {
    if (!this.#descriptor.computed.has(name)) return undefined;
    this.#view ??= this.#descriptor.view(this.record, this.#context);
    return this.#view[name];
  }
}
