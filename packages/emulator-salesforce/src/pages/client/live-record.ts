/** Keeps the standard parts of a record's page as the record is, whoever changes it. */
import { toast } from "./toasts.ts";

const root = (): HTMLElement | null =>
  document.querySelector<HTMLElement>("main [data-record-id][data-object]");

/** Reads the page again and replaces its standard parts; components refresh themselves. */
export async function refreshRecord(): Promise<void> {
  const { recordId, object } = root()?.dataset ?? {};
  if (recordId === undefined || object === undefined) return;
  const response = await fetch(`/lightning/r/${object}/${recordId}/view`);
  if (response.status === 404) {
    tellDeleted();
    return;
  }
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll<HTMLElement>("[data-refresh]")) {
    const name = part.dataset["refresh"] ?? "";
    const replacement = fresh.querySelector<HTMLElement>(`[data-refresh="${name}"]`);
    // Replacing only what differs leaves focus and selection alone.
    if (replacement !== null && replacement.outerHTML !== part.outerHTML)
      replaceChangedParts(part, replacement);
  }
  document.title = fresh.title;
}

/** Replaces field by field, so that a focused button in the same part keeps its focus. */
function replaceChangedParts(part: HTMLElement, fresh: HTMLElement): void {
  const selector = "dd, [data-record-name]";
  const before = part.querySelectorAll<HTMLElement>(selector);
  const after = fresh.querySelectorAll<HTMLElement>(selector);
  if (before.length !== after.length) {
    part.replaceWith(fresh);
    return;
  }
  before.forEach((element, index) => {
    const next = after[index];
    if (next !== undefined && next.innerHTML !== element.innerHTML)
      element.innerHTML = next.innerHTML;
  });
}

function tellDeleted(): void {
  const page = root();
  if (page === null || page.querySelector("[data-deleted]") !== null) return;
  const notice = document.createElement("p");
  notice.className = "deleted-notice";
  notice.dataset["deleted"] = "";
  notice.setAttribute("role", "alert");
  notice.textContent = "This record has been deleted.";
  page.prepend(notice);
  toast("This record has been deleted.", "info");
}

export function followRecord(): void {
  const { recordId } = root()?.dataset ?? {};
  if (recordId === undefined) return;
  document.addEventListener("host:recordchange", (event) => {
    const { recordIds } = (event as CustomEvent<{ recordIds: string[] }>).detail;
    if (recordIds.includes(recordId)) void refreshRecord();
  });
  const events = new EventSource(`/lightning/events?recordId=${recordId}`);
  events.addEventListener("change", (event) => {
    const { change } = JSON.parse((event as MessageEvent<string>).data) as { change: string };
    if (change === "delete") tellDeleted();
    else void refreshRecord();
  });
  // After a lost connection the record may have changed unseen.
  let wasLost = false;
  events.addEventListener("error", () => {
    wasLost = true;
  });
  events.addEventListener("open", () => {
    if (wasLost) void refreshRecord();
    wasLost = false;
  });
}
