import { formatSeconds } from "../company-time.ts";
import type { EventOperation } from "../entities/descriptor.ts";
import { LEGACY_CURRENCY_NAME } from "../not-evidenced.ts";
import type { Notice } from "./delivery.ts";

/** The older body's words (D webhooks guide); everything else is told as in CloudEvents. */
const WORDS: Readonly<Record<EventOperation, string>> = {
  created: "Create",
  updated: "Update",
  deleted: "Delete",
  merged: "Merge",
  void: "Void",
  emailed: "Emailed",
};

/** Where the older list of types has another name. */
const LEGACY_NAMES: Readonly<Record<string, string>> = { CompanyCurrency: LEGACY_CURRENCY_NAME };

/** `2015-10-05T14:42:19-0700`: the guide's samples write the offset without a colon. */
export function compactTime(epochMs: number, timeZone: string): string {
  return formatSeconds(epochMs, timeZone).replace(/:(\d\d)$/, "$1");
}

/**
 * The body before the change to CloudEvents: one object whose list has an entry for each company, so
 * that several companies fit in one POST. `deletedId` only on a merge.
 */
export function legacyBody(notices: readonly Notice[], realmId: string, timeZone: string): string {
  const entities = notices.map(({ type, id, operation, at, changedAt = at, deletedId }) => ({
    name: LEGACY_NAMES[type] ?? type,
    id,
    operation: WORDS[operation],
    lastUpdated: compactTime(changedAt, timeZone),
    ...(deletedId === undefined ? {} : { deletedId }),
  }));
  return JSON.stringify({ eventNotifications: [{ realmId, dataChangeEvent: { entities } }] });
}
