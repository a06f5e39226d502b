/**
 * Writer: turns a planned write into a receipt.
 *
 * Order of commits (I4, I9):
 *   1. commit the intent: its key and its exact payload, and everything that must be durable before
 *   2. call the remote
 *   3. commit receipt, base images and link in one transaction, fenced on the revision that was read
 *
 * A death between 1 and 2 leaves an intent that was not sent, between 2 and 3 a doubtful one. Nobody
 * can tell the two apart, so both are settled alike: see settle.ts.
 */
import { unreachable } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { messageOf, type OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type {
  Fingerprint,
  PlannedWrite,
  Receipt,
  WirePayload,
} from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import { typeIn } from "@accord-sync/core/mapping/mapping.ts";
import { insertIntent, type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  remoteOf,
} from "../engine-context.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { endLinkForGood } from "../unlink-commit.ts";
import { isAboutTheRecord } from "./about-the-record.ts";
import { type Applied, commitApplied } from "./commit-receipt.ts";
import { commitDeletion } from "./commit-removal.ts";
import { linkBehind } from "./link-behind.ts";
import { type IntentPlan, readPlan, writePlan } from "./intent-plan.ts";

export interface WriteOrder {
  readonly mapping: Mapping;
  readonly target: SystemName;
  readonly write: PlannedWrite;
  readonly plan: IntentPlan;
  /** The record the values come from; null for a mark, which is about the record itself. */
  readonly source: RecordRef | null;
  readonly linkId: string | null;
  readonly fingerprint: Fingerprint | null;
}

export type WriteOutcome =
  /** `observation` is null when the write deleted the record. */
  | {
      readonly kind: "applied";
      readonly observation: Observation | null;
      readonly link: Link | null;
    }
  | { readonly kind: "rejected"; readonly error: OperationalError; readonly intent: Intent }
  /** Not known; the intent is settled before anything else happens to the record. */
  | { readonly kind: "doubtful"; readonly error: OperationalError };

/**
 * Carries out one write. `before` commits together with the intent: what must be durable before the
 * remote changes, for example the entry that records an edit about to be replaced.
 */
export async function carryOut(
  context: EngineContext,
  order: WriteOrder,
  before: (tx: Db) => Promise<void> = async () => {},
): Promise<WriteOutcome> {
  const { mapping, target, write } = order;
  const id = context.random.id("intent");
  const payload = remoteOf(context, target).encode(write, id);
  const at = nowIso(context);
  const intent: Intent = {
    ...mappedScope(context, mapping),
    id,
    linkId: order.linkId,
    operation: write.operation,
    target,
    type: typeIn(mapping, target),
    source: order.source,
    ref: write.ref,
    payload: JSON.stringify(payload),
    fingerprint: order.fingerprint === null ? null : JSON.stringify(order.fingerprint),
    plan: writePlan(order.plan),
    state: "inFlight",
    createdAt: at,
    sentAt: at,
    attempts: 1,
    receipt: null,
    settledAt: null,
  };
  await context.ledger.transaction(async (tx) => {
    await before(tx);
    await insertIntent(tx, intent);
  });
  return send(context, intent);
}

/** Sends an intent's stored bytes and commits how it ended. */
export async function send(context: EngineContext, intent: Intent): Promise<WriteOutcome> {
  const mapping = mappingById(context, intent.mapping);
  const payload = JSON.parse(intent.payload) as WirePayload;
  const receipt = await remoteOf(context, intent.target).send(mapping, payload);
  return commitReceipt(context, intent, receipt);
}

/** Commits how a write ended, so far as its receipt tells. */
export async function commitReceipt(
  context: EngineContext,
  intent: Intent,
  receipt: Receipt,
): Promise<WriteOutcome> {
  switch (receipt.outcome) {
    case "applied":
      return commit(context, intent, receipt.observation, {
        requestId: receipt.requestId ?? null,
        partRefused: receipt.partRefused ?? null,
      });
    case "deleted":
      return commitDeleted(context, intent, receipt.requestId ?? null);
    case "rejected":
      // That a repetition did not come through tells nothing about the attempt before it.
      if (intent.state === "doubtful" && !isAboutTheRecord(receipt.error)) {
        return { kind: "doubtful", error: receipt.error };
      }
      // An unlink is a person's word: turned away, it stays open and is repeated until it is heard.
      if (isUnlink(intent) && !isAboutTheRecord(receipt.error)) {
        return leaveDoubtful(context, intent, receipt.error);
      }
      await closeRejected(context, intent, receipt.error);
      return { kind: "rejected", error: receipt.error, intent };
    case "unknown":
      return leaveDoubtful(context, intent, receipt.error);
    default:
      return unreachable(receipt);
  }
}

export function isUnlink(intent: Intent): boolean {
  const plan = readPlan(intent.plan);
  return plan.kind === "mark" && plan.reason === "unlink";
}

async function leaveDoubtful(
  context: EngineContext,
  intent: Intent,
  error: OperationalError,
): Promise<WriteOutcome> {
  await context.ledger.transaction(async (tx) => {
    // Kept for the vendor's support: its words and request id, where it gave any.
    const receipt = JSON.stringify(error);
    await moveIntent(tx, intent.id, "unknown", { receipt, at: nowIso(context) });
  });
  return { kind: "doubtful", error };
}

export async function commit(
  context: EngineContext,
  intent: Intent,
  observation: Observation,
  how: Pick<Applied, "isAdopted" | "requestId" | "partRefused"> = {},
): Promise<WriteOutcome> {
  const link = await context.ledger.transaction((tx) =>
    commitApplied(context, tx, { intent, observation, ...how }),
  );
  return { kind: "applied", observation, link };
}

async function commitDeleted(
  context: EngineContext,
  intent: Intent,
  requestId: string | null,
): Promise<WriteOutcome> {
  await context.ledger.transaction((tx) => commitDeletion(context, tx, intent, requestId));
  return { kind: "applied", observation: null, link: null };
}

/** Closes an intent that certainly changed nothing. It is never repeated: a new plan gets a new one. */
export async function closeRejected(
  context: EngineContext,
  intent: Intent,
  error: OperationalError,
): Promise<void> {
  await context.ledger.transaction(async (tx) => {
    await moveIntent(tx, intent.id, "rejected", {
      receipt: JSON.stringify(error),
      at: nowIso(context),
    });
    if (isUnlink(intent)) await endUncleared(context, tx, intent, error);
  });
  if (isUnlink(intent)) context.wake();
}

/**
 * Salesforce will not clear the mark, perhaps because the record is gone. The ledger is the authority for links, so
 * the association ends all the same, whoever learns of the refusal, and the log says what is left. The mark is one of
 * no link from then on: where the record still shows it, it is set aside for that, and Re-Process tries again.
 */
async function endUncleared(
  context: EngineContext,
  tx: Db,
  intent: Intent,
  error: OperationalError,
): Promise<void> {
  const plan = readPlan(intent.plan);
  if (plan.kind !== "mark") return;
  const link = await linkBehind(tx, intent, plan.revision);
  if (link === null) return;
  const mapping = mappingById(context, intent.mapping);
  await endLinkForGood(context, tx, {
    link,
    mapping,
    actor: plan.actor,
    intentId: intent.id,
    note: `Accord QB Id could not be cleared: ${messageOf(error)}.`,
  });
  const known = { kind: "marked" } as const;
  await recordNotice(context, tx, { mapping, ref: link.salesforceRef, source: "recovery", known });
}
