/**
 * Reconciles a linked pair: observe what is not known, merge against the base, write, repeat.
 *
 * Each round makes at most one write and merges anew from the ledger, so that a second write never
 * rests on what the first one changed. A pass ends when nothing is left to write.
 */
import {
  dispositionOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { listOpenDeletions } from "@accord-sync/ledger/deletions.ts";
import { findNotice, fulfilWish } from "@accord-sync/ledger/inbox.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import { findLink, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { isRealTime } from "@accord-sync/ledger/mapping-settings.ts";
import { findParked, type Parked, unpark } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope, nowIso, remoteOf } from "../engine-context.ts";
import { writeLog } from "../journal.ts";
import { type LinkState, loadLinkState, type SideState } from "../link-state.ts";
import { isEcho } from "../notices/echo.ts";
import { readKnown } from "../notices/notice-known.ts";
import { hasPending, keepForRealTime, releaseHeldBack } from "../notices/held-back.ts";
import { stepAside } from "../names/step-aside.ts";
import { judgeTakenName, parkAgain } from "../names/taken-name.ts";
import { settle } from "../writer/settle.ts";
import { carryOut, type WriteOrder, type WriteOutcome } from "../writer/writer.ts";
import { endAsGone } from "./end-as-gone.ts";
import { dirtySides, goneSides, look } from "./observe-sides.ts";
import { finished, isAsked, type Pass, type PassEnd } from "./pass.ts";
import { planRound, type Round } from "./plan-round.ts";
import { nameOfWrite } from "./refused-write.ts";
import { stop } from "./stop.ts";

/** Rounds of one pass: more than the writes of two systems, a mark and some stale answers need. */
const ROUNDS_MAX = 16;

interface Progress {
  state: LinkState;
  readonly isEcho: boolean;
  /** Systems to look at before the next merge. */
  dirty: ReadonlySet<SystemName>;
  forceFrom: SystemName | null;
  /** As of the last round. */
  targets: ReadonlySet<SystemName>;
  /** Systems looked at in this pass. */
  readonly looked: Set<SystemName>;
  /** Salesforce was looked at again since QuickBooks was last looked at, for an agreement by chance. */
  isConfirmed: boolean;
  observedAgain: number;
  readonly wroteTo: Set<SystemName>;
  /** A write of this pass stands in the log as what was asked for. */
  isTold: boolean;
  /** Why the record is set aside since an earlier pass; null when it is not. */
  readonly parked: Parked | null;
  /** Writes not to be tried: what was refused before, unless a person asks, and in this pass. */
  readonly refused: Set<string>;
  /** The first refusal of this pass; the rest of the record goes on, and then it is reported. */
  refusal: LinkRefusal | null;
}

export async function reconcileLink(
  context: EngineContext,
  due: Pass,
  link: Link,
): Promise<PassEnd> {
  const unsettled = await settleOpenIntents(context, due, link);
  if (unsettled !== null) return unsettled;
  const pass = await withoutFulfilled(context, due);
  const current = await findLink(context.ledger.db, link.id);
  // An unlink was waiting: what was asked for since is for the record as it is now.
  if (current === null) return { kind: "postponed", ms: 0 };
  const state = await loadLinkState(context.ledger.db, current);
  // An echo needs no look, but what an earlier look left to do is done all the same.
  const echo = isEcho(pass.mapping, pass.notice, state);
  const { direction } = pass.notice;
  const parked = await findParked(
    context.ledger.db,
    mappedScope(context, pass.mapping),
    current.salesforceRef,
  );
  return rounds(context, pass, {
    state,
    isEcho: echo,
    dirty: new Set([...(echo ? [] : dirtySides(pass)), ...goneSides(current)]),
    forceFrom: direction === "send" ? "salesforce" : direction === "fetch" ? "quickbooks" : null,
    targets: new Set(),
    looked: new Set(),
    isConfirmed: false,
    observedAgain: 0,
    wroteTo: new Set(),
    isTold: false,
    parked,
    refused: new Set(isAsked(pass) || !parked?.refusedWrite ? [] : [parked.refusedWrite]),
    refusal: null,
  });
}

