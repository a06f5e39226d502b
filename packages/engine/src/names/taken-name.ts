/**
 * A linked record whose change QuickBooks refused because another record holds the name. Who that is stands in the
 * directory, or one look tells; the record then waits for the name, and goes on by itself when it is free.
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { NamedEntry } from "@accord-sync/ledger/directory.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findParked, park, type Parked } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope } from "../engine-context.ts";
import { nounOf } from "../journal.ts";
import type { WriteOrder } from "../writer/writer.ts";
import { circleOf } from "./name-circle.ts";
import { lookForNamesake } from "./look-for-namesake.ts";
import { holderOf, nameKey } from "./name-lists.ts";
import { wake, wakeIfFree } from "./wake-names.ts";

/** The name that the order would give its QuickBooks record; null when it gives none. */
export function nameIn({ mapping, target, write }: WriteOrder): string | null {
  const rule = mapping.fields.find(({ name }) => name === mapping.matchField);
  if (target !== "quickbooks" || rule === undefined) return null;
  const name = write.patch[pathIn(rule, target)];
  return typeof name === "string" ? name : null;
}

/** What a refused name comes to; null when the refusal is about something else. */
export type TakenName =
  | { readonly kind: "held"; readonly waitsFor: string; readonly error: OperationalError }
  /** Nobody is known to hold it: it was just freed, or its holder cannot be seen. */
  | { readonly kind: "unknown" };

export async function judgeTakenName(
  context: EngineContext,
  order: WriteOrder,
  error: OperationalError,
): Promise<TakenName | null> {
  const name = nameIn(order);
  if (error.code !== "QBO_DUPLICATE_NAME" || name === null) return null;
  const { mapping } = order;
  const waitsFor = nameKey({ type: mapping.quickbooksType, name });
  const holder = await findHolder(context, { mapping, name, waitsFor, own: order.write.ref });
  if (holder === null) return { kind: "unknown" };
  const { vendor } = error;
  const params = { name, kind: nounOf(holder.type).toLowerCase(), id: holder.id };
  return { kind: "held", waitsFor, error: operationalError("QBO_NAME_IN_USE", params, { vendor }) };
}

interface Wanted {
  readonly mapping: Mapping;
  readonly name: string;
  readonly waitsFor: string;
  readonly own: RecordRef | null;
}

/** The look is a metered call, so it is made only where the directory knows of nobody. */
async function findHolder(
  context: EngineContext,
  { mapping, name, waitsFor, own }: Wanted,
): Promise<NamedEntry | null> {
  const { db } = context.ledger;
  const known = await holderOf(context, db, waitsFor, own);
  if (known !== null) return known;
  await lookForNamesake(context, mapping, name);
  return holderOf(context, db, waitsFor, own);
}

/**
 * In the transaction that set the record aside: what was freed meanwhile is tried at once, and of records that
 * wait for each other's names one is called to step aside.
 */
export async function settleWaiting(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  ref: RecordRef,
): Promise<void> {
  const parked = await findParked(tx, mappedScope(context, mapping), ref);
  if (parked === null || parked.waitsFor === null) return;
  if (await wakeIfFree(context, tx, parked)) return;
  await wakeInCircle(context, tx, parked);
}

/** Sets a record aside again, as it was: other writes may have taken it back into rotation. */
export async function parkAgain(
  context: EngineContext,
  tx: Db,
  parked: Parked,
  step: "none" | "tried",
): Promise<void> {
  await park(tx, parked);
  if (await wakeIfFree(context, tx, parked)) return;
  if (step === "none") await wakeInCircle(context, tx, parked);
}

async function wakeInCircle(context: EngineContext, tx: Db, parked: Parked): Promise<void> {
  if ((await circleOf(context, tx, parked)) !== null) await wake(context, tx, parked);
}
