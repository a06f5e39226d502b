/** Looks at what is not already known of a linked pair, and takes it into the ledger. */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation, Sighting, Survivor } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { bumpRevision, findLink, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { forgetInDirectory, rememberInDirectory } from "../directory-keeper.ts";
import { type EngineContext, remoteOf } from "../engine-context.ts";
import {
  type LinkState,
  loadLinkState,
  saveSide,
  type SideState,
  withObservation,
} from "../link-state.ts";
import { readKnown } from "../notices/notice-known.ts";
import type { Pass } from "./pass.ts";

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
  | { readonly kind: "state"; readonly state: LinkState }
  /** `mergedInto`: what it was merged into; null where it was not. */
  | { readonly kind: "gone"; readonly state: LinkState; readonly mergedInto: Survivor | null }
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
  const known = useKnown ? readKnown(pass.notice.known) : null;
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
    // Noted on the link together with the log entry that tells of it (`end-as-gone.ts`).
    const mergedInto = sighting.kind === "deleted" ? (sighting.mergedInto ?? null) : null;
    return { kind: "gone", state, mergedInto };
  }
  await context.ledger.transaction(async (tx) => {
    await touchLink(
      tx,
      state.link.id,
      system === "salesforce" ? { salesforceDeleted: false } : { quickbooksDeleted: false },
    );
  });
  return { kind: "state", state: await takeIn(context, mapping, state, sighting.observation) };
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
    if (system === "quickbooks") await rememberInDirectory(context, tx, observation);
    else await touchLink(tx, state.link.id, { name: observation.name });
    const link = must(
      await findLink(tx, state.link.id),
      "the link is there while its lane is held",
    );
    return loadLinkState(tx, link);
  });
}
