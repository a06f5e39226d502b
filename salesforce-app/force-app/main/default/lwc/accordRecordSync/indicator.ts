/**
 * What the indicator says, and the sentence below it: always the same thing.
 *
 *   a click on its way         Syncing          the request is being recorded
 *   the service answers        the view's own   what it waits for, or its detail
 *   no answer                  Status Unknown   what was last known, and when
 */
import type { Problem, RecordView } from "c/accordApi";
import { relativeTime } from "c/accordFormat";
import { LABELS, lastKnownText, waitingSentence } from "c/accordLabels";

export interface Indicator {
  status: string;
  label: string;
  sentence: string;
}

/** What the page knows of the record. */
export interface Known {
  view: RecordView | null;
  /** When the service gave the view, in epoch milliseconds. */
  viewedAtMs: number;
  /** Why the last call had no view as its answer; null when it had. */
  problem: Problem | null;
  /** A click that is on its way to the service. */
  calling: boolean;
}

/** Null while nothing can be said: before the first answer, and of a record the service refuses to speak of. */
export function indicatorOf(known: Known, nowMs: number): Indicator | null {
  const { view, viewedAtMs, problem, calling } = known;
  if (calling) return { status: "syncing", label: LABELS.syncing, sentence: LABELS.passingOn };
  if (problem !== null) {
    if (view === null && problem.code !== null) return null;
    const since = relativeTime(new Date(viewedAtMs).toISOString(), nowMs);
    const sentence = view === null ? "" : lastKnownText(view.statusLabel, since);
    return { status: "unknown", label: LABELS.statusUnknown, sentence };
  }
  if (view === null) return null;
  const { status, statusLabel } = view;
  return { status, label: statusLabel, sentence: sentenceOf(view) };
}

/** An error speaks for itself, below. */
function sentenceOf({ waitingFor, error, detail }: RecordView): string {
  if (waitingFor !== null) return waitingSentence(waitingFor);
  return error === null ? detail : "";
}

/** What to do about a problem. The service's refusals say it; without an answer the page asks again. */
export function problemHint({ code, action }: Problem): string {
  return code === null ? LABELS.tryingAgain : action;
}
