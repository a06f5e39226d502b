/**
 * Removes the counterpart of a deleted record, when nothing speaks against it at that very moment: it is looked
 * at, compared with what both systems last agreed on, and written to with the version that was seen. An edit in
 * between refuses the write, and the look that follows finds it.
 */
import {
  dispositionOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { type HoldReason, judgeRemoval } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Removal } from "@accord-sync/core/mapping/removal.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem } from "@accord-sync/core/records/record-ref.ts";
import { type Deletion, holdDeletion } from "@accord-sync/ledger/deletions.ts";
import { listOpenEntries } from "@accord-sync/ledger/entries.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { batchOf } from "../deletion/delete-guard.ts";
import { type EngineContext, remoteOf } from "../engine-context.ts";
import type { LinkState, SideState } from "../link-state.ts";
import { settleRemoved } from "../writer/commit-removal.ts";
import { carryOut, type WriteOrder } from "../writer/writer.ts";
import { endBothGone } from "./both-gone.ts";
import type { Gone } from "./gone.ts";
import { look } from "./observe-sides.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";
import { tellDeletion } from "./tell-deletion.ts";

/** Looks at a counterpart that changes while it is being removed. */
const LOOKS_MAX = 5;

export interface RemovalOrder {
  readonly link: Link;
  readonly gone: Gone;
  readonly deletion: Deletion;
  readonly how: Removal;
}

export async function removeCounterpart(
  context: EngineContext,
  pass: Pass,
  order: RemovalOrder,
): Promise<PassEnd> {
  const target = otherSystem(order.gone.system);
  let { state } = order.gone;
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const looked = await look(context, pass, { state, system: target, useKnown: false });
    if (looked.kind === "error") return refused(context, pass, order, looked.error);
    if (looked.kind === "gone") return endBothGone(context, pass, order.link);
    state = looked.state;
    const side = state[target];
    if (isRemoved(pass.mapping, order.how, looked.observation))
      return alreadyDone(context, pass, order, state);
    const against = await whatIsAgainst(context, pass, order, state);
    if (against !== null) return hold(context, pass, order, { state, ...against });
    if (!side.isSettled) {
      await context.clock.sleep(context.pacing.settleMs);
      continue;
    }
    const outcome = await carryOut(context, writeOrder(pass, order, state));
    if (outcome.kind === "applied") return done(order);
    if (outcome.kind === "doubtful") return { kind: "stopped", error: outcome.error };
    if (dispositionOf(outcome.error) !== "observe-again") {
      return refused(context, pass, { ...order, gone: { ...order.gone, state } }, outcome.error);
    }
  }
  return { kind: "stopped", error: operationalError("RECORD_BUSY") };
}

function done({ link, how }: RemovalOrder): PassEnd {
  const message = how === "deactivate" ? "Made inactive." : "Removed.";
  return finished("reconciled", "updated", message, link.salesforceRef);
}

function activePath(mapping: Mapping, { ref }: Pick<SideState, "ref">): string | null {
  const rule = mapping.fields.find(({ name }) => name === mapping.activeField);
  return rule === undefined ? null : pathIn(rule, ref.system);
}

function isRemoved(mapping: Mapping, how: Removal, observation: Observation): boolean {
  if (how === "void") return observation.isVoided === true;
  const path = how === "deactivate" ? activePath(mapping, observation) : null;
  return path !== null && valueAt(observation.image, path) === false;
}

async function alreadyDone(
  context: EngineContext,
  { mapping, notice }: Pass,
  order: RemovalOrder,
  state: LinkState,
): Promise<PassEnd> {
  const { deletion, how } = order;
  await context.ledger.transaction((tx) =>
    settleRemoved(context, tx, {
      mapping,
      plan: { actor: deletion.decidedBy ?? notice.actor, how, deletion: deletion.id },
      link: state.link,
      target: otherSystem(order.gone.system),
      observation: null,
      intentId: null,
    }),
  );
  return done(order);
}

interface Against {
  readonly reason: HoldReason;
  readonly batch: string | null;
}

/** Why it is not to be removed now; null when nothing speaks against it. */
async function whatIsAgainst(
  context: EngineContext,
  { mapping }: Pass,
  { gone, deletion }: RemovalOrder,
  state: LinkState,
): Promise<Against | null> {
  const { db } = context.ledger;
  const target = otherSystem(gone.system);
  const side = state[target];
  if (deletion.state === "approved") {
    // A person approved what they saw, and nothing later.
    const asked = deletion.askedVersion ?? "";
    const isSame = remoteOf(context, target).compareVersions(side.version, asked) <= 0;
    return isSame ? null : { reason: "changed", batch: null };
  }
  const batch = await batchOf(context, db, deletion);
  const hasEntry = (await listOpenEntries(db, state.link.id)).length > 0;
  const isChanged = hasEntry || isChangedSinceAgreed(mapping, state, side);
  const reason = judgeRemoval({ isChanged, isOverGuard: batch !== null });
  return reason === null ? null : { reason, batch };
}

function isChangedSinceAgreed(mapping: Mapping, { link }: LinkState, side: SideState): boolean {
  const { system } = side.ref;
  // Restored by a person after a removal whose answer was lost: that took the mark away.
  const mark = linkMark(link.company, link.quickbooksRef);
  if (system === "salesforce" && side.mark !== mark) return true;
  return mapping.fields.some((rule) => {
    const path = pathIn(rule, system);
    return (
      rule.when === "always" &&
      !isSameStored(rule.kind, valueAt(side.seen, path), valueAt(side.base, path))
    );
  });
}

async function hold(
  context: EngineContext,
  pass: Pass,
  { link, gone, deletion }: RemovalOrder,
  against: Against & { readonly state: LinkState; readonly refusal?: OperationalError },
): Promise<PassEnd> {
  const { reason, batch, state, refusal } = against;
  const { version } = state[otherSystem(gone.system)];
  await context.ledger.transaction(async (tx) => {
    await holdDeletion(tx, deletion.id, {
      reason,
      batch,
      askedVersion: version,
      error: refusal === undefined ? null : JSON.stringify(refusal),
    });
    const isMore = deletion.reason !== null;
    await tellDeletion(context, tx, pass, {
      link,
      gone,
      survivor: null,
      reason,
      isMore,
      ...(refusal === undefined ? {} : { refusal }),
    });
  });
  return finished("parked", "held", "A person is asked.", link.salesforceRef);
}

/** What only a person can help with is asked; anything else is tried again. */
function refused(
  context: EngineContext,
  pass: Pass,
  order: RemovalOrder,
  error: OperationalError,
): PassEnd | Promise<PassEnd> {
  if (dispositionOf(error) !== "park") return { kind: "stopped", error };
  const { state } = order.gone;
  return hold(context, pass, order, { reason: "refused", batch: null, state, refusal: error });
}

function writeOrder(
  { mapping, notice }: Pass,
  { gone, deletion, how }: RemovalOrder,
  state: LinkState,
): WriteOrder {
  const target = otherSystem(gone.system);
  const side = state[target];
  const path = how === "deactivate" ? activePath(mapping, side) : null;
  return {
    mapping,
    target,
    source: state[gone.system].ref,
    linkId: state.link.id,
    fingerprint: null,
    plan: {
      kind: "removal",
      actor: deletion.decidedBy ?? notice.actor,
      how,
      deletion: deletion.id,
      revision: state.link.revision,
    },
    write: {
      mapping,
      operation: how === "deactivate" ? "update" : how,
      ref: side.ref,
      version: side.version,
      patch: path === null ? {} : { [path]: false },
      known: side.seen,
      members: side.members,
    },
  };
}
