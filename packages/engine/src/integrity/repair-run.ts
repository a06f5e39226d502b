/**
 * Repair: records notices, so that the ordinary pass does the work under its own rules, and looks afterwards
 * whether it did. Nothing is written from here; a person is asked where nothing tells which value is newer.
 */
import { fieldsToAsk } from "@accord-sync/core/integrity/compare-pair.ts";
import { messageOf, operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Edit } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { openEntry } from "@accord-sync/ledger/entries.ts";
import {
  changeFinding,
  type Finding,
  findFindings,
  listFindingsInState,
} from "@accord-sync/ledger/integrity-findings.ts";
import {
  findIntegrityRun,
  type IntegrityRun,
  moveIntegrityRun,
} from "@accord-sync/ledger/integrity-runs.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { bumpRevision, findLink, type Link } from "@accord-sync/ledger/links.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import { loadLinkState, type SideState } from "../link-state.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { inLane } from "../reconcile/reconcile.ts";
import { readError } from "../views/error-view.ts";
import { amountsOfPair } from "./compare-run.ts";
import { countAnew, isStray, isWorkedOn, type StepEnd } from "./confirm-run.ts";
import { judgePair, type ReadPair } from "./pair-facts.ts";
import { AGAIN_AT_ONCE, readAgain } from "./read-again.ts";
import { BEGINNING, readPlace, readTotals, Tallies } from "./run-place.ts";
import { unknownRun } from "./start-run.ts";

const LOOK_AGAIN_MS = 1_000;
/** A finding whose pass is not through is asked after as often, then it is said to be worked on. */
const AT_ONCE = AGAIN_AT_ONCE;

/** Wants these findings repaired, or all that can be; durable, and done by the keeper. */
export async function repairFindings(
  context: EngineContext,
  id: string,
  which: readonly string[] | "all",
): Promise<Result<number>> {
  const { tenant } = context.scope;
  return context.ledger.transaction(async (tx): Promise<Result<number>> => {
    const run = await findIntegrityRun(tx, tenant, id);
    if (run === null) return fail(unknownRun(id));
    if (run.state !== "done" && run.state !== "repairing") {
      return fail(operationalError("INTEGRITY_NOT_DONE", { state: run.state }));
    }
    const chosen = which === "all" ? await listAllOpen(tx, id) : await findFindings(tx, id, which);
    return succeed(await wantRepaired(context, tx, run, chosen));
  });
}

/** Answers with how many of these are to be repaired now. */
export async function wantRepaired(
  context: EngineContext,
  tx: Db,
  run: IntegrityRun,
  findings: readonly Finding[],
): Promise<number> {
  const wanted = findings.filter(({ state, repair }) => state === "open" && repair !== "none");
  if (wanted.length === 0) return 0;
  for (const { id } of wanted) await changeFinding(tx, id, { state: "repairing", looks: 0 });
  const patienceUntil = context.clock.now() + context.pacing.integrityPatienceMs;
  const place = JSON.stringify({ ...BEGINNING, patienceUntil });
  await moveIntegrityRun(tx, run.id, ["confirming", "repairing", "done"], {
    state: "repairing",
    finishedAt: null,
    place,
  });
  return wanted.length;
}

export async function listAllOpen(db: Db, runId: string): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  for (;;) {
    const after = all.at(-1)?.id ?? null;
    const page = await listFindingsInState(db, runId, "open", { after, limit: 1_000 });
    all.push(...page);
    if (page.length < 1_000) return all;
  }
}

export async function repairNext(context: EngineContext, run: IntegrityRun): Promise<StepEnd> {
  const isPatienceOver = context.clock.now() >= readPlace(run).patienceUntil;
  let after: string | null = null;
  let isLeft = false;
  for (;;) {
    const page: readonly Finding[] = await listFindingsInState(
      context.ledger.db,
      run.id,
      "repairing",
      { after, limit: AT_ONCE },
    );
    if (page.length === 0) break;
    after = page.at(-1)?.id ?? null;
    const fresh = page.filter(({ looks }) => looks === 0);
    for (const finding of fresh) await beginRepair(context, finding, whoLooked(run));
    if (fresh.length > 0) context.wake();
    const begun = page.filter(({ looks }) => looks > 0);
    const step = await verify(context, run, begun, isPatienceOver);
    if (step.kind === "stopped") return step;
    isLeft ||= step.kind === "rest" || fresh.length > 0;
  }
  return isLeft ? { kind: "rest", ms: LOOK_AGAIN_MS } : { kind: "done" };
}

/** Who asked for the repair; null where a schedule repairs what nobody has seen. */
function whoLooked({ repair, why, actor }: IntegrityRun): string | null {
  return repair && why !== "person" ? null : actor;
}

/** The notice and the note that it was recorded are one transaction; a repeated notice does no harm. */
async function beginRepair(
  context: EngineContext,
  finding: Finding,
  actor: string | null,
): Promise<void> {
  const mapping = mappingById(context, finding.mapping);
  const refs = [
    ...(finding.salesforceId === null
      ? []
      : [salesforceRef(mapping.salesforceType, finding.salesforceId)]),
    ...(finding.quickbooksId === null
      ? []
      : [quickbooksRef(mapping.quickbooksType, finding.quickbooksId)]),
  ];
  if (finding.repair === "ask") await askAbout(context, finding);
  const isStrayMark = finding.linkId === null;
  await context.ledger.transaction(async (tx) => {
    for (const ref of refs) {
      await recordNotice(context, tx, {
        mapping,
        ref,
        source: "sweep",
        actor,
        known: isStrayMark ? { kind: "marked" } : null,
      });
    }
    await changeFinding(tx, finding.id, { looks: 1 });
  });
}

