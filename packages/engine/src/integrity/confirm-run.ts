/**
 * The third step of a run: nothing is a finding that was looked at once. A suspect rests, so that the channels can
 * tell what was on its way; then both systems are swept; then it is read again and judged again.
 */
import type { PairVerdict } from "@accord-sync/core/integrity/compare-pair.ts";
import { addAmounts, takeAmounts, type Amounts } from "@accord-sync/core/integrity/money-sums.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import {
  changeFinding,
  type Finding,
  listFindingsInState,
  removeFinding,
} from "@accord-sync/ledger/integrity-findings.ts";
import {
  findIntegrityRun,
  type IntegrityRun,
  moveIntegrityRun,
} from "@accord-sync/ledger/integrity-runs.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLink, findLinkByRef } from "@accord-sync/ledger/links.ts";
import { findSurveyPart, findSurveyRecord } from "@accord-sync/ledger/surveys.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  salesforceRef,
} from "../engine-context.ts";
import { recordUnreadable } from "../notices/record-unreadable.ts";
import { sweep } from "../sweeper.ts";
import { amountsOfPair } from "./compare-run.ts";
import { judgePair, type ReadPair, workOn } from "./pair-facts.ts";
import { AGAIN_AT_ONCE, readAgain } from "./read-again.ts";
import { readPlace, readTotals, Tallies } from "./run-place.ts";

/** How a step went on: done, wait so long, or stopped by an error. */
export type StepEnd =
  | { readonly kind: "done" }
  | { readonly kind: "rest"; readonly ms: number }
  | { readonly kind: "stopped"; readonly error: OperationalError };

/** A pair that one of the systems is seen older of is read as often as this: a pass came between. */
const LOOKS_MAX = 5;
/** Between two looks at what is being worked on. */
const LOOK_AGAIN_MS = 2_000;
const FIRST_PAGE = { after: null, limit: AGAIN_AT_ONCE };

export async function confirmNext(context: EngineContext, run: IntegrityRun): Promise<StepEnd> {
  const { restUntil, patienceUntil } = readPlace(run);
  const { clock, ledger } = context;
  const [suspect] = await listFindingsInState(ledger.db, run.id, "suspect", {
    ...FIRST_PAGE,
    limit: 1,
  });
  const restMs = restUntil - clock.now();
  if (suspect !== undefined) {
    return restMs > 0 ? { kind: "rest", ms: restMs } : sweepForSuspects(context, run);
  }
  let after: string | null = null;
  let isLeft = false;
  for (;;) {
    const page = { after, limit: AGAIN_AT_ONCE };
    const swept = await listFindingsInState(ledger.db, run.id, "swept", page);
    if (swept.length === 0) break;
    const step = await judgeAgain(context, run, swept, clock.now() >= patienceUntil);
    if (step.kind === "stopped") return step;
    isLeft ||= step.kind === "rest";
    after = swept.at(-1)?.id ?? null;
  }
  return isLeft ? { kind: "rest", ms: LOOK_AGAIN_MS } : { kind: "done" };
}

/** What a channel told of meanwhile was in flight. For the rest both systems are swept, once. */
async function sweepForSuspects(context: EngineContext, run: IntegrityRun): Promise<StepEnd> {
  const { ledger, clock, pacing } = context;
  let after: string | null = null;
  let isNeeded = false;
  for (;;) {
    const page = await listFindingsInState(ledger.db, run.id, "suspect", {
      after,
      limit: AGAIN_AT_ONCE,
    });
    if (page.length === 0) break;
    after = page.at(-1)?.id ?? null;
    isNeeded ||= page.some(({ kind }) => kind !== "mark");
    await ledger.transaction(async (tx) => {
      for (const finding of page) await dropIfTold(context, tx, run, finding);
    });
  }
  if (isNeeded) {
    for (const system of ["salesforce", "quickbooks"] as const) {
      const error = await sweep(context, system);
      if (error !== null) return { kind: "stopped", error };
    }
  }
  const place = { ...readPlace(run), patienceUntil: clock.now() + pacing.integrityPatienceMs };
  await ledger.transaction(async (tx) => {
    for (;;) {
      const rest = await listFindingsInState(tx, run.id, "suspect", FIRST_PAGE);
      for (const { id } of rest) await changeFinding(tx, id, { state: "swept" });
      if (rest.length < FIRST_PAGE.limit) break;
    }
    await moveIntegrityRun(tx, run.id, ["confirming"], {
      place: JSON.stringify(place),
      metered: run.metered + (isNeeded ? 1 : 0),
    });
  });
  return { kind: "rest", ms: 0 };
}

