/** Surface: deletions that are held for a person, and what a person decides about them. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Removal } from "@accord-sync/core/mapping/removal.ts";
import { otherSystem, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  approveDeletion,
  closeDeletion,
  type Deletion,
  findDeletion,
  listHeldDeletions,
  readDeletePolicy,
} from "@accord-sync/ledger/deletions.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLink, type Link } from "@accord-sync/ledger/links.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { holdText } from "../deletion/hold-text.ts";
import { removalsOf } from "../deletion/removals-of.ts";
import type { HeldDecision, HeldDecisionView, HeldDeleteView, HeldQuery } from "../engine-api.ts";
import { type EngineContext, mappedScope, mappingById, nowIso } from "../engine-context.ts";
import { directionTo, nounOf, writeLog } from "../journal.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { findSurvivor } from "../reconcile/survivor.ts";
import { unlinkRecord } from "../unlink-record.ts";
import { readError } from "../views/error-view.ts";
import { loadLinkState } from "../link-state.ts";

/** Bound of a page, and of one decision about a batch. */
const HELD_MAX = 500;

export async function listHeld(
  context: EngineContext,
  { after = null, limit }: HeldQuery,
): Promise<{ readonly held: readonly HeldDeleteView[]; readonly next: string | null }> {
  const { ledger, scope } = context;
  const found = await listHeldDeletions(ledger.db, scope.tenant, { after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const views: HeldDeleteView[] = [];
  for (const deletion of shown) {
    const link = await findLink(ledger.db, deletion.linkId);
    if (link !== null) views.push(await heldView(context, deletion, link));
  }
  return { held: views, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

async function heldView(
  context: EngineContext,
  deletion: Deletion,
  link: Link,
): Promise<HeldDeleteView> {
  const { db } = context.ledger;
  const mapping = mappingById(context, deletion.mapping);
  const { system, reason, error } = deletion;
  const state = await loadLinkState(db, link);
  const survivor = await findSurvivor(context, mapping, { state, system, isProven: true });
  const refusal = error === null ? null : readError(error);
  const target = otherSystem(system);
  const what =
    survivor === null ? "was deleted" : `was merged into ${survivor.name ?? survivor.ref.id}`;
  const why = reason === null ? null : holdText(reason, system, refusal);
  const gone = state[system].ref;
  return {
    id: deletion.id,
    seenAt: deletion.seenAt,
    mapping: mapping.id,
    name: link.name,
    system,
    reason: reason ?? "policy",
    message: `The ${SYSTEM_LABEL[system]} ${nounOf(gone.type)} ${what}.${why === null ? "" : ` ${why}`}`,
    batch: deletion.batch,
    deleted: { type: gone.type, id: gone.id },
    counterpart: { type: state[target].ref.type, id: state[target].ref.id },
    survivor:
      survivor === null
        ? null
        : { type: survivor.ref.type, id: survivor.ref.id, name: survivor.name },
    salesforce: { type: link.salesforceRef.type, id: link.salesforceRef.id, name: link.name },
    choices: await choicesOf(context, db, deletion),
  };
}

/** What can be approved, the one that is proposed first. */
async function choicesOf(
  context: EngineContext,
  db: Db,
  deletion: Deletion,
): Promise<readonly Removal[]> {
  const mapping = mappingById(context, deletion.mapping);
  const possible = removalsOf(context, mapping, otherSystem(deletion.system));
  const policy = await readDeletePolicy(db, deletion, deletion.system);
  return possible.toSorted((a, b) => Number(b === policy) - Number(a === policy));
}

/** Decides about each of them, or about a whole batch. What cannot be decided any more is left, and named. */
export async function decideHeld(
  context: EngineContext,
  decision: HeldDecision,
): Promise<Result<HeldDecisionView>> {
  const ids = await idsOf(context, decision);
  if (ids.length === 0) {
    return fail(operationalError("API_BAD_REQUEST", { detail: "no held delete is named" }));
  }
  const skipped: { id: string; reason: string }[] = [];
  for (const id of ids) {
    const reason =
      decision.decision === "unlink"
        ? await unlinkHeld(context, id, decision.actor)
        : await context.ledger.transaction((tx) => decideOne(context, tx, id, decision));
    if (reason !== null) skipped.push({ id, reason });
  }
  context.wake();
  return succeed({ decided: ids.length - skipped.length, skipped });
}

async function idsOf(
  { ledger, scope }: EngineContext,
  { ids, batch }: HeldDecision,
): Promise<readonly string[]> {
  if (batch === undefined) return ids ?? [];
  const held: Deletion[] = [];
  let after: string | null = null;
  do {
    const page: readonly Deletion[] = await listHeldDeletions(ledger.db, scope.tenant, {
      after,
      limit: HELD_MAX,
    });
    held.push(...page);
    after = page.length < HELD_MAX ? null : (page.at(-1)?.id ?? null);
  } while (after !== null);
  return held.filter((each) => each.batch === batch).map(({ id }) => id);
}

const OVER = "It is not held any more; load the list again.";

/** Null when it is decided; else why not. */
async function decideOne(
  context: EngineContext,
  tx: Db,
  id: string,
  { decision, how, actor }: HeldDecision,
): Promise<string | null> {
  const deletion = await findDeletion(tx, id);
  const link = deletion === null ? null : await findLink(tx, deletion.linkId);
  if (deletion?.state !== "held" || link === null) return OVER;
  const at = nowIso(context);
  const mapping = mappingById(context, deletion.mapping);
  if (decision === "keep") {
    await closeDeletion(tx, id, { how: "kept", at, by: actor });
    await unpark(tx, mappedScope(context, mapping), link.salesforceRef);
    const target = otherSystem(deletion.system);
    const kept = target === "quickbooks" ? link.quickbooksRef : link.salesforceRef;
    await writeLog(context, tx, {
      mapping,
      salesforce: link.salesforceRef,
      quickbooks: link.quickbooksRef,
      name: link.name,
      direction: directionTo(target),
      action: "keep",
      outcome: "noted",
      actor,
      linkId: link.id,
      message: `Kept: ${SYSTEM_LABEL[target]} ${nounOf(kept.type)} ${kept.id} stays as it is, though its ${SYSTEM_LABEL[deletion.system]} record is gone.`,
    });
    return null;
  }
  const choices = await choicesOf(context, tx, deletion);
  const removal = how ?? choices[0];
  if (removal === undefined || !choices.includes(removal)) {
    const can = choices.length === 0 ? "nothing" : choices.join(", ");
    return `This cannot be done with it: ${removal ?? "to approve"}; possible: ${can}.`;
  }
  await approveDeletion(tx, id, { removal, by: actor, at });
  const ref = link.salesforceRef;
  await recordNotice(context, tx, { mapping, ref, source: "decision", actor });
  return null;
}

async function unlinkHeld(
  context: EngineContext,
  id: string,
  actor: string,
): Promise<string | null> {
  const { db } = context.ledger;
  const deletion = await findDeletion(db, id);
  const link = deletion === null ? null : await findLink(db, deletion.linkId);
  if (deletion?.state !== "held" || link === null) return OVER;
  const mapping = mappingById(context, deletion.mapping);
  const unlinked = await unlinkRecord(context, { mapping, ref: link.salesforceRef, actor });
  return unlinked.ok ? null : `${unlinked.error.params["reason"] ?? "It could not be unlinked"}.`;
}
