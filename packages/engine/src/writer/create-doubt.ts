/**
 * A create of which nobody but a person can tell what it made (I4): its answer was lost, its key is forgotten, and
 * what it may have made was changed since. What is known then:
 *
 *   the record that it was for    nothing is created for it again, until a person links it or says by a Send with
 *                                 "create another one" that none of the candidates is it
 *   the candidates                nothing is created from them, whatever notice comes. They wait behind the doubt
 *                                 and are looked at as new records when it is over
 */
import { messageOf, operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import {
  otherSystem,
  type RecordRef,
  refKey,
  SYSTEM_LABEL,
} from "@accord-sync/core/records/record-ref.ts";
import {
  freeCandidate,
  freeCandidates,
  keepCandidates,
  listCandidates,
  listCandidateSources,
} from "@accord-sync/ledger/create-candidates.ts";
import { askOnMatch, fulfilWish, listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import type { Db, MappedScope } from "@accord-sync/ledger/ledger.ts";
import { findParked, unpark } from "@accord-sync/ledger/parked.ts";
import { clearWaits } from "@accord-sync/ledger/waits.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  remoteOf,
} from "../engine-context.ts";
import { describeRef, directionTo, writeParked } from "../journal.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { finished, isAsked, type Pass, type PassEnd } from "../reconcile/pass.ts";
import { stop } from "../reconcile/stop.ts";
import { isReprocessed } from "../set-aside.ts";
import { readPlan } from "./intent-plan.ts";

/**
 * Ends an intent in doubt, in one transaction with all that keeps it from being repeated: after a death the wish that
 * led to it is not there any more, and its record is set aside.
 */
export async function openDoubt(
  context: EngineContext,
  intent: Intent,
  candidates: readonly Observation[],
): Promise<OperationalError> {
  const mapping = mappingById(context, intent.mapping);
  const scope = mappedScope(context, mapping);
  const source = must(intent.source, "a create has a source");
  const plan = readPlan(intent.plan);
  const name = plan.kind === "create" ? plan.source.name : source.id;
  const error = ambiguous(intent.target, candidates.length, name);
  const at = nowIso(context);
  await context.ledger.transaction(async (tx) => {
    await moveIntent(tx, intent.id, "rejected", { receipt: JSON.stringify(error), at });
    const made = candidates.map(({ ref }) => ref);
    await keepCandidates(tx, scope, { source, made, at });
    // A Send that was pressed before the question was there is no answer to it.
    for (const notice of await listNoticesFor(tx, context.scope, source)) {
      if (notice.mapping === mapping.id) await fulfilWish(tx, notice.id, notice.seq);
    }
    for (const ref of made) {
      for (const notice of await listNoticesFor(tx, context.scope, ref)) {
        if (notice.mapping === mapping.id) await askOnMatch(tx, notice.id);
      }
    }
    await clearWaits(tx, scope, source);
    await writeParked(context, tx, {
      mapping,
      salesforce: source.system === "salesforce" ? source : null,
      quickbooks: source.system === "quickbooks" ? source : null,
      name,
      direction: directionTo(intent.target),
      action: intent.target === "quickbooks" ? "send" : "create",
      outcome: "rejected",
      actor: plan.kind === "create" ? plan.actor : null,
      intentId: intent.id,
      error,
    });
    // Each is told of as one that waits, also where its own notices came before.
    for (const ref of made) await recordNotice(context, tx, { mapping, ref, source: "recovery" });
  });
  context.wake();
  return error;
}

function ambiguous(target: RecordRef["system"], count: number, name: string): OperationalError {
  const system = SYSTEM_LABEL[target];
  return operationalError("WRITE_OUTCOME_AMBIGUOUS", { system, count: String(count), name });
}

/** Why nothing may be created for `source` unasked; null where nothing of it is in doubt, or not any more. */
export async function createInDoubt(
  context: EngineContext,
  mapping: Mapping,
  { ref: source, name }: Pick<Observation, "ref" | "name">,
): Promise<OperationalError | null> {
  const scope = mappedScope(context, mapping);
  const candidates = await listCandidates(context.ledger.db, scope, source);
  if (candidates.length === 0) return null;
  let left = 0;
  for (const ref of candidates) {
    const seen = await remoteOf(context, ref.system).observe(mapping, ref.id);
    if (!seen.ok) return seen.error;
    if (seen.value.kind === "found") left += 1;
    else await context.ledger.transaction((tx) => freeCandidate(tx, scope, ref));
  }
  return left === 0 ? null : ambiguous(otherSystem(source.system), left, name);
}

/**
 * What a person who presses now can know of: each record that may be what was made for `ref`, or for which `ref` may
 * have been made.
 */
export async function openQuestions(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
): Promise<ReadonlySet<string>> {
  const made = await listCandidates(db, scope, ref);
  const sources = await listCandidateSources(db, scope, ref);
  return new Set([...made, ...sources].map(refKey));
}

/** Ends the pass over a record that may be what a create in doubt made; null where it is none. */
export async function waitBehindDoubt(
  context: EngineContext,
  pass: Pass,
  { ref, name }: Pick<Observation, "ref" | "name">,
): Promise<PassEnd | null> {
  const { mapping } = pass;
  const source = await sourceInDoubt(context, pass, ref);
  if (source === null) return null;
  const error = operationalError("MADE_IN_DOUBT", { record: describeRef(source) });
  const parked = await findParked(context.ledger.db, mappedScope(context, mapping), ref);
  const isTold =
    parked?.error === JSON.stringify(error) &&
    !isAsked(pass) &&
    !(await isReprocessed(context, mapping, ref));
  if (isTold) return finished("held", "held", messageOf(error));
  return stop(context, pass, {
    error,
    action: ref.system === "salesforce" ? "send" : "create",
    target: otherSystem(ref.system),
    salesforce: ref.system === "salesforce" ? ref : null,
    quickbooks: ref.system === "quickbooks" ? ref : null,
    name,
  });
}

/** Whoever asks learns whether the record that the create was for is still there: else the doubt is over. */
async function sourceInDoubt(
  context: EngineContext,
  pass: Pass,
  made: RecordRef,
): Promise<RecordRef | null> {
  const { mapping } = pass;
  const { db } = context.ledger;
  const sources = await listCandidateSources(db, mappedScope(context, mapping), made);
  for (const source of sources) {
    if (!isAsked(pass)) return source;
    const seen = await remoteOf(context, source.system).observe(mapping, source.id);
    if (!seen.ok || seen.value.kind === "found") return source;
    await context.ledger.transaction((tx) => endDoubts(context, tx, mapping, [source]));
  }
  return null;
}

/**
 * These records are linked, or gone: they are nobody's candidates, and what was created for them is known. Other
 * candidates of theirs are looked at as new records.
 */
export async function endDoubts(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  refs: readonly RecordRef[],
): Promise<void> {
  const scope = mappedScope(context, mapping);
  for (const ref of refs) await freeCandidate(tx, scope, ref);
  for (const ref of refs) {
    const others = await listCandidates(tx, scope, ref);
    if (others.length === 0) continue;
    await freeCandidates(tx, scope, ref);
    for (const other of others) {
      if ((await listCandidateSources(tx, scope, other)).length > 0) continue;
      await unpark(tx, scope, other);
      await recordNotice(context, tx, { mapping, ref: other, source: "recovery" });
    }
  }
}