/** A change that a channel told of meanwhile was in flight: how its pair stands is judged with the others. */
async function dropIfTold(
  context: EngineContext,
  tx: Db,
  run: IntegrityRun,
  finding: Finding,
): Promise<void> {
  if (finding.kind !== "missing" || finding.linkId === null) return;
  const link = await findLink(tx, finding.linkId);
  if (link === null) return;
  const { verdict } = await judgePair(context, tx, link, await surveyed(tx, run, finding));
  const isUntold = verdict.kind === "finding" && verdict.finding.kind === "missing";
  if (!isUntold) await changeFinding(tx, finding.id, { kind: "drift" });
}

async function surveyed(tx: Db, run: IntegrityRun, finding: Finding): Promise<ReadPair> {
  const of = async (system: Finding["systems"][number], id: string | null) => {
    const part = await findSurveyPart(tx, run.survey, finding.mapping, system);
    if (part === null || id === null) return null;
    return (await findSurveyRecord(tx, part.id, id))?.observation ?? null;
  };
  return {
    salesforce: await of("salesforce", finding.salesforceId),
    quickbooks: await of("quickbooks", finding.quickbooksId),
  };
}

async function judgeAgain(
  context: EngineContext,
  run: IntegrityRun,
  findings: readonly Finding[],
  isPatienceOver: boolean,
): Promise<StepEnd> {
  const ready: Finding[] = [];
  for (const finding of findings) {
    const isBusy = await isWorkedOn(context, context.ledger.db, finding);
    if (!isBusy || isPatienceOver) ready.push(finding);
  }
  let isLeft = ready.length < findings.length;
  if (ready.length === 0) return { kind: "rest", ms: LOOK_AGAIN_MS };
  const read = await readAgain(context, ready);
  if (!read.ok) return { kind: "stopped", error: read.error };
  await context.ledger.transaction(async (tx) => {
    // Read anew: a page before this one counted too.
    const now = (await findIntegrityRun(tx, run.tenant, run.id)) ?? run;
    const tallies = new Tallies(readTotals(now));
    for (const finding of ready) {
      const judge = { context, tx, run, tallies, isPatienceOver };
      const apart = read.value.unreadable.get(finding.id);
      if (apart !== undefined) {
        await leaveUnread(judge, finding, apart);
        continue;
      }
      const pair = read.value.pairs.get(finding.id) ?? { salesforce: null, quickbooks: null };
      isLeft = !(await judgeOne(judge, finding, pair)) || isLeft;
    }
    await moveIntegrityRun(tx, run.id, ["confirming"], {
      totals: JSON.stringify(tallies.now),
      metered: now.metered + read.value.metered,
    });
  });
  return isLeft ? { kind: "rest", ms: LOOK_AGAIN_MS } : { kind: "done" };
}

export async function isWorkedOn(
  context: EngineContext,
  db: Db,
  finding: Finding,
): Promise<boolean> {
  const mapping = mappingById(context, finding.mapping);
  const refs = [
    finding.salesforceId === null
      ? null
      : ({ system: "salesforce", type: mapping.salesforceType, id: finding.salesforceId } as const),
    finding.quickbooksId === null
      ? null
      : ({ system: "quickbooks", type: mapping.quickbooksType, id: finding.quickbooksId } as const),
  ].filter((ref) => ref !== null);
  return (await workOn(context, db, finding.mapping, refs)) === "busy";
}

interface Judge {
  readonly context: EngineContext;
  readonly tx: Db;
  readonly run: IntegrityRun;
  readonly tallies: Tallies;
  readonly isPatienceOver: boolean;
}

