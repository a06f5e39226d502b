/**
 * Sweeps: notices are hints, sweeps close the gaps. One CDC call for all types of the company, one
 * SystemModstamp scan per object of the org. What a sweep finds is recorded together with the place it
 * came to, and a record whose version the ledger already holds costs nothing more.
 */
import { InvariantError } from "@accord-sync/core/errors/assert.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { SweptChange } from "@accord-sync/core/ports/remote.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { findInDirectory } from "@accord-sync/ledger/directory.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { noteUnlinkedChange } from "./backfill/changed-since.ts";
import { lookForAbsent, wantListing } from "./absent-records.ts";
import { dropFromDirectory, rememberInDirectory } from "./directory-keeper.ts";
import { type EngineContext, mappedScope, mappingForType, remoteOf } from "./engine-context.ts";
import { SWEEP_FEED } from "./feeds.ts";
import { noteSweep } from "./integrity/gap-watch.ts";
import { loadLinkState } from "./link-state.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { recordUnreadable } from "./notices/record-unreadable.ts";
import { goneSides } from "./reconcile/observe-sides.ts";

/** Parts of one sweep: a window that is full is asked for again in smaller parts. */
const PARTS_MAX = 1_000;

/** Sweeps one system up to the present. Answers with the error that stopped it, or null. */
export async function sweep(
  context: EngineContext,
  system: SystemName,
): Promise<OperationalError | null> {
  const remote = remoteOf(context, system);
  const { tenant } = context.scope;
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const cursor = await readCursor(context.ledger.db, tenant, remote.accountId, SWEEP_FEED);
    const swept = await remote.sweep(context.mappings, cursor, context.clock.now());
    if (!swept.ok) return swept.error;
    const { changes, isFull, unreadable = [], unseenDeletions = [] } = swept.value;
    // Read before the transaction begins: inside one, a read beside it would wait for ever.
    const connectedAt = await context.connectedAt();
    let isSentBack = false;
    const news: Observation[] = [];
    const recorded = await context.ledger.transaction(async (tx) => {
      let count = 0;
      for (const change of changes) {
        const isNew = await recordSafely(context, tx, change, connectedAt);
        count += isNew;
        if (isNew > 0 && change.sighting.kind === "found") news.push(change.sighting.observation);
      }
      for (const each of unreadable) {
        count += await recordUnreadable(context, tx, { system, ...each }, "changed");
      }
      await wantListing(context, tx, unseenDeletions);
      // Sent back meanwhile by an overflow: that position stays, and the next part begins there.
      const held = await readCursor(tx, tenant, remote.accountId, SWEEP_FEED);
      isSentBack = held !== cursor;
      if (!isSentBack) {
        await saveCursor(tx, tenant, remote.accountId, SWEEP_FEED, swept.value.cursor);
        if (!isFull) await noteSweep(context, tx, system);
      }
      return count;
    });
    if (recorded > 0) context.wake();
    if (system === "quickbooks") tellWatch(context, news);
    for (const gap of unseenDeletions) {
      context.log.warn("Deletions of this time were not shown by QuickBooks", { ...gap });
    }
    if (!isFull && !isSentBack) break;
  }
  return system === "quickbooks" ? lookForAbsent(context) : null;
}

/** What a sweep found before anything else told it says something of the webhooks. */
function tellWatch({ watch }: EngineContext, news: readonly Observation[]): void {
  for (const { ref, modifiedAt } of news) watch.foundFirst(ref, modifiedAt);
}

/** A record over which our own code stumbles keeps no other waiting: its pass meets the bug, and sets it aside. */
async function recordSafely(
  context: EngineContext,
  tx: Db,
  change: SweptChange,
  connectedAt: string,
): Promise<number> {
  try {
    return await recordChange(context, tx, change, connectedAt);
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    const { sighting, type } = change;
    const ref = sighting.kind === "found" ? sighting.observation.ref : sighting.ref;
    const mapping = mappingForType(context, ref.system, type);
    const record = `${type} ${ref.id}`;
    context.log.error("a sweep met a bug of ours at a record", { record, error: error.message });
    if (mapping === null) return 0;
    await recordNotice(context, tx, { mapping, ref, source: "sweep" });
    return 1;
  }
}

/** Records a change that the ledger does not know yet; answers with how many notices that made. */
async function recordChange(
  context: EngineContext,
  tx: Db,
  { sighting, type }: SweptChange,
  connectedAt: string,
): Promise<number> {
  const { system } = sighting.kind === "found" ? sighting.observation.ref : sighting.ref;
  const mapping = mappingForType(context, system, type);
  const isNew =
    mapping !== null &&
    (sighting.kind === "found"
      ? await tellsNews(context, tx, { mapping, observation: sighting.observation, connectedAt })
      : await tellsDeletion(context, tx, mapping, sighting.ref));
  // The call is paid for, so all that it brought goes into the directory: names of vendors and
  // employees, and balances, which move without a new version.
  if (system === "quickbooks" && sighting.kind === "found") {
    await rememberInDirectory(context, tx, sighting.observation);
  }
  if (mapping === null && sighting.kind === "deleted") {
    await dropFromDirectory(context, tx, sighting.ref);
  }
  if (!isNew) return 0;
  const ref = sighting.kind === "found" ? sighting.observation.ref : sighting.ref;
  await recordNotice(context, tx, {
    mapping,
    ref,
    source: "sweep",
    known: { kind: "sighting", sighting },
  });
  return 1;
}

/** A sweep reads again what changed shortly before it: a deletion that is noted on the link is no news. */
async function tellsDeletion(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  ref: RecordRef,
): Promise<boolean> {
  // A record that nobody linked and that is gone matters to the directory alone, which a look clears.
  if (ref.system === "quickbooks") return true;
  const link = await findLinkByRef(tx, mappedScope(context, mapping), ref);
  return link !== null && !link.salesforceDeleted;
}

interface Found {
  readonly mapping: Mapping;
  readonly observation: Observation;
  readonly connectedAt: string;
}

/** True when the ledger may not know this version, or what became of it. */
async function tellsNews(
  context: EngineContext,
  tx: Db,
  { mapping, observation, connectedAt }: Found,
): Promise<boolean> {
  const { ref, version, createdAt } = observation;
  const remote = remoteOf(context, ref.system);
  const link = await findLinkByRef(tx, mappedScope(context, mapping), ref);
  if (link !== null) {
    // It is back, or was taken for gone by an answer that came late.
    if (goneSides(link).includes(ref.system)) return true;
    const side = (await loadLinkState(tx, link))[ref.system];
    const order = remote.compareVersions(version, side.version);
    // A version that was seen before its second was over may hide an edit of the same second.
    return order > 0 || (order === 0 && !side.isSettled);
  }
  // A record that nobody linked matters only when it carries a mark all the same, or to a plan that holds it.
  if (ref.system === "salesforce") {
    await noteUnlinkedChange(context, tx, mapping, { ref, version });
    return observation.linkMark !== null;
  }
  // Made since the connection and not linked: whether it was dealt with is for its pass to find.
  if (createdAt >= connectedAt) return true;
  const { tenant, company } = context.scope;
  const entry = await findInDirectory(tx, tenant, company, ref.type, ref.id);
  return entry === null || remote.compareVersions(version, entry.version) > 0;
}
