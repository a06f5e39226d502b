/**
 * A QuickBooks record that is not linked: created in Salesforce when it is new or a person asked, held
 * when Salesforce may have it already, and only reported otherwise.
 */
import { messageOf, operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import { makesIn } from "@accord-sync/core/mapping/mapping.ts";
import type { References } from "@accord-sync/core/mapping/references.ts";
import { neededToCreate, planCreate } from "@accord-sync/core/plan/plan-writes.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { findInDirectory } from "@accord-sync/ledger/directory.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import { isKeptApart, liftKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLinksByRef } from "@accord-sync/ledger/links.ts";
import { isRealTime } from "@accord-sync/ledger/mapping-settings.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { forgetInDirectory, rememberInDirectory } from "../directory-keeper.ts";
import { type EngineContext, mappedScope } from "../engine-context.ts";
import { writeLog } from "../journal.ts";
import { isNoLater } from "../notices/echo.ts";
import { readKnown } from "../notices/notice-known.ts";
import { isReprocessed, releaseReprocessed } from "../set-aside.ts";
import { createInDoubt, endDoubts, waitBehindDoubt } from "../writer/create-doubt.ts";
import { settle } from "../writer/settle.ts";
import { carryOut } from "../writer/writer.ts";
import { loadReferences } from "../references/load-references.ts";
import { standingOf } from "../references/wake-waiters.ts";
import { waitForCreates } from "./create-in-flight.ts";
import { afterCreate, finished, type Pass, type PassEnd } from "./pass.ts";
import type { UnlinkedEnd } from "./send-unlinked.ts";
import { type Refusal, stop } from "./stop.ts";

export async function receiveUnlinked(context: EngineContext, pass: Pass): Promise<UnlinkedEnd> {
  const waiting = await settleCreates(context, pass);
  if (waiting !== null) return waiting;
  if (await isKnownAlready(context, pass)) {
    return finished("echo", "alreadyInStep", "Nothing new.");
  }
  const sighting = await see(context, pass);
  if (!sighting.ok) return stop(context, pass, refusal(pass, null, sighting.error));
  if (sighting.value.kind !== "found") return forget(context, pass);
  const { observation } = sighting.value;
  await context.ledger.transaction((tx) => rememberInDirectory(context, tx, observation));
  const behind = await waitBehindDoubt(context, pass, observation);
  if (behind !== null) return behind;
  const outside = await outOfScope(context, pass, observation);
  if (outside !== null) return leaveOutside(context, pass, observation, outside);
  const { mapping, notice } = pass;
  const { image } = observation;
  const doubt = await createInDoubt(context, mapping, observation);
  if (doubt !== null) return stop(context, pass, refusal(pass, observation, doubt));
  const { db } = context.ledger;
  const held = [{ system: "quickbooks", image }] as const;
  const references = await loadReferences(context, db, mapping, held);
  const matches = await possibleMatches(context, pass, observation);
  if (!matches.ok) return stop(context, pass, refusal(pass, observation, matches.error));
  const [match] = matches.value;
  if (match !== undefined) {
    const { length } = matches.value;
    const what = length === 1 ? "a record" : `${length} records`;
    const error = operationalError("MATCH_IN_SALESFORCE", { what, name: observation.name });
    const end = await stop(context, pass, refusal(pass, observation, error));
    // The result leads to the record on which the two can be linked.
    return end.kind === "finished" ? { ...end, salesforceRef: match.ref } : end;
  }
  const needs = neededToCreate({ mapping, target: "salesforce", source: image, references });
  if (needs.length === 0) return create(context, pass, observation, references);
  return {
    kind: "waiting",
    mapping,
    needs,
    target: "salesforce",
    onMatch: notice.onMatch,
    salesforce: null,
    quickbooks: notice.ref,
    name: observation.name,
    linkId: null,
  };
}

function refusal(pass: Pass, observation: Observation | null, error: OperationalError): Refusal {
  return {
    error,
    action: "create",
    target: "salesforce",
    salesforce: null,
    quickbooks: pass.notice.ref,
    name: observation?.name ?? null,
  };
}

/** Settles what is doubtful about this record, and waits for creates that may have made it. */
async function settleCreates(context: EngineContext, pass: Pass): Promise<UnlinkedEnd | null> {
  const { db } = context.ledger;
  for (const intent of await listOpenIntentsFor(db, context.scope.tenant, pass.notice.ref)) {
    const outcome = await settle(context, intent);
    if (outcome.kind === "applied") return afterCreate(pass, outcome.link);
    if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
    if (outcome.kind === "rejected" && outcome.error.code === "WRITE_OUTCOME_AMBIGUOUS") {
      return finished("parked", "error", messageOf(outcome.error));
    }
  }
  return waitForCreates(context, pass);
}

/**
 * A webhook about a version that the directory holds tells nothing new, and costs no read. A record made
 * since the connection is looked at all the same: the directory may have met it first.
 */
async function isKnownAlready(context: EngineContext, { notice }: Pass): Promise<boolean> {
  if (notice.source !== "webhook" || notice.remoteTime === null) return false;
  const { tenant, company } = context.scope;
  const { type, id } = notice.ref;
  const entry = await findInDirectory(context.ledger.db, tenant, company, type, id);
  if (entry === null || entry.createdAt >= (await context.connectedAt())) return false;
  return isNoLater(notice.remoteTime, entry.modifiedAt);
}

async function see(context: EngineContext, { notice, mapping }: Pass): Promise<Result<Sighting>> {
  const known = readKnown(notice.known);
  if (known?.kind === "sighting") return succeed(known.sighting);
  return context.quickbooks.observe(mapping, notice.ref.id);
}

async function forget(context: EngineContext, pass: Pass): Promise<PassEnd> {
  const { type, id } = pass.notice.ref;
  await forgetInDirectory(context, pass.notice.ref);
  await context.ledger.transaction((tx) => endDoubts(context, tx, pass.mapping, [pass.notice.ref]));
  await releaseReprocessed(context, pass.mapping, pass.notice.ref);
  return finished("outOfScope", "error", `QuickBooks has no ${type} ${id} any more.`);
}

/** Why a record is not brought into Salesforce. */
interface Outside {
  readonly message: string;
  /** What the log says of it. */
  readonly told: string;
  /** Whether every notice is told of; else one that a person asked for by Re-Process. */
  readonly isNews: boolean;
}

/** Null when the record is to be brought into Salesforce; otherwise why it is not. */
async function outOfScope(
  context: EngineContext,
  pass: Pass,
  observation: Observation,
): Promise<Outside | null> {
  const { notice, mapping } = pass;
  const scope = mappedScope(context, mapping);
  const { db } = context.ledger;
  if (await isKeptApart(db, scope, notice.ref)) {
    const told = `${messageOf(operationalError("RECORD_KEPT_APART"))}.`;
    if (!notice.lift) return { message: "Unlinked by a person: kept apart.", told, isNews: false };
    await context.ledger.transaction((tx) => liftKeptApart(tx, scope, notice.ref));
  }
  if (!makesIn(mapping, "salesforce")) {
    const message = `Not linked, and no ${notice.ref.type} is made in Salesforce.`;
    return { message, told: message, isNews: false };
  }
  if (notice.runId !== null) return null;
  const standing = await standingOf(context, db, { mapping, ref: notice.ref });
  if (standing.isNeeded || standing.asked !== null) return null;
  if (!(await isRealTime(db, scope))) {
    const message = "Real-time updates are off for this object.";
    return { message, told: `${message} Link it, or bring it in with Sync Now.`, isNews: false };
  }
  const isNew = observation.createdAt >= (await context.connectedAt());
  if (isNew && observation.isActive) return null;
  const why = isNew ? "is inactive" : "was in QuickBooks before the connection";
  const told = `Out of scope: the record is not linked and ${why}. Link it, or bring it in with Sync Now.`;
  return { message: "Not linked.", told, isNews: true };
}

/** What was refused before and re-processed is wanted no more: back into rotation, and the log says why. */
async function leaveOutside(
  context: EngineContext,
  { notice, mapping }: Pass,
  { name }: Observation,
  { message, told, isNews }: Outside,
): Promise<PassEnd> {
  const isAnswer = await isReprocessed(context, mapping, notice.ref);
  if (isNews || isAnswer) {
    await context.ledger.transaction(async (tx) => {
      if (isAnswer) await unpark(tx, mappedScope(context, mapping), notice.ref);
      await writeLog(context, tx, {
        mapping,
        salesforce: null,
        quickbooks: notice.ref,
        name,
        direction: "quickbooksToSalesforce",
        action: "update",
        outcome: "skipped",
        actor: isAnswer ? notice.actor : null,
        message: told,
      });
    });
  }
  return finished("outOfScope", "held", message);
}

/**
 * Salesforce records of the same name that are free to be linked: not linked, or with one that is gone, which
 * may have been made anew. None may be made while a linked one shows this record's mark: a create goes under the mark,
 * and would write over that one. It goes when the link's own mark is written.
 */
async function possibleMatches(
  context: EngineContext,
  pass: Pass,
  observation: Observation,
): Promise<Result<readonly Observation[]>> {
  const mark = linkMark(context.scope.company, observation.ref);
  const found = await context.salesforce.findMatches(pass.mapping, observation.name, mark);
  if (!found.ok) return fail(found.error);
  const free: Observation[] = [];
  for (const match of found.value) {
    const links = await findLinksByRef(context.ledger.db, context.scope.tenant, match.ref);
    if (links.every((link) => link.quickbooksDeleted)) free.push(match);
    else if (match.linkMark === mark) return fail(operationalError("RECORD_BUSY"));
  }
  return succeed(free);
}

async function create(
  context: EngineContext,
  pass: Pass,
  source: Observation,
  references: References,
): Promise<UnlinkedEnd> {
  const { mapping, notice } = pass;
  const mark = linkMark(context.scope.company, source.ref);
  const planned = planCreate({
    mapping,
    target: "salesforce",
    source: source.image,
    references,
    settings: await context.createSettings(),
    linkMark: mark,
  });
  if (!planned.ok) return stop(context, pass, refusal(pass, source, planned.error));
  const outcome = await carryOut(context, {
    mapping,
    target: "salesforce",
    source: source.ref,
    linkId: null,
    fingerprint: {
      type: mapping.salesforceType,
      name: source.name,
      createdFrom: source.createdAt,
      createdTo: source.createdAt,
      linkMark: mark,
    },
    plan: {
      kind: "create",
      actor: notice.actor,
      wish: { noticeId: notice.id, seq: notice.seq },
      source,
      sent: planned.value.patch,
    },
    write: planned.value,
  });
  if (outcome.kind === "applied") return afterCreate(pass, outcome.link);
  if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
  return stop(context, pass, {
    ...refusal(pass, source, outcome.error),
    intentId: outcome.intent.id,
  });
}
