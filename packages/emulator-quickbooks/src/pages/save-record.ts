import { descriptorOf } from "../entities/registry.ts";
import { ApiFault, type FaultError } from "../faults/api-fault.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import { deleteRecord, voidRecord } from "../write/remove-record.ts";
import { renderRecord } from "../write/render-record.ts";
import { writeRecord } from "../write/write-record.ts";
import type { Visit } from "./visit.ts";

/** Why the company did not take it. */
export interface Refused {
  readonly refused: readonly FaultError[];
}

/** The id of what was saved, or why it was refused. */
export type Saved = { readonly id: string } | Refused;

/**
 * Saves what a person did on a page through the same code as the API: SyncToken moves and webhooks
 * go out alike. A hand edit is no API call and is not counted. The form carries the SyncToken that
 * the person saw, so that an edit over someone else's change is refused, not lost.
 */
export function saveByHand(type: EntityType, body: JsonObject, { company, now }: Visit): Saved {
  return unlessRefused(() =>
    company.store.transact(() => {
      const { id } = writeRecord(descriptorOf(type), body, company.writeContext(now));
      return { id };
    }),
  );
}

/** Voids or deletes the version that the person saw. */
export function removeByHand(
  how: "void" | "delete",
  { type, id }: Pick<StoredRecord, "type" | "id">,
  syncToken: string,
  { company, now }: Visit,
): Saved {
  const remove = how === "void" ? voidRecord : deleteRecord;
  const claim = { Id: id, SyncToken: syncToken };
  return unlessRefused(() =>
    company.store.transact(() => {
      remove(descriptorOf(type), claim, company.writeContext(now));
      return { id };
    }),
  );
}

/**
 * The record as a read would show it if the form were saved now: nothing is kept and nobody is told. Its
 * totals are those of the rules themselves, whatever the company's taxes and currencies.
 */
export function previewByHand(
  type: EntityType,
  body: JsonObject,
  { company, now }: Visit,
): { readonly shown: JsonObject } | Refused {
  return unlessRefused(() => {
    try {
      return company.store.transact(() => {
        const record = writeRecord(descriptorOf(type), body, company.writeContext(now));
        throw new TakenBack(renderRecord(record, company.readContext()));
      });
    } catch (error) {
      if (error instanceof TakenBack) return { shown: error.shown };
      throw error;
    }
  });
}

/** Undoes what a preview wrote, and carries what it showed. */
class TakenBack extends Error {
  readonly shown: JsonObject;

  constructor(shown: JsonObject) {
    super("a preview is never kept");
    this.shown = shown;
  }
}

function unlessRefused<T>(work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    return { refused: error.errors };
  }
}
