/**
 * Settles intents whose outcome is not known: after a lost answer, and after a crash.
 *
 *   create in QuickBooks   young: repeat the same bytes with the same requestid
 *                          old:   look by fingerprint; one that holds what was sent is adopted, none is a
 *                                 refusal, all else goes to a person (create-doubt.ts)
 *   update in QuickBooks   young: repeat, and look where that is refused; old: look (settle-update.ts)
 *   create in Salesforce   look by the link mark; found is adopted. Else look by the name: a person may have
 *                          taken the mark away or typed over it. Else repeat: repeating an upsert blindly would overwrite what
 *                          somebody wrote since
 *   update in Salesforce   look (settle-update.ts)
 *   mark in Salesforce     repeat: it sets what it sets
 *   deletion               repeat: what is gone counts as deleted, and an edit since refuses it
 *   voiding                young: repeat; old: the pass looks at the record
 *
 * "Young" is younger than REQUEST_ID_TRUST, because how long QuickBooks remembers a requestid is not
 * known (Q-REQUESTID).
 */
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { agree, isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { inCommon, NO_REFERENCES } from "@accord-sync/core/mapping/references.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { Fingerprint, Receipt, WirePayload } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { isSameRef } from "@accord-sync/core/records/record-ref.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLinkByRef, wasLinkedBy } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappingById, nowIso, remoteOf } from "../engine-context.ts";
import { isAboutTheRecord } from "./about-the-record.ts";
import { openDoubt } from "./create-doubt.ts";
import { readPlan } from "./intent-plan.ts";
import { leftUnderWayMs, mayArrive, settleUpdate } from "./settle-update.ts";
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
 * What a doubtful create may have made. A record that is linked, or was when the create was resolved upon, or that a
 * person unlinked, was there before it: no late receipt may link it.
 */
async function look(
  context: EngineContext,
  intent: Intent,
  fingerprint: Fingerprint = fingerprintOf(intent),
): Promise<Result<readonly Observation[]>> {
  const { db } = context.ledger;
  const mapping = mappingById(context, intent.mapping);
  const found = await remoteOf(context, intent.target).find(mapping, fingerprint);
  if (!found.ok) return found;
  const free: Observation[] = [];
  for (const observation of found.value) {
    const { ref } = observation;
    const isTaken =
      (await findLinkByRef(db, intent, ref)) !== null ||
      (await isKeptApart(db, intent, ref)) ||
      (await wasLinkedBy(db, intent, ref, intent.createdAt));
    if (!isTaken) free.push(observation);
  }
  return succeed(free);
}

/** Both clocks may be off. */
const CLOCK_SLACK_MS = 300_000;

/**
 * What the first look cannot find, because a person changed what it looks by: the name in QuickBooks, the mark in
 * Salesforce, which may be gone or be any text.
 */
async function lookWider(
  context: EngineContext,
  intent: Intent,
): Promise<Result<readonly Observation[]>> {
  const fingerprint = fingerprintOf(intent);
  if (intent.target === "quickbooks") {
    const found = await look(context, intent, { ...fingerprint, isChanged: true });
    return found.ok
      ? succeed(found.value.filter((each) => mayBeOurs(context, intent, each)))
      : found;
  }
  const found = await look(context, intent, unmarkedFingerprint(context, intent));
  const own = ownMarks(context);
  return found.ok
    ? succeed(found.value.filter(({ linkMark }) => linkMark?.startsWith(own) !== true))
    : found;
}

/** How a record that a Salesforce create made is known without its mark. */
export function unmarkedFingerprint({ pacing }: EngineContext, intent: Intent): Fingerprint {
  const sentAt = Date.parse(intent.sentAt ?? intent.createdAt);
  return {
    ...fingerprintOf(intent),
    linkMark: null,
    createdFrom: isoSeconds(Date.parse(intent.createdAt) - CLOCK_SLACK_MS),
    createdTo: isoSeconds(sentAt + pacing.requestIdTrustMs + CLOCK_SLACK_MS),
  };
}

/** What carries another mark of this company was made by the create which that mark names. */
export function ownMarks({ scope }: EngineContext): string {
  return `${scope.company}:`;
}

/** Many invoices may be made and changed within minutes: one of another customer is none of ours. */
function mayBeOurs(context: EngineContext, intent: Intent, { image }: Observation): boolean {
  const plan = readPlan(intent.plan);
  const { fields } = mappingById(context, intent.mapping);
  const references = fields.filter(({ reference }) => reference !== undefined);
  if (plan.kind !== "create" || references.length === 0) return true;
  return references.some((rule) => {
    const path = pathIn(rule, intent.target);
    return isSameStored(rule.kind, image[path] ?? null, plan.sent[path] ?? null);
  });
}

/** Made after we resolved upon it and with our mark, it is ours, whatever a person changed since: that is merged. */
export function isOurs(context: EngineContext, intent: Intent, found: Observation): boolean {
  const { linkMark } = fingerprintOf(intent);
  const from = Date.parse(intent.createdAt) - CLOCK_SLACK_MS;
  const isMarked = linkMark !== null && found.linkMark === linkMark;
  if (isMarked && Date.parse(found.createdAt) >= from) return true;
  return holdsWhatWasSent(context, intent, found);
}

async function adopt(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  const named = await look(context, intent);
  if (!named.ok) return { kind: "doubtful", error: named.error };
  const [only, ...others] = named.value;
  if (only !== undefined && others.length === 0 && isOurs(context, intent, only)) {
    return commit(context, intent, only, { isAdopted: true });
  }
  const wider = await lookWider(context, intent);
  if (!wider.ok) return { kind: "doubtful", error: wider.error };
  const isNamed = ({ ref }: Observation) => named.value.some((each) => isSameRef(each.ref, ref));
  const found = [...named.value, ...wider.value.filter((each) => !isNamed(each))];
  const [first, ...more] = found;
  if (first === undefined) {
    if (intent.target === "salesforce") return repeat(context, intent);
    const leftMs = leftUnderWayMs(context, intent);
    if (leftMs > 0) return mayArrive(leftMs);
    await closeRejected(context, intent, NOT_APPLIED);
    return { kind: "rejected", error: NOT_APPLIED, intent };
  }
  if (more.length === 0 && isOurs(context, intent, first)) {
    return commit(context, intent, first, { isAdopted: true });
  }
  return { kind: "rejected", error: await openDoubt(context, intent, found), intent };
}
