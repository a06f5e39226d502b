/**
 * Ends a pass over a linked record that was seen deleted: the link moves to what the record was merged into, or
 * it rests and a person is asked, or the counterpart is removed as the mapping says (docs/spec/lifecycle.md).
 *
 * A deletion is told once (I21): in the transaction that notes it on the link, or, where it first waits to be
 * carried out, in the one that holds it or carries it out. Whoever tells of it again (a sweep, a late event, the
 * first look after a restart) finds the note and is silent; a look that finds the record takes the note away, so
 * that the next deletion is told again. A press of Send or Sync From is answered with a line of its own, and
 * Re-Process gets one for the entries that it closed.
 *
 * Dies the process between two of these steps, the row of the deletion tells the next pass where it was.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import {
  type DeletionVerdict,
  type HoldReason,
  judgeDeletion,
} from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { messageOf } from "@accord-sync/core/errors/operational-error.ts";
import { otherSystem, refKey } from "@accord-sync/core/records/record-ref.ts";
import {
  type Deletion,
  holdDeletion,
  insertDeletion,
  listOpenDeletions,
  proveDeletion,
  readDeletePolicy,
  resumeDeletion,
} from "@accord-sync/ledger/deletions.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLink, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { removalsOf } from "../deletion/removals-of.ts";
import { type EngineContext, mappedScope, nowIso, remoteOf } from "../engine-context.ts";
import { endBothGone } from "./both-gone.ts";
import { keepAside, tellDeletion, wantsAnswer } from "./tell-deletion.ts";
import { type Gone, goneError } from "./gone.ts";
import { moveLink } from "./move-link.ts";
import { look } from "./observe-sides.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";
import { removeCounterpart } from "./remove-counterpart.ts";
import { findSurvivor, type FoundSurvivor } from "./survivor.ts";

/** Until the pass runs again in a lane that holds the survivor too. */
const NEW_LANE_MS = 20;

export async function endAsGone(context: EngineContext, pass: Pass, gone: Gone): Promise<PassEnd> {
  const { mapping } = pass;
  const link = must(
    await findLink(context.ledger.db, gone.state.link.id),
    "a link is there while its lane is held",
  );
  const found = await findSurvivor(context, mapping, gone);
  const isHeld = (held: FoundSurvivor) => pass.held.some((ref) => refKey(ref) === refKey(held.ref));
  if (found !== null && !isHeld(found)) return { kind: "postponed", ms: NEW_LANE_MS };
  let { state } = gone;
  if (goneIn(link, otherSystem(gone.system))) {
    const other = await look(context, pass, {
      state,
      system: otherSystem(gone.system),
      useKnown: false,
    });
    if (other.kind === "error") return { kind: "stopped", error: other.error };
    if (other.kind === "gone") return endBothGone(context, pass, link);
    state = other.state;
  }
  const judged: Judged = { link, gone: { ...gone, state }, found };
  const open = await openDeletion(context, judged);
  if (open === null && goneIn(link, gone.system)) return answerAgain(context, pass, judged);
  return open === null ? firstSight(context, pass, judged) : goOn(context, pass, judged, open);
}

interface Judged {
  readonly link: Link;
  readonly gone: Gone;
  readonly found: FoundSurvivor | null;
}

function goneIn(link: Link, system: Gone["system"]): boolean {
  return system === "salesforce" ? link.salesforceDeleted : link.quickbooksDeleted;
}

async function openDeletion(
  { ledger }: EngineContext,
  { link, gone }: Judged,
): Promise<Deletion | null> {
  const open = await listOpenDeletions(ledger.db, link.id);
  return open.find(({ system }) => system === gone.system) ?? null;
}

async function judge(
  context: EngineContext,
  { mapping }: Pass,
  { gone, found }: Judged,
  isProven: boolean,
): Promise<DeletionVerdict> {
  const { system } = gone;
  return judgeDeletion({
    policy: await readDeletePolicy(context.ledger.db, mappedScope(context, mapping), system),
    removals: removalsOf(context, mapping, otherSystem(system)),
    survivor: found?.state ?? "none",
    isDeletable: remoteOf(context, system).removals(mapping).includes("delete"),
    isProven,
  });
}

async function firstSight(context: EngineContext, pass: Pass, judged: Judged): Promise<PassEnd> {
  const { link, gone } = judged;
  const verdict = await judge(context, pass, judged, gone.isProven);
  const deletion = await context.ledger.transaction(async (tx) => {
    const isGone = gone.system === "salesforce" ? "salesforceDeleted" : "quickbooksDeleted";
    await touchLink(tx, link.id, { [isGone]: true });
    const seen = await insertDeletion(tx, {
      ...mappedScope(context, pass.mapping),
      linkId: link.id,
      system: gone.system,
      seenAt: nowIso(context),
      isProven: gone.isProven,
    });
    if (verdict.kind === "hold") {
      await hold(context, tx, pass, { judged, id: seen.id, reason: verdict.reason });
    }
    return seen;
  });
  if (verdict.kind === "hold") return told(judged);
  return carryOut(context, pass, judged, { deletion, verdict });
}