/** Before anything else happens to a record, what is doubtful about it is settled. */
async function settleOpenIntents(
  context: EngineContext,
  pass: Pass,
  link: Link,
): Promise<PassEnd | null> {
  const settled = new Set<string>();
  for (const ref of [link.salesforceRef, link.quickbooksRef]) {
    for (const intent of await listOpenIntentsFor(context.ledger.db, context.scope.tenant, ref)) {
      if (settled.has(intent.id)) continue;
      settled.add(intent.id);
      const outcome = await settle(context, intent);
      if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
      if (outcome.kind === "rejected" && outcome.error.code === "WRITE_OUTCOME_AMBIGUOUS") {
        return refuse(context, pass, { link, target: intent.target, error: outcome.error });
      }
    }
  }
  return null;
}

/**
 * What was settled may be what this pass was asked for: carried out, and noted so (`fulfilWish`). Done again it
 * would replace what people wrote since.
 */
async function withoutFulfilled(context: EngineContext, pass: Pass): Promise<Pass> {
  if (pass.notice.direction === "none") return pass;
  const kept = await findNotice(context.ledger.db, pass.notice.id);
  if (kept === null || kept.direction !== "none") return pass;
  const { direction, onMatch, lift } = kept;
  return { ...pass, notice: { ...pass.notice, direction, onMatch, lift } };
}

interface LinkRefusal {
  readonly link: Link;
  /** The system that was to be written. */
  readonly target: SystemName;
  readonly error: OperationalError;
  readonly intentId?: string;
  readonly refusedWrite?: string;
  readonly waitsFor?: string;
}

function refuse(
  context: EngineContext,
  pass: Pass,
  { link, target, error, intentId, refusedWrite, waitsFor }: LinkRefusal,
): Promise<PassEnd> {
  return stop(context, pass, {
    error,
    intentId: intentId ?? null,
    refusedWrite: refusedWrite ?? null,
    waitsFor: waitsFor ?? null,
    action: pass.notice.direction === "none" ? "update" : pass.notice.direction,
    target,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    linkId: link.id,
  });
}

async function rounds(context: EngineContext, pass: Pass, progress: Progress): Promise<PassEnd> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const looked = await lookAtDirty(context, pass, progress);
    if (looked !== null) return looked;
    const { forceFrom, state, refused, isConfirmed } = progress;
    const next = await context.ledger.transaction(async (tx) => {
      const targets = await targetsOf(context, tx, pass);
      progress.targets = targets;
      return planRound(context, tx, { pass, state, forceFrom, targets, refused, isConfirmed });
    });
    progress.state = next.state;
    if (next.kind === "done") {
      if (progress.forceFrom === null) return conclude(context, pass, progress, next);
      // The forced run has nothing to write; what agrees still moves the bases and closes entries.
      progress.forceFrom = null;
      continue;
    }
    if (next.kind === "look") {
      // A look that was too young needs a second to pass (S-SECOND).
      if (progress.looked.has(next.system)) await context.clock.sleep(context.pacing.settleMs);
      progress.dirty = new Set([next.system]);
      progress.isConfirmed ||= next.system === "salesforce";
      continue;
    }
    const outcome = await carryOut(context, next.order, next.before);
    const end = await afterWrite(context, pass, progress, { order: next.order, outcome });
    if (end !== null) return end;
  }
  return { kind: "stopped", error: operationalError("RECORD_BUSY") };
}

/**
 * What changed in QuickBooks is looked at while real time is off too, and waits where the pass ends (`conclude`). Asked
 * in each round: a person may switch it off while the pass waits for a system.
 */
async function targetsOf(
  context: EngineContext,
  tx: Db,
  pass: Pass,
): Promise<ReadonlySet<SystemName>> {
  const { source, actor } = pass.notice;
  // What follows from a merge in Salesforce is nobody's decision.
  const isDecided = source === "decision" && actor !== null;
  const mayWriteSalesforce =
    isDecided || isAsked(pass) || (await isRealTime(tx, mappedScope(context, pass.mapping)));
  return new Set(mayWriteSalesforce ? ["quickbooks", "salesforce"] : ["quickbooks"]);
}

async function lookAtDirty(
  context: EngineContext,
  pass: Pass,
  progress: Progress,
): Promise<PassEnd | null> {
  for (const system of progress.dirty) {
    const { state } = progress;
    const target = otherSystem(system);
    const looked = await look(context, pass, {
      state,
      system,
      useKnown: !progress.looked.has(system) && !isOvertaken(context, pass, state),
    });
    if (looked.kind === "error") {
      return refuse(context, pass, { link: state.link, target, error: looked.error });
    }
    if (looked.kind === "gone") {
      if (await mustStay(context, pass, progress.state, system)) return { kind: "heldBack" };
      const { isProven } = looked;
      return endAsGone(context, pass, { state: looked.state, system, isProven });
    }
    progress.state = looked.state;
    progress.looked.add(system);
  }
  progress.dirty = new Set();
  return null;
}

