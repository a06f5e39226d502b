/**
 * Moves the link of a record that was merged to the one that stays. Both records are looked at, so that what they
 * hold now is the base, and each difference is for a person: a merge overwrites neither. The lane holds the
 * survivor, and a create that may have made it, or may be making something of it, is settled before.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { otherSystem, type RecordRef, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { listOpenCreates } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { endLink, findLinkByRef, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { closeDeletionsOf } from "@accord-sync/ledger/deletions.ts";
import { tellDeparture } from "@accord-sync/ledger/departures.ts";
import { closeEntry, listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { clearWaits } from "@accord-sync/ledger/waits.ts";
import { accountOf, type EngineContext, mappedScope, nowIso, remoteOf } from "../engine-context.ts";
import { describeRef, writeLog } from "../journal.ts";
import { commitJoin } from "../join-records.ts";
import { settleAll } from "../writer/settle-all.ts";
import { endBothGone } from "./both-gone.ts";
import type { Gone } from "./gone.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";
import type { FoundSurvivor } from "./survivor.ts";

/** How long the move waits for a create that may turn out to be the survivor. */
const CREATE_IN_FLIGHT_MS = 300;

export interface Move {
  readonly link: Link;
  readonly gone: Gone;
  readonly survivor: FoundSurvivor;
}

export async function moveLink(
  context: EngineContext,
  pass: Pass,
  { link, gone, survivor }: Move,
): Promise<PassEnd> {
  const { mapping } = pass;
  const waiting = await settleSurvivor(context, survivor);
  if (waiting !== null) return waiting;
  const linked = await findLinkByRef(
    context.ledger.db,
    mappedScope(context, mapping),
    survivor.ref,
  );
  // Settling it may have linked it.
  if (linked?.id !== survivor.link?.id) return { kind: "postponed", ms: 0 };
  const seen = await remoteOf(context, survivor.ref.system).observe(mapping, survivor.ref.id);
  if (!seen.ok) return { kind: "stopped", error: seen.error };
  if (seen.value.kind !== "found") return tellOfSurvivor(context, survivor.ref, seen.value);
  const stays = seen.value.observation;
  const counterpart = await observe(context, mapping, gone.state[otherSystem(gone.system)].ref);
  if (!counterpart.ok) return { kind: "stopped", error: counterpart.error };
  if (counterpart.value === null) return endBothGone(context, pass, link);
  const pair =
    gone.system === "salesforce"
      ? { salesforce: stays, quickbooks: counterpart.value }
      : { salesforce: counterpart.value, quickbooks: stays };
  const message = await context.ledger.transaction((tx) =>
    commitMove(context, tx, pass, { link, gone, survivor, pair }),
  );
  context.wake();
  return finished("reconciled", "updated", message, pair.salesforce.ref);
}

/** What is doubtful about the survivor, or may turn out to be it, comes first. Null when nothing is. */
async function settleSurvivor(
  context: EngineContext,
  { ref }: FoundSurvivor,
): Promise<PassEnd | null> {
  const doubt = await settleAll(context, [ref]);
  if (doubt !== null) return { kind: "stopped", error: doubt };
  const { tenant } = context.scope;
  const { accountId } = remoteOf(context, ref.system);
  const { db } = context.ledger;
  const creates = await listOpenCreates(db, tenant, accountId, ref.system, ref.type);
  if (creates.length > 0) return { kind: "postponed", ms: CREATE_IN_FLIGHT_MS };
  return null;
}

/**
 * The survivor went as well: into another one, or it was deleted. It is kept, so that the next look judges by it:
 * the first record's own deletion goes on naming the survivor.
 */
async function tellOfSurvivor(
  context: EngineContext,
  ref: RecordRef,
  sighting: Exclude<Sighting, { kind: "found" }>,
): Promise<PassEnd> {
  const survivor = sighting.kind === "deleted" ? (sighting.mergedInto ?? null) : null;
  const at = nowIso(context);
  await context.ledger.transaction((tx) =>
    tellDeparture(tx, accountOf(context, ref.system), { ref, survivor }, at),
  );
  return { kind: "postponed", ms: 0 };
}

/** Null where it is gone. */
async function observe(
  context: EngineContext,
  mapping: Mapping,
  { system, id }: RecordRef,
): Promise<Result<Observation | null>> {
  const seen = await remoteOf(context, system).observe(mapping, id);
  if (!seen.ok) return seen;
  return succeed(seen.value.kind === "found" ? seen.value.observation : null);
}

interface Moving extends Move {
  readonly pair: { readonly salesforce: Observation; readonly quickbooks: Observation };
}

async function commitMove(
  context: EngineContext,
  tx: Db,
  { mapping }: Pass,
  { link, gone, survivor, pair }: Moving,
): Promise<string> {
  const at = nowIso(context);
  await endMoved(context, tx, mapping, link);
  // The survivor's own link rests, its other record gone: it goes on with this one instead.
  if (survivor.link !== null) await endMoved(context, tx, mapping, survivor.link);
  const { link: made, differing } = await commitJoin(context, tx, {
    mapping,
    ...pair,
    actor: null,
  });
  await touchLink(tx, made.id, { lastSyncAt: at });
  const went = describeRef(gone.state[gone.system].ref);
  const into = describeRef(survivor.ref, survivor.name);
  const decide = differing.length === 0 ? "" : ` To be decided: ${differing.join(", ")}.`;
  const message = `${went} was merged into ${into} in ${SYSTEM_LABEL[gone.system]}, so the link went on to it.${decide}`;
  await writeLog(context, tx, {
    mapping,
    salesforce: pair.salesforce.ref,
    quickbooks: pair.quickbooks.ref,
    name: pair.salesforce.name,
    direction: "none",
    action: "move",
    outcome: "applied",
    actor: null,
    linkId: made.id,
    message,
  });
  // The record that went is asked about by its own id too.
  if (gone.system === "salesforce") {
    await writeLog(context, tx, {
      mapping,
      salesforce: link.salesforceRef,
      quickbooks: link.quickbooksRef,
      name: link.name,
      direction: "none",
      action: "merge",
      outcome: "noted",
      actor: null,
      linkId: link.id,
      message,
    });
  }
  return message;
}

/** Ends a link whose records go on with others: neither is kept apart. */
async function endMoved(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  link: Link,
): Promise<void> {
  const at = nowIso(context);
  const scope = mappedScope(context, mapping);
  await endLink(tx, link.id, at);
  await closeDeletionsOf(tx, link.id, { how: "moved", at });
  for (const { id } of await listOpenEntries(tx, link.id)) await closeEntry(tx, id, "moved", at);
  for (const ref of [link.salesforceRef, link.quickbooksRef]) {
    await unpark(tx, scope, ref);
    await clearWaits(tx, scope, ref);
  }
}
