/**
 * Settles intents whose outcome is not known: after a lost answer, and after a crash.
 *
 *   create in QuickBooks   young: repeat the same bytes with the same requestid
 *                          old:   look by fingerprint; one that holds what was sent is adopted, none is a
 *                                 refusal, all else goes to a person (create-doubt.ts)
 *   update in QuickBooks   young: repeat, and look where that is refused; old: look (settle-update.ts)
 *   create in Salesforce   look by the link mark; found is adopted. Else look by the name, and by ourselves as its
 *                          maker: a person may have taken the mark away or typed over it, and renamed it. Else repeat:
 *                          repeating an upsert blindly would overwrite what somebody wrote since. Not repeated where
 *                          a person linked what it made with another record, which still shows its mark
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
import type { Receipt, WirePayload } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { isSameRef } from "@accord-sync/core/records/record-ref.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import { type EngineContext, mappingById, nowIso, remoteOf } from "../engine-context.ts";
import { isAboutTheRecord } from "./about-the-record.ts";
import { openDoubt } from "./create-doubt.ts";
import { readPlan } from "./intent-plan.ts";
import { leftUnderWayMs, mayArrive, settleUpdate } from "./settle-update.ts";
import { CLOCK_SLACK_MS, isMarkedFor, isMarkElsewhere, look, lookWider } from "./look-for-made.ts";
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

/** The pass that follows looks at what is there, as for any record. */
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
  const isRefused = receipt.outcome === "rejected" && isAboutTheRecord(receipt.error);
  if (isRefused && intent.operation === "update") {
    return settleUpdate(context, again, receipt.error);
  }
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
  const [only, ...others] = found.ok ? found.value.free : [];
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

/** Made after we resolved upon it and with our mark, it is ours, whatever a person changed since: that is merged. */
export function isOurs(context: EngineContext, intent: Intent, found: Observation): boolean {
  const from = Date.parse(intent.createdAt) - CLOCK_SLACK_MS;
  if (isMarkedFor(intent, found) && Date.parse(found.createdAt) >= from) return true;
  return holdsWhatWasSent(context, intent, found);
}

async function adopt(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  const named = await look(context, intent);
  if (!named.ok) return { kind: "doubtful", error: named.error };
  const [only, ...others] = named.value.free;
  if (only !== undefined && others.length === 0 && isOurs(context, intent, only)) {
    return commit(context, intent, only, { isAdopted: true });
  }
  if (isMarkElsewhere(intent, named.value)) return notApplied(context, intent);
  const wider = await lookWider(context, intent);
  if (!wider.ok) return { kind: "doubtful", error: wider.error };
  // It arrived after the first look, sent by a process that was taken over.
  const late = wider.value.find(
    (each) => isMarkedFor(intent, each) && isOurs(context, intent, each),
  );
  if (late !== undefined) return commit(context, intent, late, { isAdopted: true });
  const isNamed = ({ ref }: Observation) =>
    named.value.free.some((each) => isSameRef(each.ref, ref));
  const found = [...named.value.free, ...wider.value.filter((each) => !isNamed(each))];
  const [first, ...more] = found;
  if (first === undefined) {
    if (intent.target === "salesforce") return repeat(context, intent);
    const leftMs = leftUnderWayMs(context, intent);
    return leftMs > 0 ? mayArrive(leftMs) : notApplied(context, intent);
  }
  if (more.length === 0 && isOurs(context, intent, first)) {
    return commit(context, intent, first, { isAdopted: true });
  }
  return { kind: "rejected", error: await openDoubt(context, intent, found), intent };
}
