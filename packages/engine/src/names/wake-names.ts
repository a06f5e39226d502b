/**
 * Wakes the records whose change QuickBooks refused for a name that another record held, once that name is free: its
 * holder was renamed, made inactive, merged or deleted. In the transaction in which the directory learns of it,
 * so that no death comes between. Who is woken stays set aside until its write is done.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { findInDirectory } from "@accord-sync/ledger/directory.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { listWaitingParked, type Parked, releaseParked } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { holderOf, nameKey } from "./name-lists.ts";

type Entry = Pick<RecordRef, "type" | "id">;

/** Changes the directory, and wakes who waits for a name that one of `entries` had until then. */
export async function freeingNames(
  context: EngineContext,
  tx: Db,
  entries: readonly Entry[],
  change: () => Promise<void>,
): Promise<void> {
  const { tenant, company } = context.scope;
  const waiting = await listWaitingParked(tx, tenant, company);
  if (waiting.length === 0) return change();
  const held = new Set<string>();
  for (const { type, id } of entries) {
    const known = await findInDirectory(tx, tenant, company, type, id);
    if (known?.isActive) held.add(nameKey(known));
  }
  await change();
  for (const parked of waiting) {
    if (parked.waitsFor !== null && held.has(parked.waitsFor))
      await wakeIfFree(context, tx, parked);
  }
}

/** True when nobody holds the name any more, as far as the directory knows: it is tried again. */
export async function wakeIfFree(context: EngineContext, tx: Db, parked: Parked): Promise<boolean> {
  if (parked.waitsFor === null) return false;
  const link = await findLinkByRef(tx, parked, parked.ref);
  const own = link?.quickbooksRef ?? null;
  if ((await holderOf(context, tx, parked.waitsFor, own)) !== null) return false;
  await releaseParked(tx, parked, parked.ref);
  await wake(context, tx, parked);
  return true;
}

export async function wake(
  context: EngineContext,
  tx: Db,
  { mapping, ref }: Parked,
): Promise<void> {
  const parts = { mapping: mappingById(context, mapping), ref, source: "recovery" } as const;
  await recordNotice(context, tx, parts);
  context.wake();
}