interface Hold {
  readonly judged: Judged;
  /** Of the row of the deletion. */
  readonly id: string;
  readonly reason: HoldReason;
}

async function hold(
  context: EngineContext,
  tx: Db,
  pass: Pass,
  { judged: { link, gone, found }, id, reason }: Hold,
): Promise<void> {
  const askedVersion = gone.state[otherSystem(gone.system)].version;
  await holdDeletion(tx, id, { reason, askedVersion });
  await tellDeletion(context, tx, pass, { link, gone, survivor: found, reason });
}

/** What is open goes on: by a person's word, or by what was learned since. */
async function goOn(
  context: EngineContext,
  pass: Pass,
  judged: Judged,
  open: Deletion,
): Promise<PassEnd> {
  const { gone } = judged;
  const isProven = open.isProven || gone.isProven;
  if (isProven && !open.isProven) {
    await context.ledger.transaction((tx) => proveDeletion(tx, open.id));
  }
  const verdict = await judge(context, pass, judged, isProven);
  if (verdict.kind === "move") return carryOut(context, pass, judged, { deletion: open, verdict });
  if (open.state === "approved" && open.removal !== null) {
    const how = open.removal;
    const approved = { kind: "remove", how } as const;
    return carryOut(context, pass, judged, { deletion: open, verdict: approved });
  }
  if (open.state === "waiting") {
    if (verdict.kind === "remove") {
      return carryOut(context, pass, judged, { deletion: open, verdict });
    }
    await context.ledger.transaction((tx) =>
      hold(context, tx, pass, { judged, id: open.id, reason: verdict.reason }),
    );
    return told(judged);
  }
  // Held for want of a word that has come since.
  if (open.reason === "unproven" && verdict.kind === "remove") {
    await context.ledger.transaction((tx) => resumeDeletion(tx, open.id));
    return carryOut(context, pass, judged, { deletion: { ...open, state: "waiting" }, verdict });
  }
  return stayHeld(context, pass, judged, { open, verdict });
}

/** A merge that was told since is another question, about the same deletion. */
async function stayHeld(
  context: EngineContext,
  pass: Pass,
  judged: Judged,
  { open, verdict }: { readonly open: Deletion; readonly verdict: DeletionVerdict },
): Promise<PassEnd> {
  const { found } = judged;
  const isNew =
    found !== null &&
    verdict.kind === "hold" &&
    verdict.reason !== open.reason &&
    (verdict.reason === "merged" || verdict.reason === "keptApart");
  if (isNew) {
    await context.ledger.transaction(async (tx) => {
      const askedVersion = open.askedVersion ?? "";
      await holdDeletion(tx, open.id, { reason: verdict.reason, askedVersion });
      const { link, gone } = judged;
      await tellDeletion(context, tx, pass, {
        link,
        gone,
        survivor: found,
        reason: verdict.reason,
        isMore: true,
      });
    });
    return told(judged);
  }
  return answerAgain(context, pass, judged);
}

/** It was told: silence, unless somebody asked. */
async function answerAgain(context: EngineContext, pass: Pass, judged: Judged): Promise<PassEnd> {
  const { link, gone, found } = judged;
  await context.ledger.transaction(async (tx) => {
    const error = goneError(gone, found);
    if (await wantsAnswer(tx, pass, { link, error })) {
      await tellDeletion(context, tx, pass, { link, gone, survivor: found, reason: null });
    } else if ((await listOpenDeletions(tx, link.id)).length > 0) {
      await keepAside(context, tx, pass, { link, error });
    }
  });
  return told(judged);
}

function told({ link, gone, found }: Judged): PassEnd {
  return finished("parked", "error", messageOf(goneError(gone, found)), link.salesforceRef);
}

interface Due {
  readonly deletion: Deletion;
  readonly verdict: Exclude<DeletionVerdict, { kind: "hold" }>;
}

async function carryOut(
  context: EngineContext,
  pass: Pass,
  { link, gone, found }: Judged,
  { deletion, verdict }: Due,
): Promise<PassEnd> {
  if (verdict.kind === "move") {
    const survivor = must(found, "a link moves to a survivor");
    return moveLink(context, pass, { link, gone, survivor });
  }
  if (deletion.state === "waiting") {
    const dueAt = Date.parse(deletion.seenAt) + context.pacing.removalGraceMs;
    const ms = dueAt - context.clock.now();
    if (ms > 0) return { kind: "postponed", ms };
  }
  return removeCounterpart(context, pass, { link, gone, deletion, how: verdict.how });
}
