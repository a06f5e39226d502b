/** What was typed and not saved: leaving the page asks first, as Lightning Experience does. */
import LightningConfirm from "lightning/confirm";

type HasUnsaved = () => boolean;

const holders = new Set<HasUnsaved>();

export const isAnythingUnsaved = (): boolean => [...holders].some((holds) => holds());

/** Counts a part of the page in; returns the way to count it out. */
export function holdUnsaved(holds: HasUnsaved): () => void {
  holders.add(holds);
  return () => void holders.delete(holds);
}

/** Closing or reloading the page: the browser asks, in its own words. */
export function startUnsavedGuard(): void {
  window.addEventListener("beforeunload", (event) => {
    if (isAnythingUnsaved()) event.preventDefault();
  });
}

/** Whether the page may be left; asks where something would be lost. */
export async function mayLeave(): Promise<boolean> {
  if (!isAnythingUnsaved()) return true;
  const isLeaving = await LightningConfirm.open({
    label: "Unsaved Changes",
    message:
      "You have unsaved changes on this page. Do you want to leave this page and discard your changes?",
    theme: "default",
  });
  // Asked once; what follows finds nothing left to lose.
  if (isLeaving) holders.clear();
  return isLeaving;
}
