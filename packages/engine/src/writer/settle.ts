/**
 * Settles intents whose outcome is not known: after a lost answer, and after a crash.
 *
 *   create in QuickBooks   young: repeat the same bytes with the same requestid
 *                          old:   look by fingerprint; one found is adopted, none is a refusal, several
 *                                 go to a person
 *   update in QuickBooks   young: repeat; old: look (settle-update.ts)
 *   create in Salesforce   look by the link mark; found is adopted, else repeat: repeating an upsert
 *                          blindly would overwrite what somebody wrote since
 *   update in Salesforce   look (settle-update.ts)
 *   mark in Salesforce     repeat: it sets what it sets
 *   deletion               repeat: what is gone counts as deleted, and an edit since refuses it
 *   voiding                young: repeat; old: the pass looks at the record
 *
 * "Young" is younger than REQUEST_ID_TRUST, because how long QuickBooks remembers a requestid is not
 * known (Q-REQUESTID).
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { agree } from "@accord-sync/core/mapping/canonical.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { inCommon, NO_REFERENCES } from "@accord-sync/core/mapping/references.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { Fingerprint, Receipt, WirePayload } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappingById, nowIso, remoteOf } from "../engine-context.ts";
import { readPlan } from "./intent-plan.ts";
import { settleUpdate } from "./settle-update.ts";
import { closeRejected, commit, commitReceipt, type WriteOutcome } from "./writer.ts";

/** The outcome of a look that found that the write never happened. */
const NOT_APPLIED = operationalError("RECORD_BUSY");

export async function settle(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  if (intent.operation === "mark" || intent.operation === "delete") return repeat(context, intent);
  if (intent.target === "quickbooks") {
    if (ageMs(context, intent) < context.pacing.requestIdTrustMs) return repeat(context, intent);
    if (intent.operation === "void") return notApplied(context, intent);
    return intent.operation === "create" ? adopt(context, intent) : settleUpdate(context, intent);
  }
  return intent.operation === "create" ? adopt(context, intent) : settleUpdate(context, intent);
}

/** The pass that follows looks at the record, and finds it voided or not. */
async function notApplied(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  await closeRejected(context, intent, NOT_APPLIED);
  return { kind: "rejected", error: NOT_APPLIED, intent };
}

function ageMs(context: EngineContext, intent: Intent): number {
  return context.clock.now() - Date.parse(intent.createdAt);
}

async function repeat(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  const at = nowIso(context);
  await context.ledger.transaction(async (tx) => {
    if (intent.state === "inFlight") await moveIntent(tx, intent.id, "unknown", { at });
    await moveIntent(tx, intent.id, "send", { sentAt: at, at });
  });
  const again: Intent = { ...intent, state: "doubtful" };
  const mapping = mappingById(context, intent.mapping);
  const payload = JSON.parse(intent.payload) as WirePayload;
  const receipt = await remoteOf(context, intent.target).send(mapping, payload);
  const own = await ownRecord(context, again, receipt);
  return own === null
    ? commitReceipt(context, again, receipt)
    : commit(context, again, own, { isAdopted: true });
}

/**
 * A create may be refused for a name that its own first attempt took, when the requestid was forgotten
 * early. A record made meanwhile that holds exactly what was sent is that one; any other goes to a
 * person.
 */
async function ownRecord(
  context: EngineContext,
  intent: Intent,
  receipt: Receipt,
): Promise<Observation | null> {
  const isTaken = receipt.outcome === "rejected" && receipt.error.code === "QBO_DUPLICATE_NAME";
  const plan = readPlan(intent.plan);
  if (!isTaken || plan.kind !== "create") return null;
  const found = await look(context, intent);
  const [only, ...others] = found.ok ? found.value : [];
  if (only === undefined || others.length > 0) return null;
  return holdsWhatWasSent(context, intent, only) ? only : null;
}

/**
 * A record of the name, or with the mark, may be a stranger's. One that holds what was sent and nothing else
 * is taken as ours; anything more or other is for a person.
 */
export function holdsWhatWasSent(
  context: EngineContext,
  intent: Intent,
  { image }: Observation,
): boolean {
  const plan = readPlan(intent.plan);
  if (plan.kind !== "create") return false;
  return mappingById(context, intent.mapping).fields.every((rule) => {
    const path = pathIn(rule, intent.target);
    const sent = plan.sent[path] ?? null;
    const held = image[path] ?? null;
    // A flag that was not sent has the system's own default.
    const common = (value: FieldValue) => inCommon(rule, intent.target, value, NO_REFERENCES);
    const isSame = agree(rule.kind, common(sent), common(held));
    return isSame || (sent === null && typeof held === "boolean");
  });
}

function fingerprintOf(intent: Intent): Fingerprint {
  return JSON.parse(must(intent.fingerprint, "a create has a fingerprint")) as Fingerprint;
}

/**
 * What a doubtful create may have made. A record that is linked, or that a person unlinked, was there
 * before it: no late receipt may link it.
 */
async function look(
  context: EngineContext,
  intent: Intent,
): Promise<Result<readonly Observation[]>> {
  const { db } = context.ledger;
  const mapping = mappingById(context, intent.mapping);
  const found = await remoteOf(context, intent.target).find(mapping, fingerprintOf(intent));
  if (!found.ok) return found;
  const free: Observation[] = [];
  for (const observation of found.value) {
    const { ref } = observation;
    const isTaken =
      (await findLinkByRef(db, intent, ref)) !== null || (await isKeptApart(db, intent, ref));
    if (!isTaken) free.push(observation);
  }
  return succeed(free);
}

async function adopt(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  const found = await look(context, intent);
  if (!found.ok) return { kind: "doubtful", error: found.error };
  const [only, ...others] = found.value;
  if (only === undefined) {
    if (intent.target === "salesforce") return repeat(context, intent);
    await closeRejected(context, intent, NOT_APPLIED);
    return { kind: "rejected", error: NOT_APPLIED, intent };
  }
  const isOurs = holdsWhatWasSent(context, intent, only);
  if (others.length === 0 && isOurs) return commit(context, intent, only, { isAdopted: true });
  const error = operationalError("WRITE_OUTCOME_AMBIGUOUS", {
    system: SYSTEM_LABEL[intent.target],
    count: String(found.value.length),
    name: fingerprintOf(intent).name,
  });
  await closeRejected(context, intent, error);
  return { kind: "rejected", error, intent };
}
