import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLink, type Link } from "@accord-sync/ledger/links.ts";
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { LogEntryView, SalesforceRecordView } from "../engine-api.ts";
import { errorView, readError } from "./error-view.ts";

export function salesforceView(ref: RecordRef, name: string | null): SalesforceRecordView {
  return { type: ref.type, id: ref.id, name };
}

/** Entries as people see them, in the order given. */
export function logEntryViews(
  db: Db,
  entries: readonly LogEntry[],
): Promise<readonly LogEntryView[]> {
  return Promise.all(entries.map(async (entry) => logEntryView(entry, await mayUnlink(db, entry))));
}

/**
 * Where a linked record was deleted, its page is gone with its Unlink, so the entry that tells of it offers
 * it: as long as the two are linked and the record has not been seen again.
 */
async function mayUnlink(db: Db, { error, linkId }: LogEntry): Promise<boolean> {
  if (error === null || linkId === null) return false;
  const isDeletion = DELETIONS.get(readError(error).code);
  if (isDeletion === undefined) return false;
  const link = await findLink(db, linkId);
  return link !== null && isDeletion(link);
}

/** What the record of the entry was merged into; null where the entry tells of no merge. */
function survivorOf({ error }: LogEntry): SalesforceRecordView | null {
  if (error === null) return null;
  const { code, params } = readError(error);
  const { type, id, survivor } = params;
  if (code !== "RECORD_MERGED_IN_SALESFORCE" || type === undefined || id === undefined) return null;
  return { type, id, name: survivor ?? null };
}

/** Errors that tell of a deletion, and whether it still stands. */
const DELETIONS: ReadonlyMap<string, (link: Link) => boolean> = new Map([
  ["RECORD_DELETED_IN_SALESFORCE", ({ salesforceDeleted }: Link) => salesforceDeleted],
  ["RECORD_MERGED_IN_SALESFORCE", ({ salesforceDeleted }: Link) => salesforceDeleted],
  ["RECORD_DELETED_IN_QUICKBOOKS", ({ quickbooksDeleted }: Link) => quickbooksDeleted],
  ["RECORD_MERGED_IN_QUICKBOOKS", ({ quickbooksDeleted }: Link) => quickbooksDeleted],
]);

function logEntryView(entry: LogEntry, canUnlink: boolean): LogEntryView {
  const { salesforceRef, quickbooksRef } = entry;
  return {
    id: entry.id,
    name: entry.name,
    at: entry.at,
    mapping: entry.mapping,
    direction: entry.direction,
    action: entry.action,
    outcome: entry.outcome,
    actor: entry.actor,
    salesforce: salesforceRef === null ? null : salesforceView(salesforceRef, entry.name),
    quickbooks: quickbooksRef === null ? null : { type: quickbooksRef.type, id: quickbooksRef.id },
    message: entry.message,
    reprocessed: entry.reprocessed,
    error: entry.error === null ? null : errorView(readError(entry.error), entry.at, entry.id),
    changes: JSON.parse(entry.changes) as LogEntryView["changes"],
    canUnlink,
    mergedInto: survivorOf(entry),
  };
}
