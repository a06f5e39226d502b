/** Views of Sync Integrity: one run with its objects, and one finding. */
import { difference, moneyFields } from "@accord-sync/core/integrity/money-sums.ts";
import { messageOf } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import {
  countFindings,
  type Finding,
  type FindingCount,
} from "@accord-sync/ledger/integrity-findings.ts";
import { ACTIVE_STATES, type IntegrityRun } from "@accord-sync/ledger/integrity-runs.ts";
import { listSurveyParts } from "@accord-sync/ledger/surveys.ts";
import {
  type EngineContext,
  mappingById,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import type {
  FindingKind,
  FindingView,
  IntegrityObjectView,
  IntegrityRunView,
} from "../integrity-api.ts";
import { mappingsOfRun } from "../integrity/start-run.ts";
import { readTotals, totalsOf } from "../integrity/run-place.ts";
import { errorView, readError } from "./error-view.ts";

const NONE: Readonly<Record<FindingKind, number>> = {
  missing: 0,
  drift: 0,
  gone: 0,
  older: 0,
  mark: 0,
  unlinked: 0,
  match: 0,
  ambiguous: 0,
};

/** Kinds that say something about a linked pair, or about a mark; the others only name what has no link. */
const OF_PAIRS: readonly FindingKind[] = ["missing", "drift", "gone", "older", "mark"];

export async function integrityRunView(
  context: EngineContext,
  run: IntegrityRun,
): Promise<IntegrityRunView> {
  const counts = await countFindings(context.ledger.db, run.id);
  const objects = mappingsOfRun(context, run).map((mapping) => objectView(run, mapping, counts));
  const isActive = ACTIVE_STATES.includes(run.state);
  const error = run.error === null ? null : readError(run.error);
  const agrees = run.state === "done" ? objects.every(isInAgreement) : null;
  return {
    id: run.id,
    state: run.state,
    why: run.why,
    reason: run.reason,
    actor: run.actor,
    repair: run.repair,
    startedAt: run.startedAt,
    asOf: run.readAt,
    finishedAt: run.finishedAt,
    progress: await progressOf(context, run),
    waitingFor: isActive && error !== null ? messageOf(error) : null,
    error:
      run.state === "failed" && error !== null
        ? errorView(error, run.finishedAt ?? run.startedAt, null)
        : null,
    metered: run.metered,
    agrees,
    summary: summaryOf(run, objects, agrees),
    repairable: sum(counts, ({ kind, state }) => state === "open" && MENDED.includes(kind)),
    objects,
  };
}

/** Repair takes up these kinds. */
const MENDED: readonly string[] = ["missing", "drift", "gone", "mark"];

function sum(counts: readonly FindingCount[], isMeant: (count: FindingCount) => boolean): number {
  return counts.filter(isMeant).reduce((total, { count }) => total + count, 0);
}

const isOpen = ({ state }: FindingCount): boolean => state === "open" || state === "repairing";

function objectView(
  run: IntegrityRun,
  mapping: Mapping,
  all: readonly FindingCount[],
): IntegrityObjectView {
  const counts = all.filter((each) => each.mapping === mapping.id);
  const totals = totalsOf(readTotals(run), mapping.id);
  const open = { ...NONE };
  for (const { kind, count, ...each } of counts) {
    if (isOpen({ kind, count, ...each })) open[kind as FindingKind] += count;
  }
  const suspected = sum(counts, ({ state, isPair }) => isPair && state !== "repaired");
  const unlinkedIn = (system: string) =>
    sum(
      counts,
      ({ systems, isPair, kind }) => !isPair && kind !== "mark" && systems.includes(system),
    );
  const matches = open.match;
  return {
    quickbooksObject: mapping.quickbooksType,
    salesforceObject: mapping.salesforceType,
    records: { salesforce: totals.salesforce, quickbooks: totals.quickbooks },
    linked: totals.linked,
    agreed: Math.max(0, totals.linked - totals.waiting - totals.busy - suspected),
    waiting: totals.waiting,
    busy: totals.busy,
    open,
    repaired: sum(counts, ({ state }) => state === "repaired"),
    // A match is told once, from QuickBooks' side, and stands for a record of each.
    unlinked: {
      salesforce: unlinkedIn("salesforce") + matches,
      quickbooks: unlinkedIn("quickbooks"),
    },
    money: moneyFields(mapping).map(({ name, label }) => {
      const sums = totals.amounts[name] ?? { salesforce: "0", quickbooks: "0" };
      return { field: name, label, ...sums, difference: difference(sums) };
    }),
  };
}

function isInAgreement({ open, money, busy, waiting }: IntegrityObjectView): boolean {
  const isClean = OF_PAIRS.every((kind) => open[kind] === 0);
  // What people were told of, or is being worked on, may explain a difference of sums; else nothing may.
  const isExplained = busy > 0 || waiting > 0;
  return isClean && (isExplained || money.every((each) => each.difference === "0"));
}

function summaryOf(
  run: IntegrityRun,
  objects: readonly IntegrityObjectView[],
  agrees: boolean | null,
): string {
  if (agrees === null) return STATES[run.state];
  const total = (of: (object: IntegrityObjectView) => number) =>
    objects.reduce((all, object) => all + of(object), 0);
  const open = total((object) => OF_PAIRS.reduce((all, kind) => all + object.open[kind], 0));
  const linked = total((object) => object.linked);
  const waiting = total((object) => object.waiting);
  const busy = total((object) => object.busy);
  const rests = [
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? "waits" : "wait"} for a person`] : []),
    ...(busy > 0 ? [`${busy} ${busy === 1 ? "was" : "were"} being worked on`] : []),
  ];
  const but = rests.length === 0 ? "" : `; ${rests.join(" and ")}`;
  if (agrees) return `The books agree: ${pairs(linked)} compared${but}.`;
  const apart = objects.flatMap(({ money }) => money.filter((each) => each.difference !== "0"));
  const sums = apart.map((each) => `${each.label} differs by ${each.difference.replace("-", "")}`);
  const what = open === 1 ? "1 finding is" : `${open} findings are`;
  const by = sums.length === 0 ? "" : `. ${sums.join(", ")} in all`;
  return `The books do not agree: of ${pairs(linked)}, ${what} open${but}${by}.`;
}

const pairs = (count: number): string => (count === 1 ? "1 linked pair" : `${count} linked pairs`);

const STATES: Readonly<Record<IntegrityRun["state"], string>> = {
  reading: "Reading both systems.",
  comparing: "Comparing with what is known.",
  confirming: "Looking a second time at what seems to differ.",
  repairing: "Repairing.",
  done: "Done.",
  failed: "Stopped by an error.",
  cancelled: "Cancelled.",
};

async function progressOf(
  { ledger, clock }: EngineContext,
  run: IntegrityRun,
): Promise<IntegrityRunView["progress"]> {
  const parts = run.state === "reading" ? await listSurveyParts(ledger.db, run.survey) : [];
  const totals = Object.values(readTotals(run));
  const counted = totals.reduce((all, each) => all + each.salesforce + each.quickbooks, 0);
  const read =
    run.state === "reading" ? parts.reduce((all, { records }) => all + records, 0) : counted;
  const expected = Math.max(run.expected, read);
  if (run.state !== "reading" || read === 0) return { read, expected, remainingSeconds: null };
  const elapsedMs = clock.now() - Date.parse(run.startedAt);
  const remainingSeconds = Math.ceil((elapsedMs / read) * (expected - read) * 0.001);
  return { read, expected, remainingSeconds };
}

const LABELS: Readonly<Record<FindingKind, string>> = {
  missing: "Missing",
  drift: "Differs",
  gone: "Gone",
  older: "Older version",
  mark: "QuickBooks Id",
  unlinked: "Not linked",
  match: "Possible match",
  ambiguous: "Unclear match",
};

export function findingView(context: EngineContext, finding: Finding): FindingView {
  const mapping = mappingById(context, finding.mapping);
  const kind = finding.kind as FindingKind;
  const { salesforceId, quickbooksId } = finding;
  const org = salesforceId === null ? null : salesforceRef(mapping.salesforceType, salesforceId);
  const company =
    quickbooksId === null ? null : quickbooksRef(mapping.quickbooksType, quickbooksId);
  const isQuickbooksOnly = finding.systems[0] === "quickbooks";
  return {
    id: finding.id,
    kind,
    kindLabel: kind === "unlinked" && isQuickbooksOnly ? "QBO Record Created" : LABELS[kind],
    quickbooksObject: mapping.quickbooksType,
    state: finding.state as FindingView["state"],
    systems: finding.systems,
    name: finding.name,
    salesforce:
      org === null ? null : { type: org.type, id: org.id, url: context.salesforce.pageUrl(org) },
    quickbooks:
      company === null
        ? null
        : { type: company.type, id: company.id, url: context.quickbooks.pageUrl(company) },
    fields: JSON.parse(finding.fields) as FindingView["fields"],
    canRepair: finding.state === "open" && finding.repair !== "none",
    action: actionOf(finding),
    note: finding.note,
    foundAt: finding.foundAt,
    repairedAt: finding.repairedAt,
  };
}

function actionOf({ kind, repair, linkId, systems }: Finding): string {
  switch (kind as FindingKind) {
    case "missing":
      return "Repair takes the change in and carries it over.";
    case "drift":
      return repair === "ask"
        ? "Repair asks a person which value to keep: nothing tells which one is newer."
        : "Repair carries over the change that was left behind.";
    case "gone":
      return "Repair looks again. If the record is gone, the link rests until a person unlinks it; nothing is deleted.";
    case "older":
      return "A backup seems to be restored. Press Send to QuickBooks or Sync From QuickBooks on the record.";
    case "mark":
      return linkId === null
        ? "Repair clears the QuickBooks Id of a record that is not linked."
        : "Repair restores the QuickBooks Id of the linked record.";
    case "match":
      return "Press Link Record on the Salesforce record, or leave both as they are.";
    case "ambiguous":
      return "Several records have this name, or it is linked already. Link Record on the right one.";
    case "unlinked":
    default:
      return systems[0] === "quickbooks"
        ? "Sync Now or a first load brings it into Salesforce."
        : "Send to QuickBooks or a first load makes it there.";
  }
}
