/**
 * Wakes who waits for a record, in the transaction in which work on it ends. Linked: each goes on,
 * whether its notice still waits or it was held for a person. Not linked: those whose notices wait look at
 * what came of it. Nobody polls, and after a crash it is as durable as the rest.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { deferNotice, listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { clearWaits, listWaits, listWaitsFor, type Wait } from "@accord-sync/ledger/waits.ts";
import { dueIso, type EngineContext, mappedScope, mappingById } from "../engine-context.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { hasReferences } from "./load-references.ts";

/** By the mappings that an engine was made with, which never change. */
const referredTo = new WeakMap<readonly Mapping[], ReadonlySet<string>>();

/** True when records of the mapping can be referred to by others. */
export function isReferredTo({ mappings }: EngineContext, mapping: string): boolean {
  const known = referredTo.get(mappings) ?? mappingsReferredTo(mappings);
  referredTo.set(mappings, known);
  return known.has(mapping);
}

function mappingsReferredTo(mappings: readonly Mapping[]): ReadonlySet<string> {
  const rules = mappings.flatMap(({ fields }) =>
    fields.flatMap((rule) => [rule, ...(rule.rows?.columns ?? [])]),
  );
  return new Set(rules.flatMap(({ reference }) => (reference ? [reference.mapping] : [])));
}

export async function wakeWaiters(
  context: EngineContext,
  tx: Db,
  { mapping, ref }: { readonly mapping: string; readonly ref: RecordRef },
): Promise<void> {
  if (!isReferredTo(context, mapping)) return;
  const scope = mappedScope(context, mappingById(context, mapping));
  const link = await findLinkByRef(tx, scope, ref);
  if (link === null) {
    for (const wait of await listWaitsFor(tx, scope, ref)) await hasten(context, tx, wait);
    return;
  }
  for (const each of [link.salesforceRef, link.quickbooksRef]) {
    for (const wait of await listWaitsFor(tx, scope, each)) await goOn(context, tx, wait);
  }
}

async function hasten(context: EngineContext, tx: Db, { ref, mapping }: Wait): Promise<void> {
  for (const notice of await listNoticesFor(tx, context.scope, ref)) {
    if (notice.mapping !== mapping || notice.waiting === null) continue;
    const { id, seq, attempts, waiting } = notice;
    await deferNotice(tx, id, { seq, attempts, waiting, dueAt: dueIso(context) });
  }
}

function goOn(context: EngineContext, tx: Db, wait: Wait): Promise<void> {
  return recordNotice(context, tx, {
    mapping: mappingById(context, wait.mapping),
    ref: wait.ref,
    source: "recovery",
    actor: wait.actor,
    priority: wait.priority,
  });
}

/** What speaks for making a record that is not linked, without a person's Send of it in this very pass. */
export interface Standing {
  /** Another record that somebody asked for waits for it. */
  readonly isNeeded: boolean;
  /** It was asked for itself and waits for others; null when not. */
  readonly asked: Wait | null;
}

export async function standingOf(
  context: EngineContext,
  db: Db,
  { mapping, ref }: { readonly mapping: Mapping; readonly ref: RecordRef },
): Promise<Standing> {
  const scope = mappedScope(context, mapping);
  const waiters = isReferredTo(context, mapping.id) ? await listWaitsFor(db, scope, ref) : [];
  const [asked = null] = hasReferences(mapping) ? await listWaits(db, scope, ref) : [];
  return { isNeeded: waiters.some(({ needed }) => needed.unlinked === "make"), asked };
}

/**
 * A record whose pass came through waits for nothing any more, whichever of the pair's records it was about. The other
 * one's own notice may have been put off until it is woken: it has its turn now.
 */
export async function waitNoMore(
  context: EngineContext,
  tx: Db,
  { mapping: id, ref }: { readonly mapping: string; readonly ref: RecordRef },
): Promise<void> {
  const mapping = mappingById(context, id);
  if (!hasReferences(mapping)) return;
  const scope = mappedScope(context, mapping);
  const link = await findLinkByRef(tx, scope, ref);
  const refs = link === null ? [ref] : [link.salesforceRef, link.quickbooksRef];
  for (const each of refs) {
    for (const wait of await listWaits(tx, scope, each)) await hasten(context, tx, wait);
    await clearWaits(tx, scope, each);
  }
}
