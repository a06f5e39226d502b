import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { LogEntryView, SalesforceRecordView } from "../engine-api.ts";
import { errorView, readError } from "./error-view.ts";

export function salesforceView(ref: RecordRef, name: string | null): SalesforceRecordView {
  return { type: ref.type, id: ref.id, name };
}

export function logEntryView(entry: LogEntry): LogEntryView {
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
  };
}
