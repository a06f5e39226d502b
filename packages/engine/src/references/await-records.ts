/**
 * A pass that cannot go on before other records are linked.
 *
 * In one transaction: what it waits for is stored, each of these records is asked for like any dirty record
 * and as urgently as the one that waits, and the notice is put off until it is woken (`wake-waiters.ts`).
 * Where one of them cannot come without a person, the record is held and says so; it goes on by itself
 * when that one is linked. Nobody holds the lane of another record meanwhile, so nobody can wait for each
 * other in their lanes; records that refer to each other in a circle are told by their stored waits.
 */
import {
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { typeIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Prerequisite } from "@accord-sync/core/mapping/references.ts";
import { circleThrough } from "@accord-sync/core/plan/circles.ts";
import { refKey, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { deferNotice, findNotice, type Notice } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { listWaits, type Needed, replaceWaits, type Wait } from "@accord-sync/ledger/waits.ts";
import { dueIso, type EngineContext, mappedScope, mappingById, nowIso } from "../engine-context.ts";
import { directionTo, writeParked } from "../journal.ts";
import { endNotice } from "../notices/end-notice.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { finished, isAsked, type Waiting } from "../reconcile/pass.ts";
import { nameOfNeeded, type NeededState, stateOfNeeded } from "./needed-state.ts";

/** It is woken; the time is for the inbox, which has one. */
const UNTIL_WOKEN_MS = 365 * 24 * 3_600_000;

/** Ends a pass that waits for other records. */
export async function awaitRecords(
  context: EngineContext,
  notice: Notice,
  end: Waiting,
): Promise<void> {
  await context.ledger.transaction(async (tx) => {
    const held = await findNotice(tx, notice.id);
    // Finished under it: nobody wants the record any more.
    if (held === null) return;
    const earlier = await listWaits(tx, mappedScope(context, end.mapping), notice.ref);
    const needed = end.needs.map((need) => neededOf(context, need));
    await replaceWaits(
      tx,
      mappedScope(context, end.mapping),
      notice.ref,
      waitsOf(context, { notice, end, needed }),
    );
    const circle = await circleOf(context, tx, notice);
    if (circle !== null) return hold(context, tx, { notice, end, error: circleError(circle) });
    for (const each of needed) {
      const stuck = await askFor(context, tx, { notice, end, needed: each, earlier });
      if (stuck !== null) return hold(context, tx, { notice, end, error: stuck });
    }
    await putOff(context, tx, notice, { end, needed });
  });
  context.wake();
}

function neededOf(context: EngineContext, { mapping, system, id, ...rest }: Prerequisite): Needed {
  const type = typeIn(mappingById(context, mapping), system);
  return { mapping, ref: { system, type, id }, name: rest.name, unlinked: rest.unlinked };
}

interface Waiter {
  readonly notice: Notice;
  readonly end: Waiting;
}

function waitsOf(
  context: EngineContext,
  { notice, end, needed }: Waiter & { readonly needed: readonly Needed[] },
): readonly Wait[] {
  return needed.map((each) => ({
    ...mappedScope(context, end.mapping),
    ref: notice.ref,
    needed: each,
    askedBy: notice.id,
    askedWish: notice.wishSeq,
    onMatch: end.onMatch,
    actor: notice.actor,
    priority: notice.priority,
    at: nowIso(context),
  }));
}

/**
 * Asks for a record, unless it is on its way. Answers with why the one that waits cannot go on without a
 * person, or null.
 */
async function askFor(
  context: EngineContext,
  tx: Db,
  { notice, end, needed, earlier }: Waiter & { needed: Needed; earlier: readonly Wait[] },
): Promise<OperationalError | null> {
  const state = await stateOfNeeded(context, tx, needed);
  if (state.kind !== "still") return null;
  if (needed.unlinked === "wait" || !mayAsk(notice, { needed, state, earlier })) {
    return stuckError(end, needed, state);
  }
  await recordNotice(context, tx, {
    mapping: mappingById(context, needed.mapping),
    ref: needed.ref,
    source: "recovery",
    actor: notice.actor,
    priority: notice.priority,
  });
  return null;
}

/**
 * Once for each wish: what came of it stands until somebody presses again. A record that is set aside is
 * asked for again by a person's word alone.
 */
function mayAsk(
  notice: Notice,
  { needed, state, earlier }: { needed: Needed; state: NeededState; earlier: readonly Wait[] },
): boolean {
  const isAskedBefore = earlier.some(
    (wait) =>
      wait.askedBy === notice.id &&
      wait.askedWish === notice.wishSeq &&
      wait.needed.mapping === needed.mapping &&
      refKey(wait.needed.ref) === refKey(needed.ref),
  );
  if (isAskedBefore) return false;
  const isSetAside = state.kind === "still" && state.reason !== null;
  return !isSetAside || isAsked({ notice });
}

function stuckError(end: Waiting, needed: Needed, state: NeededState): OperationalError {
  const reason = state.kind === "still" ? state.reason : null;
  return operationalError("NEEDED_RECORD_HELD", {
    record: nameOfNeeded(needed),
    system: SYSTEM_LABEL[end.target],
    reason: reason ?? `it is not in ${SYSTEM_LABEL[end.target]}`,
  });
}

function circleError(names: readonly string[]): OperationalError {
  return operationalError("REFERENCES_CIRCULAR", { records: names.join(", ") });
}

/** The names of the records that need each other in a circle with this one; null when there is none. */
async function circleOf(
  context: EngineContext,
  tx: Db,
  notice: Notice,
): Promise<readonly string[] | null> {
  const needs = new Map<string, readonly string[]>();
  const names = new Map<string, string>();
  const open = [{ mapping: notice.mapping, ref: notice.ref }];
  const keyOf = (each: (typeof open)[number]) => `${each.mapping} ${refKey(each.ref)}`;
  for (const each of open) {
    const scope = mappedScope(context, mappingById(context, each.mapping));
    const waits = await listWaits(tx, scope, each.ref);
    needs.set(
      keyOf(each),
      waits.map(({ needed }) => keyOf(needed)),
    );
    for (const { needed } of waits) {
      names.set(keyOf(needed), nameOfNeeded(needed));
      if (!open.some((known) => keyOf(known) === keyOf(needed))) open.push(needed);
    }
  }
  const start = keyOf({ mapping: notice.mapping, ref: notice.ref });
  const circle = circleThrough(start, needs);
  return circle === null ? null : circle.map((key) => names.get(key) ?? key);
}

async function putOff(
  context: EngineContext,
  tx: Db,
  notice: Notice,
  { end, needed }: { readonly end: Waiting; readonly needed: readonly Needed[] },
): Promise<void> {
  const states = await Promise.all(needed.map((each) => stateOfNeeded(context, tx, each)));
  const isOver = states.every(({ kind }) => kind === "linked");
  const missing = needed.filter((_each, index) => states[index]?.kind !== "linked");
  const records = missing.map(nameOfNeeded).join(", ");
  const waiting = operationalError("NEEDED_RECORDS", {
    records,
    system: SYSTEM_LABEL[end.target],
  });
  await deferNotice(tx, notice.id, {
    seq: notice.seq,
    attempts: notice.attempts,
    // Linked while this pass was under way: nobody will wake it.
    dueAt: dueIso(context, isOver ? 0 : UNTIL_WOKEN_MS),
    waiting: isOver ? null : JSON.stringify(waiting),
  });
}

/** The record leaves rotation, with what it waits for; told once, however often it is looked at. */
async function hold(
  context: EngineContext,
  tx: Db,
  { notice, end, error }: Waiter & { readonly error: OperationalError },
): Promise<void> {
  const scope = mappedScope(context, end.mapping);
  const { salesforce, quickbooks, name, linkId, target } = end;
  const ref = salesforce ?? quickbooks ?? notice.ref;
  const parked = await findParked(tx, scope, ref);
  const isTold = parked?.error === JSON.stringify(error) && !isAsked({ notice });
  // What was refused keeps its place while it is left to be written: it would be tried again unchanged.
  const isRefused = end.isRefused === true && parked !== null;
  if (!isTold && !isRefused) {
    await writeParked(context, tx, {
      mapping: end.mapping,
      salesforce,
      quickbooks,
      name,
      direction: directionTo(target),
      action: notice.direction === "none" ? "update" : notice.direction,
      outcome: "held",
      actor: notice.actor,
      linkId,
      error,
    });
  }
  await endNotice(context, tx, notice, {
    ...finished("held", "held", messageOf(error), salesforce),
    isWaiting: true,
  });
}
