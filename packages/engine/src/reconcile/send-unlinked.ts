/**
 * Send to QuickBooks of a record that is not linked: look at it, ask when QuickBooks has one of the
 * same name, else create it.
 */
import {
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { makesIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Prerequisite, References } from "@accord-sync/core/mapping/references.ts";
import { neededToCreate, planCreate } from "@accord-sync/core/plan/plan-writes.ts";
import type { Fingerprint, PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { Notice } from "@accord-sync/ledger/inbox.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import { isKeptApart, liftKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { noteUnlinkedChange } from "../backfill/changed-since.ts";
import { directoryMatches } from "../directory-keeper.ts";
import { type EngineContext, mappedScope } from "../engine-context.ts";
import { writeLog } from "../journal.ts";
import { isReprocessed, releaseReprocessed } from "../set-aside.ts";
import { createInDoubt, waitBehindDoubt } from "../writer/create-doubt.ts";
import { settle } from "../writer/settle.ts";
import { carryOut, type WriteOutcome } from "../writer/writer.ts";
import { waitForCreates } from "./create-in-flight.ts";
import { loadReferences } from "../references/load-references.ts";
import { standingOf } from "../references/wake-waiters.ts";
import { afterCreate, finished, type Pass, type PassEnd, type Waiting } from "./pass.ts";
import { explainRefusedName } from "./refused-name.ts";
import { type Refusal, stop } from "./stop.ts";
import { clearSeenMark, clearStrayMark, tellsOfMark } from "./stray-mark.ts";

/** Both clocks may be off, and QuickBooks' times are whole seconds. */
const CLOCK_SLACK_MS = 300_000;

/** What a pass over an unlinked record came to; `linked` goes on with the new link. */
export type UnlinkedEnd = PassEnd | { readonly kind: "linked" };

export async function sendUnlinked(context: EngineContext, pass: Pass): Promise<UnlinkedEnd> {
  const settled = await settleEarlierCreates(context, pass);
  if (settled !== null) return settled;
  const { notice, mapping } = pass;
  const { db } = context.ledger;
  const wish = await wishOf(context, pass);
  if (notice.direction === "fetch") return answerFetch(context, pass);
  if (wish === null) {
    const change = { ref: notice.ref, version: null };
    await context.ledger.transaction((tx) => noteUnlinkedChange(context, tx, mapping, change));
    // What is re-processed may be a mark that was not cleared, and the notice does not tell of that.
    const isLookedAt = tellsOfMark(pass) || (await isReprocessed(context, mapping, notice.ref));
    const marked = isLookedAt ? await endOfMarked(context, pass) : null;
    if (marked !== null) return marked;
    if (isLookedAt) await releaseReprocessed(context, mapping, notice.ref);
    // Salesforce → QuickBooks in real time is for linked records; others enter by a person's act.
    return finished("outOfScope", "alreadyInStep", "Not linked: nothing to do.");
  }
  const waiting = await waitForCreates(context, pass);
  if (waiting !== null) return waiting;
  const seen = await context.salesforce.observe(mapping, notice.ref.id);
  if (!seen.ok) return refuse(context, pass, null, seen.error);
  if (seen.value.kind !== "found") {
    const { type, id } = notice.ref;
    return refuse(context, pass, null, operationalError("SF_NOT_FOUND", { type, id }));
  }
  const { observation } = seen.value;
  // Whatever comes of the Send, the mark is of no link: an unlink could not clear it, or it came back from the bin.
  const marked = await clearSeenMark(context, pass, observation);
  if (marked !== null) return marked;
  const outside = await keptOut(context, pass, observation);
  if (outside !== null) return outside;
  if (wish.onMatch === "ask") {
    const behind = await waitBehindDoubt(context, pass, observation);
    if (behind !== null) return behind;
    const doubt = await createInDoubt(context, mapping, observation);
    if (doubt !== null) return refuse(context, pass, observation, doubt);
    const matches = await directoryMatches(context, db, mapping, observation.name);
    if (matches.some((match) => match.isActive)) {
      return refuse(context, pass, observation, matchFound(observation.name));
    }
  }
  const { image } = observation;
  const held = [{ system: "salesforce", image }] as const;
  const references = await loadReferences(context, db, mapping, held);
  const needs = neededToCreate({ mapping, target: "quickbooks", source: image, references });
  if (needs.length > 0) return waitFor(pass, wish, observation, needs);
  return create(context, pass, observation, references);
}

/**
 * A Sync From is taken for a linked record alone. Its link ended while it waited, for example because its other
 * record goes on with another one after a merge; whoever pressed is told.
 */
async function answerFetch(
  context: EngineContext,
  { notice: { ref, actor }, mapping }: Pass,
): Promise<PassEnd> {
  const message = "Nothing was done: the record is no longer linked.";
  await context.ledger.transaction((tx) =>
    writeLog(context, tx, {
      mapping,
      salesforce: ref,
      quickbooks: null,
      name: null,
      direction: "quickbooksToSalesforce",
      action: "fetch",
      outcome: "skipped",
      actor,
      message,
    }),
  );
  return finished("outOfScope", "error", message);
}

type Wish = Pick<Notice, "onMatch">;

/** What was asked for: by a Send, or by a record that somebody sent and that names this one. */
async function wishOf(context: EngineContext, { notice, mapping }: Pass): Promise<Wish | null> {
  if (notice.direction === "send") return notice;
  const { ref } = notice;
  const standing = await standingOf(context, context.ledger.db, { mapping, ref });
  // A possible match of a record that nobody pressed Send on is for a person.
  return standing.asked ?? (standing.isNeeded ? { onMatch: "ask" } : null);
}

/** Why the record may not be made in QuickBooks; null when it may. */
async function keptOut(
  context: EngineContext,
  pass: Pass,
  observation: Observation,
): Promise<PassEnd | null> {
  const { notice, mapping } = pass;
  const scope = mappedScope(context, mapping);
  if (notice.lift) {
    await context.ledger.transaction((tx) => liftKeptApart(tx, scope, notice.ref));
  } else if (await isKeptApart(context.ledger.db, scope, notice.ref)) {
    const error = operationalError("RECORD_KEPT_APART");
    return notice.direction === "send"
      ? refuse(context, pass, observation, error)
      : finished("outOfScope", "held", `${messageOf(error)}.`);
  }
  if (makesIn(mapping, "quickbooks")) return null;
  const error = operationalError("NOT_MADE_HERE", {
    type: mapping.quickbooksType,
    system: "QuickBooks",
  });
  return refuse(context, pass, observation, error);
}

function waitFor(
  { mapping, notice }: Pass,
  { onMatch }: Wish,
  { name }: Observation,
  needs: readonly Prerequisite[],
): Waiting {
  return {
    kind: "waiting",
    mapping,
    needs,
    target: "quickbooks",
    onMatch,
    salesforce: notice.ref,
    quickbooks: null,
    name,
    linkId: null,
  };
}

/** A record that carries a mark may be one that we are making just now; else the mark is a stray. */
async function endOfMarked(context: EngineContext, pass: Pass): Promise<PassEnd | null> {
  return (await waitForCreates(context, pass)) ?? clearStrayMark(context, pass);
}

function matchFound(name: string): OperationalError {
  return operationalError("MATCH_FOUND", { name });
}

/** A create of this very record may be doubtful: it is settled before another one is thought of (F3). */
async function settleEarlierCreates(
  context: EngineContext,
  pass: Pass,
): Promise<UnlinkedEnd | null> {
  const { notice } = pass;
  const open = await listOpenIntentsFor(context.ledger.db, context.scope.tenant, notice.ref);
  for (const intent of open) {
    const outcome = await settle(context, intent);
    // A mark that was cleared is not what the record was sent for.
    const isCreate = intent.operation === "create";
    if (outcome.kind === "applied" && isCreate) return afterCreate(pass, outcome.link);
    if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
    if (outcome.kind === "rejected" && outcome.error.code === "WRITE_OUTCOME_AMBIGUOUS") {
      return finished("parked", "error", messageOf(outcome.error), notice.ref);
    }
    if (outcome.kind === "rejected" && outcome.error.code !== "RECORD_BUSY") {
      return afterRefusal(context, pass, null, outcome);
    }
  }
  return null;
}

async function create(
  context: EngineContext,
  pass: Pass,
  source: Observation,
  references: References,
): Promise<UnlinkedEnd> {
  const { mapping, notice } = pass;
  const planned = planCreate({
    mapping,
    target: "quickbooks",
    source: source.image,
    references,
    settings: await context.createSettings(),
    linkMark: null,
  });
  if (!planned.ok) return refuse(context, pass, source, planned.error);
  const outcome = await carryOut(context, {
    mapping,
    target: "quickbooks",
    source: source.ref,
    linkId: null,
    fingerprint: fingerprintOf(context, pass, source),
    plan: {
      kind: "create",
      actor: notice.actor,
      wish: { noticeId: notice.id, seq: notice.seq },
      source,
      sent: planned.value.patch,
    },
    write: planned.value satisfies PlannedWrite,
  });
  if (outcome.kind === "applied") return afterCreate(pass, outcome.link);
  if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
  return afterRefusal(context, pass, source, outcome);
}

function fingerprintOf(context: EngineContext, pass: Pass, source: Observation): Fingerprint {
  const now = context.clock.now();
  return {
    type: pass.mapping.quickbooksType,
    name: source.name,
    createdFrom: isoSeconds(now - CLOCK_SLACK_MS),
    createdTo: isoSeconds(now + context.pacing.requestIdTrustMs + CLOCK_SLACK_MS),
    linkMark: null,
  };
}

async function afterRefusal(
  context: EngineContext,
  pass: Pass,
  source: Observation | null,
  { error, intent }: Extract<WriteOutcome, { kind: "rejected" }>,
): Promise<PassEnd> {
  const name = source?.name ?? error.params["name"] ?? null;
  const isName = error.code === "QBO_DUPLICATE_NAME" && name !== null;
  const explained = isName ? await explainRefusedName(context, pass.mapping, name, error) : error;
  return stop(context, pass, { ...refusal(pass, source, explained), intentId: intent.id });
}

function refusal(pass: Pass, source: Observation | null, error: OperationalError): Refusal {
  return {
    error,
    action: "send",
    target: "quickbooks",
    salesforce: pass.notice.ref,
    quickbooks: null,
    name: source?.name ?? null,
  };
}

function refuse(
  context: EngineContext,
  pass: Pass,
  source: Observation | null,
  error: OperationalError,
): Promise<PassEnd> {
  return stop(context, pass, refusal(pass, source, error));
}
