/** A backfill for a person: what is planned, what it costs, how far it is. */
import type {
  BackfillCalls,
  BackfillItemView,
  BackfillView,
} from "@accord-sync/engine/backfill-api.ts";
import { columns, valueText } from "./table.ts";

const SYSTEMS = { salesforce: "Salesforce", quickbooks: "QuickBooks" } as const;

const STATE_WORDS: Readonly<Record<BackfillView["state"], string>> = {
  reading: "reading both systems",
  ready: "planned, nothing is written before apply",
  applying: "being applied",
  paused: "paused",
  done: "done",
  cancelled: "cancelled",
  failed: "failed",
};

/** "about 3 min", "about 40 s". */
export function lastsAbout(seconds: number): string {
  return seconds < 100 ? `about ${Math.ceil(seconds)} s` : `about ${Math.ceil(seconds / 60)} min`;
}

function callsText({ metered, free, salesforce }: BackfillCalls): string {
  return `${metered} metered and ${free} free calls of QuickBooks, ${salesforce} of Salesforce`;
}

/** How far it is, on one line. */
export function backfillProgress(view: BackfillView): string {
  const wait = view.waitingFor === null ? "" : `, waits for ${view.waitingFor}`;
  if (view.state === "reading") {
    const records = view.reading.reduce((sum, part) => sum + part.records, 0);
    return `${records} records read${wait}`;
  }
  const { done, of, remainingSeconds } = view.progress;
  const left = remainingSeconds === null ? "" : `, ${lastsAbout(remainingSeconds)} left`;
  return `${done} of ${of} done${left}${wait}`;
}

function countRows(view: BackfillView): readonly (readonly string[])[] {
  return [
    ["", "to Salesforce", "to QuickBooks", "link", "ask", "update", "skip", "may be refused"],
    ...view.counts.map((row) => [
      `${row.quickbooksObject} and ${row.salesforceObject}`,
      ...[row.createInSalesforce, row.createInQuickbooks, row.link, row.ask, row.update].map(
        String,
      ),
      String(row.skip),
      String(row.withRefusals),
    ]),
  ];
}

/** After a first Apply the plan is ready again for what a person has to decide. */
function stateWords({ state, progress }: BackfillView): string {
  if (state === "ready" && progress.done > 0) return "applied, and what waits is not";
  return STATE_WORDS[state];
}

export function backfillText(view: BackfillView): string {
  const head = `Backfill ${view.id}: ${stateWords(view)}. ${backfillProgress(view)}\n`;
  if (view.plannedAt === null) {
    return head + (view.error === null ? "" : `  ${view.error.message} ${view.error.action}\n`);
  }
  const { waiting, refused } = view.items;
  const { used, expected } = view.calls;
  const minutes = view.expectedMinutes === null ? null : lastsAbout(view.expectedMinutes * 60);
  const lines = [
    `Expected: ${callsText(expected)}${minutes === null ? "" : `, ${minutes}`}`,
    `Used: ${callsText(used)}`,
    ...(waiting > 0
      ? [`${waiting} wait for a decision: accord backfill items --state waiting`]
      : []),
    ...(refused > 0 ? [`${refused} were refused: accord backfill items --state refused`] : []),
    ...(view.changedSince > 0
      ? [`${view.changedSince} changed since they were read, and are looked at again`]
      : []),
    ...(view.error === null ? [] : [`${view.error.message} ${view.error.action}`]),
  ];
  return head + columns(countRows(view), "  ") + lines.map((line) => `  ${line}\n`).join("");
}

function itemHead(item: BackfillItemView): string {
  const target = item.target === null ? "" : ` in ${SYSTEMS[item.target]}`;
  const score = item.score === null ? "" : `, score ${item.score}`;
  return `${item.id}  ${item.action}${target}  ${item.name}  (${item.state}${score})\n`;
}

function itemText(item: BackfillItemView): string {
  const refs = [item.salesforce, item.quickbooks]
    .filter((ref) => ref !== null)
    .map((ref) => `${ref.type} ${ref.id}`)
    .join(" and ");
  const fields = item.fields
    .filter((field) => field.writes !== null || field.isAsked)
    .map((field) => [
      field.label,
      `Salesforce ${valueText(field.salesforce)}`,
      `QuickBooks ${valueText(field.quickbooks)}`,
      field.writes === null
        ? "to be decided"
        : `${SYSTEMS[field.writes]} gets ${valueText(field.after)}`,
    ]);
  const candidates = item.candidates.map((candidate) => {
    const why = candidate.reasons.map((reason) => reason.text).join(", ");
    return `  may be ${candidate.type} ${candidate.id} ${candidate.name}, score ${candidate.score}: ${why}\n`;
  });
  const refusals = item.refusals.map(
    (refusal) =>
      `  ${SYSTEMS[refusal.system]} may refuse it: ${refusal.message} ${refusal.action}\n`,
  );
  const reasons = item.reasons.map((reason) => reason.text).join(", ");
  return [
    itemHead(item),
    `  ${refs}\n`,
    ...(reasons === "" ? [] : [`  ${reasons}\n`]),
    columns(fields, "  "),
    ...candidates,
    ...refusals,
    ...(item.message === null ? [] : [`  ${item.message}\n`]),
    ...(item.error === null ? [] : [`  ${item.error.message} ${item.error.action}\n`]),
  ].join("");
}

export interface ItemsPage {
  readonly items: readonly BackfillItemView[];
  readonly next: string | null;
}

export function itemsText({ items, next }: ItemsPage): string {
  if (items.length === 0) return "No item is as asked for.\n";
  const more = next === null ? "" : `More: --after ${next}\n`;
  return items.map(itemText).join("") + more;
}