/** True when it is settled; false when it has to be looked at again. */
async function judgeOne(judge: Judge, finding: Finding, read: ReadPair): Promise<boolean> {
  const { context, tx, tallies, isPatienceOver } = judge;
  if (finding.linkId === null) return judgeStray(judge, finding, read);
  const link = await findLink(tx, finding.linkId);
  if (link === null) {
    // Unlinked meanwhile: no pair any more.
    countAnew(tallies, finding, {});
    tallies.add(finding.mapping, "linked", -1);
    await removeFinding(tx, finding.id);
    return true;
  }
  const { verdict } = await judgePair(context, tx, link, read);
  const amounts = amountsOfPair(mappingById(context, link.mapping), read);
  const isOlder = verdict.kind === "finding" && verdict.finding.kind === "older";
  const isOpen = (verdict.kind === "busy" || isOlder) && finding.looks < LOOKS_MAX;
  if (isOpen && !isPatienceOver) {
    await changeFinding(tx, finding.id, isOlder ? { looks: finding.looks + 1 } : {});
    return false;
  }
  countAnew(tallies, finding, amounts);
  if (verdict.kind === "finding") await confirmFinding(judge, finding, read, { verdict, amounts });
  else await endSuspect(judge, finding, verdict.kind, amounts);
  return true;
}

/** Nothing can be said of its pair: its own pass sets it aside, and people are told. */
async function leaveUnread(
  { context, tx, tallies }: Judge,
  finding: Finding,
  ref: RecordRef,
): Promise<void> {
  await recordUnreadable(context, tx, ref, "listed");
  countAnew(tallies, finding, {});
  if (finding.linkId !== null) tallies.add(finding.mapping, "waiting");
  await removeFinding(tx, finding.id);
}

/** What a finding's pair counts with is replaced by what was read now. */
export function countAnew(tallies: Tallies, finding: Finding, amounts: Amounts): void {
  const before = JSON.parse(finding.amounts) as Amounts;
  const sums = tallies.of(finding.mapping).amounts;
  tallies.set(finding.mapping, { amounts: addAmounts(takeAmounts(sums, before), amounts) });
}

/** It is none any more. A change that only the sweep brought in is told of, mended as it is. */
async function endSuspect(
  { tx, tallies, context }: Judge,
  finding: Finding,
  verdict: "agreed" | "waits" | "busy",
  amounts: Amounts,
): Promise<void> {
  if (verdict === "waits") tallies.add(finding.mapping, "waiting");
  if (verdict === "busy") tallies.add(finding.mapping, "busy");
  if (finding.kind !== "missing" || verdict === "busy") {
    await removeFinding(tx, finding.id);
    return;
  }
  await changeFinding(tx, finding.id, {
    state: "repaired",
    amounts: JSON.stringify(amounts),
    repairedAt: nowIso(context),
    note:
      verdict === "agreed"
        ? "The sweep of this run brought it in."
        : "The sweep of this run brought it in. A person is asked about the rest.",
  });
}

async function confirmFinding(
  { context, tx, run, tallies }: Judge,
  finding: Finding,
  read: ReadPair,
  {
    verdict,
    amounts,
  }: {
    readonly verdict: Extract<PairVerdict, { readonly kind: "finding" }>;
    readonly amounts: Amounts;
  },
): Promise<void> {
  const { kind, systems, fields, repair } = verdict.finding;
  const first = await surveyed(tx, run, finding);
  // It moved again since the first look: on its way, for all that can be told.
  const isInFlight =
    kind === "missing" &&
    systems.some((system) => first[system]?.version !== read[system]?.version);
  if (isInFlight) {
    tallies.add(finding.mapping, "busy");
    await removeFinding(tx, finding.id);
    return;
  }
  await changeFinding(tx, finding.id, {
    state: "open",
    kind,
    systems,
    repair,
    fields: JSON.stringify(fields),
    amounts: JSON.stringify(amounts),
    note: null,
    looks: 0,
  });
  context.log.info("Sync Integrity found something", { kind, record: finding.name });
}

/** A mark of this company on a record that is not linked. */
async function judgeStray(
  { context, tx }: Judge,
  finding: Finding,
  { salesforce }: ReadPair,
): Promise<boolean> {
  const isThere = await isStray(context, tx, finding, salesforce);
  if (isThere) await changeFinding(tx, finding.id, { state: "open" });
  else await removeFinding(tx, finding.id);
  return true;
}

export async function isStray(
  context: EngineContext,
  tx: Db,
  finding: Finding,
  seen: ReadPair["salesforce"],
): Promise<boolean> {
  if (seen?.linkMark?.startsWith(`${context.scope.company}:`) !== true) return false;
  const mapping = mappingById(context, finding.mapping);
  const ref = salesforceRef(mapping.salesforceType, finding.salesforceId ?? "");
  return (await findLinkByRef(tx, mappedScope(context, mapping), ref)) === null;
}
