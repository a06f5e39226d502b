/**
 * Echo: a notice caused by our own write costs no call (I8).
 *
 * QuickBooks' notices carry only a time. Held while an intent on the record is in flight (its lane),
 * one that is not later, to the second, than the version the ledger holds tells nothing new (Q-ECHO).
 * An edit hidden in that very second is found by the sweep, which compares SyncTokens.
 *
 * A Salesforce event is ours only when client and user are ours and every mapped value equals what
 * was last seen: a trigger in our own transaction may have changed something under our name. Anybody's
 * event tells nothing new when it is not later, to the second, than what was last seen, and every mapped
 * value equals it: a sweep has found the change first.
 */
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import type { Notice } from "@accord-sync/ledger/inbox.ts";
import type { LinkState } from "../link-state.ts";
import { readKnown } from "./notice-known.ts";

/** True when `remoteTime` is not later, to the second, than `modifiedAt`. Both ISO 8601. */
export function isNoLater(remoteTime: string, modifiedAt: string): boolean {
  return Math.floor(Date.parse(remoteTime) / 1000) <= Math.floor(Date.parse(modifiedAt) / 1000);
}

export function isEcho(mapping: Mapping, notice: Notice, state: LinkState): boolean {
  if (notice.direction !== "none") return false;
  if (notice.source === "webhook" && notice.remoteTime !== null) {
    return isNoLater(notice.remoteTime, state.quickbooks.modifiedAt);
  }
  const known = readKnown(notice.known);
  // Joined with another notice it may stand for a change that was not ours.
  if (notice.source !== "change-event" || notice.seq !== 1) return false;
  const { seen, modifiedAt } = state.salesforce;
  if (known?.kind === "ours") return holdsAll(mapping, seen, known.changed);
  if (known?.kind !== "told" || notice.remoteTime === null) return false;
  return isNoLater(notice.remoteTime, modifiedAt) && holdsAll(mapping, seen, known.changed);
}

/** True when every mapped value of `changed`, by Salesforce's paths, is the one that was seen. */
export function holdsAll(mapping: Mapping, seen: Image, changed: Image): boolean {
  return mapping.fields.every(({ salesforce: path, kind }) => {
    const value = changed[path];
    return value === undefined || isSameStored(kind, value, seen[path] ?? null);
  });
}
