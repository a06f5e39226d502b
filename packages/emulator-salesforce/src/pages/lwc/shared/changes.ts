/** Tells open pages of changed records: by the server's events, and by components that say so. */

export interface Changed {
  readonly objectApiName: string;
  /** Null when so much changed that single records are not named. */
  readonly recordId: string | null;
  readonly change: "create" | "update" | "delete" | "undelete";
}

type Listener = (changes: readonly Changed[]) => void;

const listeners = new Set<Listener>();
/** Several commits in a row are told as one. */
const GATHER_MS = 60;
let gathered: Changed[] = [];
let timer: number | null = null;

function tell(changes: readonly Changed[]): void {
  gathered.push(...changes);
  timer ??= window.setTimeout(() => {
    const told = gathered;
    gathered = [];
    timer = null;
    for (const listener of listeners) listener(told);
  }, GATHER_MS);
}

/** A change that nobody can say more of: every page reads again. */
const ANYTHING: Changed = { objectApiName: "", recordId: null, change: "update" };

/** Whether a page about these objects or this record has to read again. */
export function concerns(
  changes: readonly Changed[],
  { objects, recordId }: { readonly objects: readonly string[]; readonly recordId?: string },
): boolean {
  return changes.some(
    (each) =>
      each === ANYTHING ||
      (recordId !== undefined && each.recordId === recordId) ||
      ((recordId === undefined || each.recordId === null) && objects.includes(each.objectApiName)),
  );
}

export function followChanges(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Opens the one stream of the page. */
export function startChanges(): void {
  const events = new EventSource("/lightning/events");
  events.addEventListener("change", (event) => {
    const changes = JSON.parse((event as MessageEvent<string>).data) as Changed[];
    tell(changes);
    // Components that wired a record hear of it the way the platform's own cache tells them.
    const recordIds = changes.flatMap(({ recordId }) => recordId ?? []);
    if (recordIds.length > 0) {
      document.dispatchEvent(new CustomEvent("host:recordchange", { detail: { recordIds } }));
    }
  });
  // After a lost connection anything may have changed unseen.
  let wasLost = false;
  events.addEventListener("error", () => {
    wasLost = true;
  });
  events.addEventListener("open", () => {
    if (wasLost) tell([ANYTHING]);
    wasLost = false;
  });
  document.addEventListener("host:recordchange", (event) => {
    const { recordIds } = (event as CustomEvent<{ recordIds: string[] }>).detail;
    tell(recordIds.map((recordId) => ({ objectApiName: "", recordId, change: "update" })));
  });
}