/**
 * A deletion in QuickBooks waits for real time like any other change, unless nothing of it is left to carry over
 * or a person approved it.
 */
async function mustStay(
  context: EngineContext,
  pass: Pass,
  { link }: LinkState,
  system: SystemName,
): Promise<boolean> {
  const { db } = context.ledger;
  const isNews = system === "quickbooks" && pass.notice.ref.system === "quickbooks";
  if (!isNews || (await targetsOf(context, db, pass)).has("salesforce")) return false;
  if (!link.quickbooksDeleted) return true;
  const open = await listOpenDeletions(db, link.id);
  return open.some((each) => each.system === system && each.state !== "approved");
}

/**
 * True when the ledger may have gone past what the notice brought along, and somebody has to look. A sweep's
 * sighting that stands for an event too may then be older than the event. One that was made within the second
 * of the record's last change may have come before a write of ours of that same second (S-SECOND).
 */
function isOvertaken(context: EngineContext, { notice, mapping }: Pass, state: LinkState): boolean {
  const known = readKnown(notice.known);
  if (known?.kind !== "sighting" || known.sighting.kind !== "found") return false;
  const { observation } = known.sighting;
  const { system } = observation.ref;
  const side = state[system];
  const order = remoteOf(context, system).compareVersions(observation.version, side.version);
  if (order === 0) return !observation.isSettled && !showsSame(mapping, side, observation);
  return order < 0 && notice.seq > 1;
}

function showsSame(mapping: Mapping, side: SideState, { image, linkMark }: Observation): boolean {
  const holdsSame = mapping.fields.every((rule) => {
    const path = pathIn(rule, side.ref.system);
    return isSameStored(rule.kind, valueAt(image, path), valueAt(side.seen, path));
  });
  return holdsSame && linkMark === side.mark;
}

interface Written {
  readonly order: WriteOrder;
  readonly outcome: WriteOutcome;
}

/** Null when the pass goes on with the next round. */
async function afterWrite(
  context: EngineContext,
  pass: Pass,
  progress: Progress,
  { order, outcome }: Written,
): Promise<PassEnd | null> {
  const { link } = progress.state;
  if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
  if (outcome.kind === "rejected") {
    const { error, intent } = outcome;
    const disposition = dispositionOf(error);
    if (disposition === "park") {
      const taken = await judgeTakenName(context, order, error);
      const isLast = progress.observedAgain >= context.pacing.observeAgainLimit;
      if (taken?.kind === "unknown" && !isLast) {
        progress.observedAgain += 1;
        return null;
      }
      const refusedWrite = nameOfWrite(order);
      progress.refused.add(refusedWrite);
      const refusal = { link, target: order.target, error, intentId: intent.id, refusedWrite };
      const { waitsFor, error: why } =
        taken?.kind === "held" ? taken : { waitsFor: undefined, error };
      progress.refusal ??= { ...refusal, error: why, ...(waitsFor && { waitsFor }) };
      return null;
    }
    if (disposition !== "observe-again") {
      return refuse(context, pass, { link, target: order.target, error });
    }
    progress.observedAgain += 1;
    if (progress.observedAgain > context.pacing.observeAgainLimit) {
      return { kind: "stopped", error: operationalError("RECORD_BUSY") };
    }
    progress.dirty = new Set([order.target]);
    progress.isConfirmed = false;
    return null;
  }
  if (outcome.link === null) {
    return finished("outOfScope", "error", "The link ended meanwhile.", link.salesforceRef);
  }
  // A forced run is satisfied by its one write; what is left is merged without direction.
  if (order.plan.kind === "update") {
    progress.wroteTo.add(order.target);
    if (order.plan.wish !== null) {
      progress.forceFrom = null;
      progress.isTold = true;
    }
  }
  const current = await findLink(context.ledger.db, link.id);
  if (current === null) {
    return finished("outOfScope", "error", "The link ended meanwhile.", link.salesforceRef);
  }
  progress.state = await loadLinkState(context.ledger.db, current);
  return null;
}

/**
 * Nothing is left that this pass may write. What it saw in QuickBooks and may not carry over waits for
 * real time, whatever the notice was about and however the pass ends.
 */
