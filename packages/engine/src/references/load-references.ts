/** The links of the records that images refer to, read from the ledger, so that core can compare and plan. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import {
  type LinkedIds,
  NO_REFERENCES,
  referredIn,
  referredKey,
  type References,
} from "@accord-sync/core/mapping/references.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { typeIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappedScope, mappingById } from "../engine-context.ts";

/** An image and the system that holds it. */
export interface HeldImage {
  readonly system: SystemName;
  readonly image: Image;
}

/** A mapping never changes in place. */
const referring = new WeakMap<Mapping, boolean>();

/** True when the mapping has a field, or a column of its rows, that refers to other records. */
export function hasReferences(mapping: Mapping): boolean {
  const known = referring.get(mapping);
  if (known !== undefined) return known;
  const has = mapping.fields.some(
    ({ reference, rows }) =>
      reference !== undefined || rows?.columns.some((column) => column.reference !== undefined),
  );
  referring.set(mapping, has);
  return has;
}

export async function loadReferences(
  context: EngineContext,
  db: Db,
  mapping: Mapping,
  held: readonly HeldImage[],
): Promise<References> {
  if (!hasReferences(mapping)) return NO_REFERENCES;
  const found = new Map<string, LinkedIds>();
  for (const { system, image } of held) {
    for (const referred of referredIn(mapping, system, image)) {
      const key = referredKey(referred);
      if (found.has(key)) continue;
      const target = mappingById(context, referred.mapping);
      const ref = { system, type: typeIn(target, system), id: referred.id };
      const link = await findLinkByRef(db, mappedScope(context, target), ref);
      if (link === null || isGone(link, otherSystem(system))) continue;
      found.set(key, { salesforce: link.salesforceRef.id, quickbooks: link.quickbooksRef.id });
    }
  }
  return found;
}

/** A link whose record in `system` was seen deleted: nothing there can be named. */
export function isGone(link: Link, system: SystemName): boolean {
  return system === "salesforce" ? link.salesforceDeleted : link.quickbooksDeleted;
}
