import { LABELS, waitingSentence } from "c/accordLabels";
import type { RecordView } from "c/accordApi";

/** What a person asked for on this page, and how its success is called. */
export interface Request {
  done: string;
  /** Told on success instead of the view's detail, where that speaks of something else. */
  message?: string;
  /** The service may hold it for a possible match. Matches after any other request are not its outcome. */
  mayBeHeld?: boolean;
}

export interface Toast {
  title: string;
  message?: string;
  variant: "success" | "info" | "warning" | "error";
}

/**
 * The toast that ends a request, or null while its work is not finished. Work that waits for another
 * system ends the request too: it is recorded, and goes on without the page.
 */
export function completionToast(request: Request, view: RecordView): Toast | null {
  if (view.status === "waiting") {
    const message = view.waitingFor === null ? view.detail : waitingSentence(view.waitingFor);
    return { title: LABELS.recorded, message, variant: "info" };
  }
  if (view.busy) return null;
  if (view.error !== null || view.status === "error") {
    const { message, action } = view.error ?? { message: view.detail, action: null };
    return {
      title: LABELS.failed,
      message: action ? `${message} ${action}` : message,
      variant: "error",
    };
  }
  if (request.mayBeHeld === true && view.quickbooks === null && view.matches.length > 0) {
    return { title: LABELS.held, message: view.detail, variant: "warning" };
  }
  if (view.status === "needsDecision") {
    return { title: request.done, message: view.detail, variant: "warning" };
  }
  return { title: request.done, message: request.message ?? view.detail, variant: "success" };
}

/** Whether the Salesforce record may have been written between two views, so that the page reads it anew. */
export function mayHaveWritten(before: RecordView, after: RecordView): boolean {
  return before.lastSyncAt !== after.lastSyncAt || before.quickbooks?.id !== after.quickbooks?.id;
}
