import type { RunOutcome, SyncRun } from "c/accordApi";
import { LABELS, RUN_OUTCOME_LABELS } from "c/accordLabels";

type Result = SyncRun["results"][number];

export const outcomeText = (outcome: RunOutcome): string => RUN_OUTCOME_LABELS[outcome] ?? outcome;

/** The message, unless it only says the outcome again: "Created." beside "Created". */
export function messageText({ outcome, message }: Result): string {
  const plain = (text: string): string => text.replace(/\.$/, "").trim().toLowerCase();
  return plain(message) === plain(outcomeText(outcome)) ? "" : message;
}

/** "12 Created, 3 Already in Step", in the order of the outcomes' table; empty before the first result. */
export function totalsText(results: readonly Result[]): string {
  return Object.entries(RUN_OUTCOME_LABELS)
    .map(([outcome, label]): [number, string] => [
      results.filter((result) => result.outcome === outcome).length,
      label,
    ])
    .filter(([count]) => count > 0)
    .map(([count, label]) => `${count} ${label}`)
    .join(", ");
}

/** What the run brings in: "Customer, Id = '58'". */
export const runTitle = ({ object, filter }: SyncRun): string =>
  `${object}, ${filter === "" ? LABELS.everyRecord : filter}`;

/** A quote that guides print, left inside a value: the reader of filters knows it there as a letter. */
export const hasTypographicQuote = (filter: string): boolean => /[‘’‚‛“”„‟]/.test(filter);
