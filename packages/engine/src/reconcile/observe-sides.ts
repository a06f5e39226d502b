/** Looks at what is not already known of a linked pair, and takes it into the ledger. */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import { closeDeletion, listOpenDeletions } from "@accord-sync/ledger/deletions.ts";
import { findDeparture, forgetDeparture, tellDeparture } from "@accord-sync/ledger/departures.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { bumpRevision, findLink, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { forgetInDirectory, rememberInDirectory } from "../directory-keeper.ts";
import { accountOf, type EngineContext, nowIso, remoteOf } from "../engine-context.ts";
import {
  type LinkState,
  loadLinkState,
  saveSide,
  type SideState,
  withObservation,
} from "../link-state.ts";
import { readKnown } from "../notices/notice-known.ts";
import type { Pass } from "./pass.ts";
import { tellVoided } from "./tell-voided.ts";

/** Which systems a pass must look at before it can merge. */
export function dirtySides({ notice }: Pass): ReadonlySet<SystemName> {
  switch (notice.direction) {
    case "send":
      return new Set(["salesforce"]);
    case "fetch":
      // Salesforce's free look lets the run write only what differs, and name what it replaces.
      return new Set(["quickbooks", "salesforce"]);
    case "none":
      break;
  }
  // A decision and a recovery bring no news: what the ledger holds is merged again, and the versions
  // that writes carry guard against what it does not hold. One that joined another may stand for an
  // edit, which nobody else will ever tell of.
  const bringsNoNews = notice.source === "decision" || notice.source === "recovery";
  if (bringsNoNews && notice.seq === 1) return new Set();
  return new Set([notice.ref.system]);
}

/** Systems whose record was last seen deleted: only a look can tell that it is back. */
export function goneSides({ salesforceDeleted, quickbooksDeleted }: Link): readonly SystemName[] {
  const gone: SystemName[] = [];
  if (salesforceDeleted) gone.push("salesforce");
  if (quickbooksDeleted) gone.push("quickbooks");
  return gone;
}

export type Looked =
  | { readonly kind: "state"; readonly state: LinkState; readonly observation: Observation }
  /** `isProven`: its system said that it was deleted, rather than that it finds none. */
  | { readonly kind: "gone"; readonly state: LinkState; readonly isProven: boolean }
  | { readonly kind: "error"; readonly error: OperationalError };

interface LookOrder {
  readonly state: LinkState;
  readonly system: SystemName;
  /** Whether what the notice brought along still counts: only before anything was looked at. */
  readonly useKnown: boolean;
}

/** Looks at `system` (or takes what the notice brought) and stores what was seen. */
export async function look(
  context: EngineContext,
  pass: Pass,
  { state, system, useKnown }: LookOrder,
): Promise<Looked> {
  const { mapping } = pass;
  const side = state[system];
  // What a notice told of a deletion that is noted already may be over: the record may be back.
  const isNoted = goneSides(state.link).includes(system);
  const known = useKnown && !isNoted ? readKnown(pass.notice.known) : null;
  let sighting: Sighting | null = null;
  if (known?.kind === "sighting" && pass.notice.ref.system === system) sighting = known.sighting;
  if (sighting === null) {
    const seen = await remoteOf(context, system).observe(mapping, side.ref.id);
    if (!seen.ok) return { kind: "error", error: seen.error };
    sighting = seen.value;
  }
  if (sighting.kind === "found" && isAnotherRecord(side, sighting.observation)) {
    const { type, id } = side.ref;
    return { kind: "error", error: operationalError("OTHER_RECORD_OF_THE_ID", { type, id }) };
  }
  if (sighting.kind !== "found") {
    if (system === "quickbooks") await forgetInDirectory(context, side.ref);
    return { kind: "gone", state, isProven: await isProven(context, side.ref, sighting) };
  }
  if (!sighting.observation.isActive && (await wasMerged(context, side.ref))) {
    return { kind: "gone", state, isProven: true };
  }
  await context.ledger.transaction((tx) => noteThere(context, tx, state.link, system));
  const { observation } = sighting;
  return {
    kind: "state",
    state: await takeIn(context, mapping, state, observation),
    observation,
  };
}

/** Whether a system said that the record is deleted. What it said of a merge is kept. */
async function isProven(
  context: EngineContext,
  ref: RecordRef,
  sighting: Exclude<Sighting, { kind: "found" }>,
): Promise<boolean> {
  const account = accountOf(context, ref.system);
  if (sighting.kind === "absent") {
    return (await findDeparture(context.ledger.db, account, ref)) !== null;
  }
  const survivor = sighting.mergedInto ?? null;
  const at = nowIso(context);
  await context.ledger.transaction(async (tx) => {
    // The recycle bin tells all that there is to a deletion; change data says nothing of merges.
    if (ref.system === "salesforce") await forgetDeparture(tx, account, ref);
    if (survivor !== null) await tellDeparture(tx, account, { ref, survivor }, at);
  });
  return true;
}

/** A record that went into another may stay, inactive. */
async function wasMerged(context: EngineContext, ref: RecordRef): Promise<boolean> {
  if (ref.system === "salesforce") return false;
  const told = await findDeparture(context.ledger.db, accountOf(context, ref.system), ref);
  return told !== null && told.survivor !== null;
}

/** The record is there: what was noted of its deletion is over. */
async function noteThere(
  context: EngineContext,
  tx: Db,
  link: Link,
  system: SystemName,
): Promise<void> {
  if (!goneSides(link).includes(system)) return;
  const isThere =
    system === "salesforce" ? { salesforceDeleted: false } : { quickbooksDeleted: false };
  await touchLink(tx, link.id, isThere);
  for (const deletion of await listOpenDeletions(tx, link.id)) {
    if (deletion.system !== system) continue;
    await closeDeletion(tx, deletion.id, { how: "restored", at: nowIso(context) });
  }
}

/** A company that was restored hands out its Ids again: what was made at another time is another record. */
function isAnotherRecord(side: SideState, observation: Observation): boolean {
  return side.createdAt !== "" && side.createdAt !== observation.createdAt;
}

/** Stores an observation unless the ledger already knows a newer version (I16). */
async function takeIn(
  context: EngineContext,
  mapping: Mapping,
  state: LinkState,
  observation: Observation,
): Promise<LinkState> {
  const { system } = observation.ref;
  const side = state[system];
  const order = remoteOf(context, system).compareVersions(observation.version, side.version);
  if (order < 0) return state;
  return context.ledger.transaction(async (tx) => {
    const isOurs = await bumpRevision(tx, state.link.id, state.link.revision);
    must(isOurs || null, `link ${state.link.id} moved while its lane was held`);
    await saveSide(tx, mapping, state.link.id, withObservation(mapping, side, observation, "look"));
    if (system === "quickbooks") {
      await rememberInDirectory(context, tx, observation);
      await tellVoided(context, tx, { mapping, link: state.link }, observation);
    } else await touchLink(tx, state.link.id, { name: observation.name });
    const link = must(
      await findLink(tx, state.link.id),
      "the link is there while its lane is held",
    );
    return loadLinkState(tx, link);
  });
}