/**
 * Opens a difference for each field on which nobody moved and both differ. In the pair's lane, on what the
 * ledger holds there: what changed meanwhile is the pass's to merge, and is not asked about.
 */
async function askAbout(context: EngineContext, finding: Finding): Promise<void> {
  const held = await findLink(context.ledger.db, finding.linkId ?? "");
  if (held === null) return;
  const read = await readAgain(context, [finding]);
  const pair = read.ok ? read.value.pairs.get(finding.id) : undefined;
  if (pair === undefined) return;
  await inLane(context, [held.salesforceRef, held.quickbooksRef], () =>
    context.ledger.transaction(async (tx) => {
      const link = await findLink(tx, held.id);
      if (link !== null) await openDifferences(context, tx, link, pair);
    }),
  );
}

async function openDifferences(
  context: EngineContext,
  tx: Db,
  link: Link,
  pair: ReadPair,
): Promise<void> {
  const { facts, verdict } = await judgePair(context, tx, link, pair);
  if (verdict.kind !== "finding" || verdict.finding.kind !== "drift") return;
  if (!(await bumpRevision(tx, link.id, link.revision))) return;
  const state = await loadLinkState(tx, link);
  for (const { field, salesforce, quickbooks } of fieldsToAsk(facts, verdict.finding)) {
    await openEntry(tx, {
      ...mappedScope(context, facts.mapping),
      linkId: link.id,
      field,
      kind: "difference",
      salesforceValue: salesforce,
      quickbooksValue: quickbooks,
      baseRevision: link.revision,
      openedAt: nowIso(context),
      salesforceEdit: editOf(state.salesforce, field, facts.mapping),
      quickbooksEdit: editOf(state.quickbooks, field, facts.mapping),
      reason: "drift",
    });
  }
}

/** Who wrote what one side was last seen to hold; null where its system does not tell. */
function editOf({ ref, edits }: SideState, field: string, { fields }: Mapping): Edit | null {
  const rule = fields.find(({ name }) => name === field);
  return rule === undefined ? null : (edits[pathIn(rule, ref.system)] ?? null);
}

async function verify(
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
  if (ready.length === 0) return findings.length === 0 ? { kind: "done" } : { kind: "rest", ms: 0 };
  const read = await readAgain(context, ready);
  if (!read.ok) return { kind: "stopped", error: read.error };
  await context.ledger.transaction(async (tx) => {
    // Read anew: a step before this one counted too.
    const now = (await findIntegrityRun(tx, run.tenant, run.id)) ?? run;
    const tallies = new Tallies(readTotals(now));
    for (const finding of ready) {
      const pair = read.value.pairs.get(finding.id) ?? { salesforce: null, quickbooks: null };
      await endRepair({ context, tx, tallies }, finding, pair);
    }
    await moveIntegrityRun(tx, run.id, ["repairing"], {
      totals: JSON.stringify(tallies.now),
      metered: now.metered + read.value.metered,
    });
  });
  return ready.length < findings.length ? { kind: "rest", ms: 0 } : { kind: "done" };
}

interface Repairing {
  readonly context: EngineContext;
  readonly tx: Db;
  readonly tallies: Tallies;
}

async function endRepair(
  { context, tx, tallies }: Repairing,
  finding: Finding,
  read: ReadPair,
): Promise<void> {
  const repaired = (note: string | null) =>
    changeFinding(tx, finding.id, { state: "repaired", note, repairedAt: nowIso(context) });
  const remains = (note: string) => changeFinding(tx, finding.id, { state: "open", note });
  if (finding.linkId === null) {
    const isLeft = await isStray(context, tx, finding, read.salesforce);
    return isLeft ? remains("The QuickBooks Id is still there. See the log.") : repaired(null);
  }
  const link = await findLink(tx, finding.linkId);
  if (link === null) return repaired("The records were unlinked meanwhile.");
  const { verdict } = await judgePair(context, tx, link, read);
  const amounts = amountsOfPair(mappingById(context, link.mapping), read);
  countAnew(tallies, finding, amounts);
  await changeFinding(tx, finding.id, { amounts: JSON.stringify(amounts) });
  if (verdict.kind === "agreed") return repaired(null);
  if (verdict.kind === "waits") {
    tallies.add(finding.mapping, "waiting");
    return repaired(await whyWaits(context, tx, link));
  }
  if (verdict.kind === "busy")
    return remains("It is still being worked on. Repair it again later.");
  await changeFinding(tx, finding.id, { fields: JSON.stringify(verdict.finding.fields) });
  return remains(
    (await reasonAside(context, tx, link)) ??
      "It differs still. Press Repair again, or see the log.",
  );
}

/** In plain words what the pair waits for now. */
async function whyWaits(context: EngineContext, tx: Db, link: Link): Promise<string> {
  if (link.salesforceDeleted || link.quickbooksDeleted) {
    return "The record is gone: the link rests, and the log tells of it. Unlink ends it.";
  }
  const aside = await reasonAside(context, tx, link);
  return aside ?? "A person is asked which value to keep.";
}

async function reasonAside(context: EngineContext, tx: Db, link: Link): Promise<string | null> {
  const scope = mappedScope(context, mappingById(context, link.mapping));
  const parked = await findParked(tx, scope, link.salesforceRef);
  return parked === null ? null : `${messageOf(readError(parked.error))}.`;
}
