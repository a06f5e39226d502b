/** What a deleted record was merged into, as its system told it, and whether that may take over the link. */
import type { SurvivorState } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Survivor } from "@accord-sync/core/records/observation.ts";
import { findDeparture } from "@accord-sync/ledger/departures.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { accountOf, type EngineContext, mappedScope } from "../engine-context.ts";
import type { Gone } from "./gone.ts";

/** A survivor may itself have been merged; a longer chain than this is a circle. */
const MERGES_MAX = 20;

export interface FoundSurvivor extends Survivor {
  readonly state: SurvivorState;
  /** Its link; one that rests, its other record gone, does not keep it from taking over. */
  readonly link: Link | null;
}

/** Null where the record was not merged, nobody told into what, or that is gone as well. */
export async function findSurvivor(
  context: EngineContext,
  mapping: Mapping,
  { state, system }: Gone,
): Promise<FoundSurvivor | null> {
  const { db } = context.ledger;
  const account = accountOf(context, system);
  let survivor: Survivor | null = null;
  for (let merges = 0; merges < MERGES_MAX; merges += 1) {
    const departure = await findDeparture(db, account, survivor?.ref ?? state[system].ref);
    // A survivor that was deleted takes over nothing: then this is a deletion like any other.
    if (departure?.survivor === null) return null;
    if (departure === null) break;
    survivor = departure.survivor;
  }
  if (survivor === null) return null;
  const scope = mappedScope(context, mapping);
  const link = await findLinkByRef(db, scope, survivor.ref);
  const isFree =
    link === null || (system === "salesforce" ? link.quickbooksDeleted : link.salesforceDeleted);
  if (!isFree) return { ...survivor, state: "linked", link };
  const isApart = link === null && (await isKeptApart(db, scope, survivor.ref));
  return { ...survivor, state: isApart ? "keptApart" : "free", link };
}
