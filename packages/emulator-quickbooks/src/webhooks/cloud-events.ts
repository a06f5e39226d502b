import type { IdSource } from "../emulator-request.ts";
import type { Notice } from "./delivery.ts";

/**
 * The CloudEvents array that replaced the older body in 2026 (D blog of November
 * 2025). A merge names the survivor, and in `data` the record that went into it.
 */
export function cloudEvents(notices: readonly Notice[], realmId: string, ids: IdSource): string {
  const events = notices.map((notice) => ({
    specversion: "1.0",
    id: ids.uuid(),
    source: "intuit.accordemulator",
    type: `qbo.${notice.type.toLowerCase()}.${notice.operation}.v1`,
    datacontenttype: "application/json",
    time: new Date(notice.changedAt ?? notice.at).toISOString(),
    intuitentityid: notice.id,
    intuitaccountid: realmId,
    data: notice.deletedId === undefined ? {} : { deletedid: notice.deletedId },
  }));
  return JSON.stringify(events);
}
