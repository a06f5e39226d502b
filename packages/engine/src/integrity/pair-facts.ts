/** What is known of a linked pair, for the comparison: the ledger's side of it beside what was just read. */
import {
  comparePair,
  type PairFacts,
  type ReadSide,
} from "@accord-sync/core/integrity/compare-pair.ts";
import type { PairVerdict } from "@accord-sync/core/integrity/compare-pair.ts";
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import { listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope, mappingById, remoteOf } from "../engine-context.ts";
import { loadLinkState } from "../link-state.ts";
import { isHeldBack } from "../notices/held-back.ts";
import { readError } from "../views/error-view.ts";

/** What was read of both; null for a record that was not there. */
export type ReadPair = Readonly<Record<SystemName, Observation | null>>;

export async function pairFacts(
  context: EngineContext,
  db: Db,
  link: Link,
  read: ReadPair,
): Promise<PairFacts> {
  const mapping = mappingById(context, link.mapping);
  const state = await loadLinkState(db, link);
  const scope = mappedScope(context, mapping);
  const held = (system: SystemName, isGone: boolean) => {
    const { base, seen } = state[system];
    return { base, seen, isGone };
  };
  const side = (system: SystemName): ReadSide | null => {
    const observation = read[system];
    if (observation === null) return null;
    const order = remoteOf(context, system).compareVersions(
      observation.version,
      state[system].version,
    );
    return {
      order: order === 0 ? "same" : order > 0 ? "newer" : "older",
      image: observation.image,
      mark: observation.linkMark,
    };
  };
  const work = await workOn(context, db, link.mapping, [link.salesforceRef, link.quickbooksRef]);
  const parked = await findParked(db, scope, link.salesforceRef);
  const entries = await listOpenEntries(db, link.id);
  return {
    mapping,
    held: {
      salesforce: held("salesforce", link.salesforceDeleted),
      quickbooks: held("quickbooks", link.quickbooksDeleted),
    },
    read: { salesforce: side("salesforce"), quickbooks: side("quickbooks") },
    mark: linkMark(link.company, link.quickbooksRef),
    openFields: new Set(entries.map(({ field }) => field)),
    isBusy: work === "busy",
    isSetAside: parked !== null || work === "heldBack",
    isUnreadable: parked !== null && readError(parked.error).code === "RECORD_UNREADABLE",
  };
}

export async function judgePair(
  context: EngineContext,
  db: Db,
  link: Link,
  read: ReadPair,
): Promise<{ readonly facts: PairFacts; readonly verdict: PairVerdict }> {
  const facts = await pairFacts(context, db, link, read);
  return { facts, verdict: comparePair(facts) };
}

/** Whether something is under way about these records, or waits for real time to be switched on. */
export async function workOn(
  context: EngineContext,
  db: Db,
  mapping: string,
  refs: readonly RecordRef[],
): Promise<"none" | "busy" | "heldBack"> {
  let isHeld = false;
  for (const ref of refs) {
    const open = await listOpenIntentsFor(db, context.scope.tenant, ref);
    if (open.length > 0) return "busy";
    for (const notice of await listNoticesFor(db, context.scope, ref)) {
      if (notice.mapping !== mapping) continue;
      if (!isHeldBack(notice)) return "busy";
      isHeld = true;
    }
  }
  return isHeld ? "heldBack" : "none";
}
