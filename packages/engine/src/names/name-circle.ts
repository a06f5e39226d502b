/**
 * Records that exchange their names: each waits for the name of the next. No order of their writes comes through,
 * because QuickBooks takes no name twice, so one of them has to step aside (`step-aside.ts`).
 */
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { findParked, type Parked } from "@accord-sync/ledger/parked.ts";
import {
  type EngineContext,
  mappedScope,
  mappingForType,
  quickbooksRef,
} from "../engine-context.ts";
import { holderOf } from "./name-lists.ts";

/** Longer circles are nobody's doing within one moment; the walk ends there. */
const CIRCLE_MAX = 20;

/** The links of the circle that `parked` is in, itself first; null when there is none. */
export async function circleOf(
  context: EngineContext,
  db: Db,
  parked: Parked,
): Promise<readonly Link[] | null> {
  const start = await findLinkByRef(db, parked, parked.ref);
  if (start === null) return null;
  const circle = [start];
  let key = parked.waitsFor;
  let link = start;
  while (key !== null && circle.length <= CIRCLE_MAX) {
    const next = await linkOfHolder(context, db, key, link);
    if (next === null) return null;
    if (next.id === start.id) return circle;
    circle.push(next);
    link = next;
    key = (await findParked(db, next, next.salesforceRef))?.waitsFor ?? null;
  }
  return null;
}

async function linkOfHolder(
  context: EngineContext,
  db: Db,
  key: string,
  { quickbooksRef: own }: Link,
): Promise<Link | null> {
  const holder = await holderOf(context, db, key, own);
  const mapping = holder === null ? null : mappingForType(context, "quickbooks", holder.type);
  if (holder === null || mapping === null) return null;
  const ref = quickbooksRef(holder.type, holder.id);
  return findLinkByRef(db, mappedScope(context, mapping), ref);
}
