/** Runs, findings and jobs of Sync Integrity for a person. */
import type {
  FindingView,
  IntegrityJobView,
  IntegrityObjectView,
  IntegrityRunView,
} from "@accord-sync/engine/engine-api.ts";
import { columns, utc, valueText } from "./table.ts";

const OPEN_OF_PAIRS = ["missing", "drift", "gone", "older", "mark"] as const;

function objectRows(object: IntegrityObjectView): readonly (readonly string[])[] {
  const { open, unlinked, money, quickbooksObject, salesforceObject } = object;
  const found = OPEN_OF_PAIRS.filter((kind) => open[kind] > 0);
  const counts = [
    `${object.agreed} of ${object.linked} agree`,
    ...(object.waiting > 0 ? [`${object.waiting} waiting for a person`] : []),
    ...(object.busy > 0 ? [`${object.busy} being worked on`] : []),
    ...found.map((kind) => `${open[kind]} ${kind}`),
    ...(object.repaired > 0 ? [`${object.repaired} repaired`] : []),
  ];
  const alone = `${unlinked.quickbooks} only in QuickBooks, ${unlinked.salesforce} only in Salesforce`;
  const matches = open.match > 0 ? `, ${open.match} possible matches` : "";
  const sums = money.map(({ label, salesforce, quickbooks, difference }) =>
    difference === "0"
      ? `${label} ${salesforce} on both sides`
      : `${label} ${salesforce} in Salesforce, ${quickbooks} in QuickBooks: ${difference} apart`,
  );
  return [
    [`${quickbooksObject} and ${salesforceObject}`, counts.join(", ")],
    ...[`${alone}${matches}`, ...sums].map((line) => ["", line]),
  ];
}

export function integrityRunText(run: IntegrityRunView): string {
  const of = run.asOf === null ? "" : `  As of ${utc(run.asOf)}\n`;
  const reason =
    run.reason === null ? "" : `  ${run.why === "schedule" ? "Job: " : ""}${run.reason}\n`;
  const waits = run.waitingFor === null ? "" : `  Waits: ${run.waitingFor}\n`;
  const error = run.error === null ? "" : `  ${run.error.message} ${run.error.action}\n`;
  const mend =
    run.repairable > 0 && run.state === "done"
      ? `  npm run accord -- integrity repair ${run.id} repairs ${run.repairable}.\n`
      : "";
  const rows = run.objects.flatMap(objectRows);
  return `${run.summary}\n  Run ${run.id}, ${run.state}, by ${run.actor}\n${reason}${of}${waits}${columns(rows, "  ")}${error}${mend}`;
}

export function integrityRunsText(runs: readonly IntegrityRunView[]): string {
  if (runs.length === 0) return "Sync Integrity has not run yet.\n";
  return columns(
    runs.map(({ id, startedAt, state, why, actor, reason, summary }) => [
      utc(startedAt),
      id,
      state,
      why === "schedule" ? (reason ?? "") : actor,
      summary,
    ]),
  );
}

export function findingsText(findings: readonly FindingView[]): string {
  if (findings.length === 0) return "Nothing of the kind was found.\n";
  return findings.map(findingText).join("");
}

function findingText(finding: FindingView): string {
  const { id, kindLabel, name, state, salesforce, quickbooks, fields, note, action } = finding;
  const refs = [salesforce, quickbooks].flatMap((ref) =>
    ref === null ? [] : [`${ref.type} ${ref.id}`],
  );
  const values = fields.map(({ label, salesforce: left, quickbooks: right }) => [
    label,
    `Salesforce ${valueText(left)}`,
    `QuickBooks ${valueText(right)}`,
  ]);
  const what = state === "repaired" ? (note ?? "Repaired.") : (note ?? action);
  return `${id}  ${kindLabel}  ${name}  ${refs.join(" and ")}  ${state}\n${columns(values, "    ")}    ${what}\n`;
}

export function integrityJobsText(jobs: readonly IntegrityJobView[]): string {
  if (jobs.length === 0) return "Sync Integrity is not scheduled.\n";
  return columns(
    jobs.map(({ id, name, when, objects, repair, nextAt }) => [
      id,
      name,
      when,
      objects.join(", "),
      repair ? "repairs" : "reports",
      nextAt === null ? "no further turn" : `next ${utc(nextAt)}`,
    ]),
  );
}
