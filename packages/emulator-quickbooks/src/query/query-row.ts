import type { ReadContext } from "../entities/descriptor.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { renderRecord } from "../write/render-record.ts";

/**
 * A record on its way through a query. What a read of it shows is worked out only when a condition,
 * a sort key or the page asks for it: a page of 1,000 among 100,000 renders 1,000.
 */
export class QueryRow {
  readonly record: StoredRecord;
  readonly #context: ReadContext;
  #shown: JsonObject | undefined;

  constructor(record: StoredRecord, context: ReadContext) {
    this.record = record;
    this.#context = context;
  }

  get shown(): JsonObject {
    this.#shown ??= renderRecord(this.record, this.#context);
    return this.#shown;
  }
}
