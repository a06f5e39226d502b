import type { Company } from "../company.ts";
import type { EntityType } from "../store/stored-record.ts";
import { descriptorOf } from "../entities/registry.ts";
import { ApiFault } from "../faults/api-fault.ts";
import type { JsonObject } from "../json/json-value.ts";
import { writeRecord } from "../write/write-record.ts";

/** What a person typed, by input name. */
export type Typed = Readonly<Record<string, string>>;

/** The id of what was saved, or the vendor's words of refusal. */
export type Saved = { readonly id: string } | { readonly refusal: string };

/**
 * Saves what a person did on a page through the same code as the API: SyncToken moves and webhooks
 * go out alike. A hand edit is no API call and is not counted. The form carries the SyncToken that
 * the person saw, so that an edit over someone else's change is refused, not lost.
 */
export function saveByHand(
  type: EntityType,
  body: JsonObject,
  company: Company,
  now: number,
): Saved {
  try {
    const record = company.store.transact(() =>
      writeRecord(descriptorOf(type), body, company.writeContext(now)),
    );
    return { id: record.id };
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    return { refusal: error.errors.map((each) => each.detail).join(" ") };
  }
}
