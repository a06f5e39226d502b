/**
 * Commits the removal of a counterpart. One that we made inactive keeps its link, which rests: the agreed
 * value is `inactive` in both from now on, so that a record which is restored makes it active again. Where a person had
 * made it inactive nothing is agreed: that goes into the record when it is restored. One that was deleted or voided has
 * no link any more.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { REMOVAL_DONE } from "@accord-sync/core/mapping/removal.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import {
  otherSystem,
  SYSTEM_LABEL,
  type SystemName,
} from "@accord-sync/core/records/record-ref.ts";
import { closeDeletion } from "@accord-sync/ledger/deletions.ts";
import { findDeparture } from "@accord-sync/ledger/departures.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { dropFromDirectory } from "../directory-keeper.ts";
import {
  accountOf,
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
} from "../engine-context.ts";
import { describeRef, directionTo, nounOf, writeLog } from "../journal.ts";
import { loadLinkState, saveSide, withBase, withObservation } from "../link-state.ts";
import { endAssociation } from "../unlink-commit.ts";
import { readPlan, type RemovalPlan } from "./intent-plan.ts";
import { linkBehind } from "./link-behind.ts";

export interface Removed {
  readonly mapping: Mapping;
  readonly plan: Omit<RemovalPlan, "kind" | "revision">;
  /** At the revision after the write. */
  readonly link: Link;
  /** Where the counterpart is. */
  readonly target: SystemName;
  /** The counterpart as our write left it; null when it is deleted, or was found removed. */
  readonly observation: Observation | null;
  readonly intentId: string | null;
}

/** A removal whose answer is the record. Answers with the link, or null when it ended. */
export async function commitRemoval(
  context: EngineContext,
  tx: Db,
  committing: {
    readonly intent: Intent;
    readonly observation: Observation;
    readonly mapping: Mapping;
    readonly plan: RemovalPlan;
  },
): Promise<Link | null> {
  const { intent, observation, mapping, plan } = committing;
  const link = await linkBehind(tx, intent, plan.revision);
  if (link === null) return null;
  const { target } = intent;
  return settleRemoved(context, tx, {
    mapping,
    plan,
    link,
    target,
    observation,
    intentId: intent.id,
  });
}

/** A removal that left nothing, carried out now or before. */
export async function commitDeletion(
  context: EngineContext,
  tx: Db,
  intent: Intent,
  requestId: string | null,
): Promise<void> {
  const plan = readPlan(intent.plan);
  const removal = must(plan.kind === "removal" ? plan : null, "only a removal deletes a record");
  const receipt = JSON.stringify({ deleted: true, requestId });
  await moveIntent(tx, intent.id, "applied", { receipt, at: nowIso(context) });
  const link = await linkBehind(tx, intent, removal.revision);
  if (link === null) return;
  const mapping = mappingById(context, intent.mapping);
  const { id: intentId, target } = intent;
  await settleRemoved(context, tx, {
    mapping,
    plan: removal,
    link,
    target,
    observation: null,
    intentId,
  });
}

/** What follows from a counterpart that is removed, by a write of ours or found so. */
export async function settleRemoved(
  context: EngineContext,
  tx: Db,
  removed: Removed,
): Promise<Link | null> {
  const { mapping, plan, link, target } = removed;
  const at = nowIso(context);
  const scope = mappedScope(context, mapping);
  await closeDeletion(tx, plan.deletion, { how: "removed", at, removal: plan.how });
  await unpark(tx, scope, link.salesforceRef);
  if (plan.how !== "deactivate") {
    await endAssociation(context, tx, { link, mapping, closedHow: "removed" });
  } else if (removed.observation !== null) {
    await agreeOnInactive(context, tx, removed, removed.observation);
  }
  if (plan.how === "delete" && target === "quickbooks") {
    await dropFromDirectory(context, tx, link.quickbooksRef);
  }
  const { type, id } = target === "quickbooks" ? link.quickbooksRef : link.salesforceRef;
  const did = removed.intentId === null ? "Found done" : REMOVAL_DONE[plan.how];
  const because = await whatBecameOf(context, tx, link, otherSystem(target));
  await writeLog(context, tx, {
    mapping,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    direction: directionTo(target),
    action: plan.how,
    outcome: "applied",
    actor: plan.actor,
    linkId: link.id,
    intentId: removed.intentId,
    message: `${did}: ${nounOf(type)} ${id} in ${SYSTEM_LABEL[target]}, because its ${SYSTEM_LABEL[otherSystem(target)]} record ${because}. ${plan.actor === null ? "The mapping says so." : `${plan.actor} approved it.`}`,
  });
  return plan.how === "deactivate" ? link : null;
}

/** A merge is no deletion to a person: the log says into which record it went. */
async function whatBecameOf(
  context: EngineContext,
  tx: Db,
  link: Link,
  system: SystemName,
): Promise<string> {
  const ref = system === "salesforce" ? link.salesforceRef : link.quickbooksRef;
  const departure = await findDeparture(tx, accountOf(context, system), ref);
  if (departure === null || departure.survivor === null) return "was deleted";
  const { ref: into, name } = departure.survivor;
  return `was merged into ${describeRef(into, name)}`;
}

async function agreeOnInactive(
  context: EngineContext,
  tx: Db,
  { mapping, link, target }: Removed,
  observation: Observation,
): Promise<void> {
  const rule = must(
    mapping.fields.find(({ name }) => name === mapping.activeField),
    "a record is made inactive by a mapped field",
  );
  const source = otherSystem(target);
  const state = await loadLinkState(tx, link);
  const seen = withObservation(mapping, state[target], observation, "ourWrite");
  await saveSide(tx, mapping, link.id, withBase(seen, { [pathIn(rule, target)]: false }));
  await saveSide(tx, mapping, link.id, withBase(state[source], { [pathIn(rule, source)]: false }));
  await touchLink(tx, link.id, { lastSyncAt: nowIso(context) });
}
