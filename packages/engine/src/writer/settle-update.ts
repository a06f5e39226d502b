/**
 * Settles an update whose outcome is not known by looking at the record it was to change.
 *
 *   it holds all that was sent          applied, by us or by somebody of the same mind
 *   its version has not moved           not applied: planned again, once the request can arrive no more
 *   it moved, and a field holds         not known: somebody wrote it before our write, which was refused for it
 *   anything else                       then, or after it, the old value say. A guess would lose one edit or the
 *                                       other, and so would a merge: the old value, written in a moment, passes
 *                                       for no edit. So a person is asked (I3)
 *
 * In QuickBooks its write is repeated first. What the repetition is refused for may have come after the first attempt
 * was carried out, so the same is asked; but the refusal stands where there was no save, or one: it was not ours.
 *
 * A removal that made it inactive is applied when it is inactive: planned again after the deleted record was
 * restored, it would pass for a change of a person's, and make the restored one inactive too.
 */
import {
  operationalError,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { agree, isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { type FieldRule, type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { listOpenEntries, openEntry } from "@accord-sync/ledger/entries.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { bumpRevision, findLink } from "@accord-sync/ledger/links.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  remoteOf,
} from "../engine-context.ts";
import { type LinkState, loadLinkState, saveSide, withObservation } from "../link-state.ts";
import { readPlan, type SettledField } from "./intent-plan.ts";
import { closeRejected, commit, type WriteOutcome } from "./writer.ts";

/** Tells the pass to plan again from what is there. */
const PLAN_AGAIN = operationalError("RECORD_BUSY");

/** @param refusal what its repetition was refused for. Default: it was not repeated. */
export async function settleUpdate(
  context: EngineContext,
  intent: Intent,
  refusal: OperationalError | null = null,
): Promise<WriteOutcome> {
  const mapping = mappingById(context, intent.mapping);
  const ref = must(intent.ref, "an update names its record");
  const link = await findLink(
    context.ledger.db,
    must(intent.linkId, "an update belongs to a link"),
  );
  const seen = await remoteOf(context, intent.target).observe(mapping, ref.id);
  if (!seen.ok) return { kind: "doubtful", error: seen.error };
  const notApplied = refusal ?? PLAN_AGAIN;
  if (link === null || seen.value.kind !== "found") return close(context, intent, notApplied);
  const { observation } = seen.value;
  const state = await loadLinkState(context.ledger.db, link);
  if (isCarriedOut(mapping, intent, observation)) {
    return commit(context, intent, observation, { isAdopted: true });
  }
  const plan = readPlan(intent.plan);
  if (plan.kind !== "update") return close(context, intent, notApplied);
  const fields = plan.fields.map((field) => settledField(mapping, field, observation));
  const { version } = state[intent.target];
  if (remoteOf(context, intent.target).compareVersions(observation.version, version) <= 0) {
    const leftMs = leftUnderWayMs(context, intent);
    return leftMs > 0 && refusal === null ? mayArrive(leftMs) : close(context, intent, notApplied);
  }
  if (refusal !== null && isOneSaveOn(version, observation)) return close(context, intent, refusal);
  await context.ledger.transaction(async (tx) => {
    await takeIn(context, tx, { intent, mapping, state, observation, fields });
    await moveIntent(tx, intent.id, "rejected", {
      receipt: JSON.stringify(PLAN_AGAIN),
      at: nowIso(context),
    });
  });
  return { kind: "rejected", error: PLAN_AGAIN, intent };
}

/**
 * A process that died, or was taken over, may have sent what arrives only after the record was looked at. Taken for
 * not applied, it would pass for a person's edit.
 */
export function leftUnderWayMs({ clock, pacing }: EngineContext, intent: Intent): number {
  if (intent.state !== "inFlight") return 0;
  return Date.parse(intent.sentAt ?? intent.createdAt) + pacing.underWayMs - clock.now();
}

export function mayArrive(retryAfterMs: number): WriteOutcome {
  return { kind: "doubtful", error: operationalError("RECORD_BUSY", {}, { retryAfterMs }) };
}

/** QuickBooks counts saves (Q4). One that does not hold what was sent is somebody else's, and then the only one. */
function isOneSaveOn(version: string, { ref, version: found }: Observation): boolean {
  return ref.system === "quickbooks" && Number(found) - Number(version) === 1;
}

function isCarriedOut(mapping: Mapping, intent: Intent, observation: Observation): boolean {
  const plan = readPlan(intent.plan);
  if (plan.kind === "removal") return isInactive(mapping, observation);
  return (
    plan.kind === "update" &&
    plan.fields.every((field) => settledField(mapping, field, observation).holdsWhatWasSent)
  );
}

/** What the removal of a list record comes to. */
function isInactive(mapping: Mapping, { ref, image }: Observation): boolean {
  const rule = mapping.fields.find(({ name }) => name === mapping.activeField);
  return rule !== undefined && valueAt(image, pathIn(rule, ref.system)) === false;
}

async function close(
  context: EngineContext,
  intent: Intent,
  error: OperationalError,
): Promise<WriteOutcome> {
  await closeRejected(context, intent, error);
  return { kind: "rejected", error, intent };
}

interface FoundField {
  readonly rule: FieldRule;
  readonly holdsWhatWasSent: boolean;
  /** Nobody can know whether what it holds was written before our write or after it. */
  readonly isUncertain: boolean;
}

function settledField(
  mapping: Mapping,
  field: SettledField,
  { ref, image }: Observation,
): FoundField {
  const rule = must(
    mapping.fields.find((candidate) => candidate.name === field.name),
    `the intent settles ${field.name}, which is not mapped`,
  );
  const held = valueAt(image, pathIn(rule, ref.system));
  const holdsWhatWasSent = isSameStored(rule.kind, held, field.after);
  // What was sent to be confirmed changes nothing, done or not.
  const isConfirmed = isSameStored(rule.kind, field.before, field.after);
  return { rule, holdsWhatWasSent, isUncertain: !holdsWhatWasSent && !isConfirmed };
}

interface Found {
  readonly intent: Intent;
  readonly mapping: Mapping;
  readonly state: LinkState;
  readonly observation: Observation;
  readonly fields: readonly FoundField[];
}

/** Stores what was seen, and asks about each field of which nobody can tell who wrote it. */
async function takeIn(
  context: EngineContext,
  tx: Db,
  { intent, mapping, state, observation, fields }: Found,
): Promise<void> {
  const { target } = intent;
  const source = otherSystem(target);
  must(
    (await bumpRevision(tx, state.link.id, state.link.revision)) || null,
    "a lane holds its link",
  );
  // Of what moved, some may be by our write, so nobody knows when a person wrote the rest.
  const side = withObservation(mapping, state[target], observation, "ourWrite");
  await saveSide(tx, mapping, state.link.id, side);
  // One that is open already waits as it is: the merge brings it up to what both systems hold now, and what a person
  // decided about stays on record.
  const open = new Set((await listOpenEntries(tx, state.link.id)).map(({ field }) => field));
  for (const { rule, isUncertain } of fields) {
    const values = {
      [target]: valueAt(observation.image, pathIn(rule, target)),
      [source]: valueAt(state[source].seen, pathIn(rule, source)),
    };
    const salesforceValue = values["salesforce"] ?? null;
    const quickbooksValue = values["quickbooks"] ?? null;
    const isSettled = !isUncertain || agree(rule.kind, salesforceValue, quickbooksValue);
    if (isSettled || open.has(rule.name)) continue;
    const at = (system: SystemName) =>
      (system === target ? side : state[source]).edits[pathIn(rule, system)] ?? null;
    const edits = { salesforce: at("salesforce"), quickbooks: at("quickbooks") };
    await openEntry(tx, {
      ...mappedScope(context, mapping),
      linkId: state.link.id,
      field: rule.name,
      kind: "conflict",
      salesforceValue,
      quickbooksValue,
      baseRevision: state.link.revision,
      openedAt: nowIso(context),
      salesforceEdit: edits.salesforce,
      quickbooksEdit: edits.quickbooks,
      reason: "inDoubt",
    });
  }
}