async function conclude(
  context: EngineContext,
  pass: Pass,
  progress: Progress,
  round: Extract<Round, { kind: "done" }>,
): Promise<PassEnd> {
  const end = await endOf(context, pass, progress, round);
  const { targets, state } = progress;
  const isLeft = !targets.has("salesforce") && hasPending(pass.mapping, state.quickbooks);
  if (end.kind !== "finished" || !isLeft) return end;
  if (pass.notice.ref.system === "quickbooks") return { kind: "heldBack" };
  await keepForRealTime(context, pass.mapping, state.quickbooks);
  return end;
}

/** The pass ends by its refusal, an earlier one that stands, or well; or it waits for other records. */
async function endOf(
  context: EngineContext,
  pass: Pass,
  progress: Progress,
  round: Extract<Round, { kind: "done" }>,
): Promise<PassEnd> {
  const { refusal, parked } = progress;
  const isRefused = refusal !== null || (round.refusedLeft.length > 0 && parked !== null);
  if (round.needed === null) return endOfWrites(context, pass, progress, round);
  const end = isRefused ? await endOfWrites(context, pass, progress, round) : null;
  // What is refused for good does not keep the rest from waiting; what is tried again comes by again.
  if (end !== null && end.kind !== "finished") return end;
  const { salesforceRef, quickbooksRef, name, id } = progress.state.link;
  return {
    kind: "waiting",
    mapping: pass.mapping,
    ...round.needed,
    onMatch: "ask",
    salesforce: salesforceRef,
    quickbooks: quickbooksRef,
    name,
    linkId: id,
    isRefused,
  };
}

/** How the writes of the pass ended. */
async function endOfWrites(
  context: EngineContext,
  pass: Pass,
  progress: Progress,
  { openEntries, held, refusedLeft }: Extract<Round, { kind: "done" }>,
): Promise<PassEnd> {
  const { refusal, parked } = progress;
  if (refusal !== null) return refuse(context, pass, refusal);
  if (refusedLeft.length === 0 || parked === null) {
    return finish(context, pass, progress, { openEntries, held });
  }
  const step = await stepAside(context, refusedLeft, parked);
  if (step.kind === "stopped") return step.end;
  await context.ledger.transaction((tx) => parkAgain(context, tx, parked, step.kind));
  const { salesforceRef } = progress.state.link;
  return finished("parked", "error", "What was refused before still is.", salesforceRef);
}

async function finish(
  context: EngineContext,
  pass: Pass,
  progress: Progress,
  { openEntries, held }: Pick<Extract<Round, { kind: "done" }>, "openEntries" | "held">,
): Promise<PassEnd> {
  const { link, quickbooks } = progress.state;
  const isForced = pass.notice.direction !== "none";
  const wrote = progress.wroteTo.size > 0;
  await context.ledger.transaction(async (tx) => {
    await unpark(tx, mappedScope(context, pass.mapping), link.salesforceRef);
    if (isForced) await touchLink(tx, link.id, { lastSyncAt: nowIso(context) });
    // Told below as done: after a death right here the notice must not ask for it again.
    if (isForced) await fulfilWish(tx, pass.notice.id, pass.notice.seq);
    // Whether it was asked for, decided, or entered by hand in both systems.
    if (!hasPending(pass.mapping, quickbooks)) {
      await releaseHeldBack(context, tx, pass.mapping, link.quickbooksRef);
    }
    // A forced send logs through its verifying write; a forced fetch that found nothing says so here, though
    // the pass may have written what people changed.
    if (isForced && !progress.isTold) {
      await writeLog(context, tx, {
        mapping: pass.mapping,
        salesforce: link.salesforceRef,
        quickbooks: link.quickbooksRef,
        name: link.name,
        direction: "quickbooksToSalesforce",
        action: pass.notice.direction,
        outcome: "applied",
        actor: pass.notice.actor,
        linkId: link.id,
        message: wrote
          ? "Nothing was left to take over from QuickBooks."
          : "Already in step: nothing differed.",
      });
    }
  });
  const ref = link.salesforceRef;
  if (progress.isEcho && !wrote) return finished("echo", "alreadyInStep", "Already in step.", ref);
  if (held > 0) {
    const message = "Waits for a decision in Accord Admin > Held Changes.";
    return finished("reconciled", "held", message, ref);
  }
  if (openEntries > 0) {
    const fields = openEntries === 1 ? "1 field needs" : `${openEntries} fields need`;
    return finished("reconciled", "held", `${fields} a decision.`, ref);
  }
  return wrote
    ? finished("reconciled", "updated", "Updated.", ref)
    : finished("reconciled", "alreadyInStep", "Already in step.", ref);
}
