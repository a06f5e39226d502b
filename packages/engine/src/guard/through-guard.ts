/**
 * The guard in a round of a linked pair: what nobody asked for and is to be written passes, or waits for a person
 * together with all else that its system changed. In the round's transaction.
 */
import { isUnasked } from "@accord-sync/core/lifecycle/change-guard.ts";
import type { Merge, MergedField } from "@accord-sync/core/merge/merge-record.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  type ChangeHold,
  dropHeldChange,
  holdChange,
  type HeldField,
  listHeldChangesOf,
  openHold,
} from "@accord-sync/ledger/held-changes.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, mappedScope, nowIso } from "../engine-context.ts";
import type { LinkState } from "../link-state.ts";
import { openAside } from "../reconcile/entries.ts";
import { isAsked, type Pass } from "../reconcile/pass.ts";
import { endIfReversed, tellHold } from "./tell-hold.ts";

export interface GuardInput {
  readonly pass: Pass;
  readonly state: LinkState;
  /** With the policies that were set. */
  readonly mapping: Mapping;
  readonly merge: Merge;
  /** What of the merge may be written, but for the guard. */
  readonly permitted: Merge;
}

export type Guarded =
  /** `held`: fields that wait. `released`: systems of which a person let this record's change through. */
  | {
      readonly kind: "merge";
      readonly merge: Merge;
      readonly held: number;
      readonly released: readonly SystemName[];
    }
  /** What a person decided opened entries: merge anew. */
  | { readonly kind: "again" };

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

export async function throughGuard(
  context: EngineContext,
  tx: Db,
  input: GuardInput,
): Promise<Guarded> {
  const { permitted } = input;
  const released: SystemName[] = [];
  const held = new Set<MergedField>();
  for (const system of SYSTEMS) {
    const end = await guardStream(context, tx, input, system);
    if (end === "again") return { kind: "again" };
    if (end === "released") released.push(system);
    if (end === "held") for (const field of unaskedOf(permitted, system)) held.add(field);
  }
  const fields = permitted.fields.filter((field) => !held.has(field));
  return { kind: "merge", merge: { fields }, held: held.size, released };
}

function unaskedOf({ fields }: Merge, from: SystemName): readonly MergedField[] {
  const to = otherSystem(from);
  return fields.filter((field) => {
    const { verdict } = field;
    return verdict.kind === "copy" && verdict.to === to && isUnasked(field);
  });
}

type StreamEnd = "free" | "held" | "released" | "again";

async function guardStream(
  context: EngineContext,
  tx: Db,
  input: GuardInput,
  system: SystemName,
): Promise<StreamEnd> {
  const { pass, state, mapping, merge, permitted } = input;
  const wanted = unaskedOf(permitted, system);
  const holds = await context.changeGuard.holdsOf(tx, { mapping, system });
  const waits = holds.length === 0 ? null : await waitingOf(tx, state, system, holds);
  if (waits !== null && unaskedOf(merge, system).length === 0) {
    // Taken back, written by a person's own run, or decided field by field.
    await dropHeldChange(tx, state.link.id, system);
    await endIfReversed(context, tx, waits);
    return "free";
  }
  if (waits?.state === "aside" || waits?.state === "undone") {
    await putAside(context, tx, input, waits);
    return "again";
  }
  if (waits?.state === "released") return "released";
  if (wanted.length === 0 || isExempt(pass, system)) return "free";
  const open = holds.find((hold) => hold.state === "open");
  if (open !== undefined && (await wait(context, tx, input, open))) return "held";
  if (isAsked(pass) || pass.notice.actor !== null) return "free";
  return (await isOver(context, tx, input, system)) ? "held" : "free";
}

/** The hold that the link's change belongs to; null for none. */
async function waitingOf(
  tx: Db,
  { link }: LinkState,
  system: SystemName,
  holds: readonly ChangeHold[],
): Promise<ChangeHold | null> {
  const row = (await listHeldChangesOf(tx, link.id)).find((each) => each.system === system);
  return holds.find(({ id }) => id === row?.hold) ?? null;
}

/** What a person asked for from this system, record by record or by Sync Now, passes by any hold. */
function isExempt({ notice }: Pass, system: SystemName): boolean {
  if (system === "salesforce") return notice.direction === "send";
  return notice.direction === "fetch" || notice.runId !== null;
}

/** False when the hold was decided meanwhile. */
async function wait(
  context: EngineContext,
  tx: Db,
  { state, permitted }: GuardInput,
  { id: hold, system }: ChangeHold,
): Promise<boolean> {
  const fields = unaskedOf(permitted, system).map((field) => heldField(state, system, field));
  const change = { linkId: state.link.id, system, hold, fields };
  if (await holdChange(tx, change, nowIso(context))) return true;
  context.changeGuard.forget();
  return false;
}

function heldField(state: LinkState, system: SystemName, field: MergedField): HeldField {
  const { rule, seen } = field;
  const edit = state[system].edits[pathIn(rule, system)];
  return {
    name: rule.name,
    label: rule.label,
    before: seen[otherSystem(system)],
    after: seen[system],
    by: edit?.by ?? null,
    at: edit?.at ?? null,
  };
}

/** Counts the write; when it is one too many a hold begins with it, and the person is told. */
async function isOver(
  context: EngineContext,
  tx: Db,
  input: GuardInput,
  system: SystemName,
): Promise<boolean> {
  const { state, mapping, permitted } = input;
  const fields = unaskedOf(permitted, system).map(({ rule, seen }) => ({
    name: rule.name,
    before: seen[otherSystem(system)],
    after: seen[system],
  }));
  const { changeGuard } = context;
  const excess = await changeGuard.count(tx, { mapping, system, linkId: state.link.id, fields });
  if (excess === null) return false;
  const hold = await openHold(tx, {
    ...mappedScope(context, mapping),
    system,
    kind: excess.kind,
    since: isoSeconds(excess.since),
    openedAt: nowIso(context),
    written: excess.written,
  });
  changeGuard.forget();
  await wait(context, tx, input, hold);
  await tellHold(context, tx, mapping, hold);
  return true;
}

/** A person turned the changes aside: each becomes a difference of its own, or is decided for the other system. */
async function putAside(
  context: EngineContext,
  tx: Db,
  { state, mapping, merge }: GuardInput,
  { system, state: how, decidedBy }: ChangeHold,
): Promise<void> {
  const fields = unaskedOf(merge, system);
  const keep = how === "undone" ? otherSystem(system) : null;
  await openAside(context, tx, { mapping, state, fields, keep, by: decidedBy });
  await dropHeldChange(tx, state.link.id, system);
}
