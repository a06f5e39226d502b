/** `/lightning/events`: tells open pages which records changed, as server-sent events. */
import type { PageAnswer, PageHost, RowChange } from "../../page-host.ts";

/** A commit of more rows tells the objects alone; pages then read again what they show. */
const ROWS_TOLD_MAX = 200;

export function changeEvents(host: PageHost): PageAnswer {
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
  };
  return {
    status: 200,
    headers,
    body(write) {
      write("retry: 1000\n\n");
      return host.listenToChanges((changes) => {
        write(`event: change\ndata: ${JSON.stringify(told(changes))}\n\n`);
      });
    },
  };
}

function told(changes: readonly RowChange[]): unknown[] {
  if (changes.length <= ROWS_TOLD_MAX) {
    return changes.map(({ objectApiName, recordId, change }) => ({
      objectApiName,
      recordId,
      change,
    }));
  }
  const objects = new Set(changes.map(({ objectApiName }) => objectApiName));
  return [...objects].map((objectApiName) => ({
    objectApiName,
    recordId: null,
    change: "update",
  }));
}
