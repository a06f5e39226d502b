/**
 * One pass over one dirty record. The engine is level-triggered: whatever made the record dirty, what
 * to do is derived from what both systems hold and from the last agreed values.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { isSameRef } from "@accord-sync/core/records/record-ref.ts";
import type { Notice } from "@accord-sync/ledger/inbox.ts";
import { findDeparture, listMergedInto } from "@accord-sync/ledger/departures.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import { findLinkByRef, findLinksByRef } from "@accord-sync/ledger/links.ts";
import { accountOf, type EngineContext, mappingById, mappedScope } from "../engine-context.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";
import { reconcileLink } from "./reconcile-link.ts";
import { receiveUnlinked } from "./receive-unlinked.ts";
import { sendUnlinked, type UnlinkedEnd } from "./send-unlinked.ts";

/**
 * All refs that are connected with `ref` through links and merges, itself included: they are worked on one at a
 * time, because they share a record.
 */
export async function connectedRefs(
  context: EngineContext,
  ref: RecordRef,
): Promise<readonly RecordRef[]> {
  const connected: RecordRef[] = [ref];
  for (const next of connected) {
    const links = await findLinksByRef(context.ledger.db, context.scope.tenant, next);
    const linked = links.flatMap((link) => [link.salesforceRef, link.quickbooksRef]);
    for (const other of [...linked, ...(await mergedWith(context, next))]) {
      if (!connected.some((known) => isSameRef(known, other))) connected.push(other);
    }
  }
  return connected;
}

/** What `ref` was merged into, and what was merged into it: a link may move between them. */
async function mergedWith(context: EngineContext, ref: RecordRef): Promise<readonly RecordRef[]> {
  const account = accountOf(context, ref.system);
  const { db } = context.ledger;
  const departure = await findDeparture(db, account, ref);
  const merged = await listMergedInto(db, account, ref);
  return departure === null || departure.survivor === null
    ? merged
    : [departure.survivor.ref, ...merged];
}

const NEW_LANE_MS = 20;
/** How often a lane is formed anew because a link was made or removed while waiting for it. */
const LANE_FORMS_MAX = 10;

/** Runs `work` while nothing else works on `refs` or on anything linked with them. */
export async function inLane<T>(
  context: EngineContext,
  refs: readonly RecordRef[],
  work: (held: readonly RecordRef[]) => Promise<T>,
): Promise<T> {
  const closure = async () =>
    (await Promise.all(refs.map((ref) => connectedRefs(context, ref)))).flat();
  for (let form = 0; form < LANE_FORMS_MAX; form += 1) {
    const held = await closure();
    const result = await context.lanes.run(held, async () => {
      const needed = await closure();
      const isWhole = needed.every((ref) => held.some((other) => isSameRef(ref, other)));
      return isWhole ? { value: await work(held) } : null;
    });
    if (result !== null) return result.value;
  }
  return must<T>(null, "a lane settles");
}

/** One pass. `held` is the lane it runs in. */
export async function reconcile(
  context: EngineContext,
  notice: Notice,
  held: readonly RecordRef[],
): Promise<PassEnd> {
  const mapping = mappingById(context, notice.mapping);
  const pass: Pass = { notice, mapping, held };
  const scope = mappedScope(context, mapping);
  const link = await findLinkByRef(context.ledger.db, scope, notice.ref);
  if (link !== null) {
    const isHeld = [link.salesforceRef, link.quickbooksRef].every((ref) =>
      held.some((other) => isSameRef(ref, other)),
    );
    // Linked since the lane was formed: the next pass holds both.
    return isHeld ? reconcileLink(context, pass, link) : { kind: "postponed", ms: NEW_LANE_MS };
  }
  const { db } = context.ledger;
  const earlier = await listOpenIntentsFor(db, context.scope.tenant, notice.ref);
  const end: UnlinkedEnd =
    notice.ref.system === "salesforce"
      ? await sendUnlinked(context, pass)
      : await receiveUnlinked(context, pass);
  if (end.kind !== "linked") return end;
  return afterLinking(context, earlier.length > 0 ? pass : withoutNews(pass));
}

/** A pass that looked at the record itself, or used up what its notice brought, has no more to look at. */
function withoutNews(pass: Pass): Pass {
  return { ...pass, notice: { ...pass.notice, source: "recovery", known: null, seq: 1 } };
}

/**
 * The record was just linked by a create: what is left is the mark, and what moved meanwhile. Where the
 * create was an earlier pass's, what this notice is about may be newer than what it was made from.
 */
async function afterLinking(context: EngineContext, pass: Pass): Promise<PassEnd> {
  const scope = mappedScope(context, pass.mapping);
  const link = await findLinkByRef(context.ledger.db, scope, pass.notice.ref);
  const made = must(link, "a create that was applied made a link");
  const undirected: Pass = { ...pass, notice: { ...pass.notice, direction: "none" } };
  const end = await reconcileLink(context, undirected, made);
  if (end.kind !== "finished" || end.result === "error") return end;
  return finished("reconciled", "created", "Created.", made.salesforceRef);
}
