/** `/lightning/events?recordId=`: tells an open page when its record changed, as server-sent events. */
import type { PageAnswer } from "../../page-host.ts";
import type { RouteContext } from "./route.ts";

/** 15- and 18-character forms of an id name the same record. */
const ID_CORE_LENGTH = 15;

export function changeEvents({ host, url }: RouteContext): PageAnswer {
  const recordId = (url.searchParams.get("recordId") ?? "").slice(0, ID_CORE_LENGTH);
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
        for (const change of changes) {
          // A product's price is shown on its page but kept in another row, so those always count.
          const isOurs = change.recordId.slice(0, ID_CORE_LENGTH) === recordId;
          if (!isOurs && change.objectApiName !== "PricebookEntry") continue;
          const { objectApiName, recordId: id, change: kind } = change;
          const detail = isOurs
            ? { recordId: id, change: kind }
            : { objectApiName, change: "update" };
          write(`event: change\ndata: ${JSON.stringify(detail)}\n\n`);
        }
      });
    },
  };
}
