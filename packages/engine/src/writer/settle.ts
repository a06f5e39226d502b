/**
 * Settles intents whose outcome is not known: after a lost answer, and after a crash.
 *
 *   create in QuickBooks   young: repeat the same bytes with the same requestid
 *                          old:   look by fingerprint; one found is adopted, none is a refusal, several
 *                                 go to a person
 *   update in QuickBooks   young: repeat; old: look, and plan again from what is there
 *   create in Salesforce   look by the link mark; found is adopted, else repeat: repeating an upsert
 *                          blindly would overwrite what somebody wrote since
 *   update in Salesforce   look, and plan again: its precondition refuses a second application
 *   mark in Salesforce     repeat: it sets what it sets
 *
 * "Young" is younger than REQUEST_ID_TRUST, because how long QuickBooks remembers a requestid is not
 * known (Q-REQUESTID).
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Fingerprint } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import { SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import { type EngineContext, mappingById, nowIso, remoteOf } from "../engine-context.ts";
import { closeRejected, commit, send, type WriteOutcome } from "./writer.ts";

/** The outcome of a look that found that the write never happened, or is overtaken. */
const NOT_APPLIED = operationalError("RECORD_BUSY");

export async function settle(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  if (intent.operation === "mark") return repeat(context, intent);
  if (intent.target === "quickbooks") {
    if (ageMs(context, intent) < context.pacing.requestIdTrustMs) {
      const outcome = await repeat(context, intent);
      // The name may be taken by this very create, when its requestid was forgotten early.
      const isOwn = outcome.kind === "rejected" && outcome.error.code === "QBO_DUPLICATE_NAME";
      return isOwn && intent.operation === "create" ? adoptOwn(context, intent, outcome) : outcome;
    }
    return intent.operation === "create" ? adopt(context, intent) : planAgain(context, intent);
  }
  return intent.operation === "create" ? adopt(context, intent) : planAgain(context, intent);
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
  return send(context, { ...intent, state: "doubtful" });
}

/** Takes the record of this name as our own when it was made while we tried; else the refusal stands. */
async function adoptOwn(
  context: EngineContext,
  intent: Intent,
  refusal: WriteOutcome,
): Promise<WriteOutcome> {
  const found = await look(context, intent);
  const [only, ...others] = found.ok ? found.value : [];
  if (only === undefined || others.length > 0) return refusal;
  return commit(context, intent, only, true);
}

function fingerprintOf(intent: Intent): Fingerprint {
  return JSON.parse(must(intent.fingerprint, "a create has a fingerprint")) as Fingerprint;
}

function look(context: EngineContext, intent: Intent): Promise<Result<readonly Observation[]>> {
  const mapping = mappingById(context, intent.mapping);
  return remoteOf(context, intent.target).find(mapping, fingerprintOf(intent));
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
  if (others.length === 0) return commit(context, intent, only, true);
  const error = operationalError("WRITE_OUTCOME_AMBIGUOUS", {
    system: SYSTEM_LABEL[intent.target],
    count: String(found.value.length),
    name: fingerprintOf(intent).name,
  });
  await closeRejected(context, intent, error);
  return { kind: "rejected", error, intent };
}

/** Whether it was applied shows when the record is observed: then both sides agree, or it is planned. */
async function planAgain(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  await closeRejected(context, intent, NOT_APPLIED);
  return { kind: "rejected", error: NOT_APPLIED, intent };
}
