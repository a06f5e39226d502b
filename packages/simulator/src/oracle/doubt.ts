/**
 * What the product could not know of its own writes. No answer, a 5xx (S13, Q14) and a death before the
 * receipt was committed all leave open whether a write was done; so does nothing else. It is settled by a
 * later write of the same field whose answer counts.
 */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { OwnChange } from "../own-changes.ts";
import { meansTheSame, type Value, type ValueForm } from "../shared-fields.ts";
import type { Exchange } from "../sim-network.ts";
import type { World } from "../world.ts";

/** The ledger's times are whole seconds. */
const SECOND = 1_000;

type Network = Pick<World, "traffic" | "deaths">;

/** One field of a linked pair, asked about as it is in one of the two. */
export interface LinkedField {
  readonly mapping: string;
  readonly field: string;
  /** The record's id in each system. */
  readonly ids: Readonly<Record<SystemName, string>>;
}

export interface NamedValue {
  readonly system: SystemName;
  readonly value: Value;
  readonly form: ValueForm;
  /** When the entry was opened. */
  readonly at: number;
}

/**
 * True when a write of this field was in doubt, and `value` is what the record held before it or what it
 * carried: nobody could tell such a value from a person's. A write to the other system carried what stands
 * in this one.
 */
export function wasInDoubt(network: Network, place: LinkedField, named: NamedValue): boolean {
  const { system, value, form, at } = named;
  const isIt = (each: Value) => meansTheSame(form, each, value);
  return (
    changesInDoubt(network, place, system, at).some(({ held, sent }) => isIt(held) || isIt(sent)) ||
    changesInDoubt(network, place, otherSystem(system), at).some(({ sent }) => isIt(sent))
  );
}

function changesInDoubt(
  network: Network,
  { mapping, field, ids }: LinkedField,
  system: SystemName,
  at: number,
): readonly OwnChange[] {
  let open: OwnChange[] = [];
  for (const exchange of network.traffic) {
    if (exchange.sentAt >= at + SECOND) continue;
    const change = exchange.changes.find(
      (each) =>
        each.system === system &&
        each.mapping === mapping &&
        each.field === field &&
        each.id === ids[system],
    );
    if (change === undefined) continue;
    if (!isKnown(network, exchange)) open.push(change);
    else if (exchange.heardAt !== null && exchange.heardAt < at) open = [];
  }
  return open;
}

/** A commit takes no time here, so a process that lived on had taken the answer in. */
function isKnown({ deaths }: Network, { owner, heardAt, status, isRefused }: Exchange): boolean {
  if (isRefused) return true;
  if (heardAt === null || status === null || status >= 500) return false;
  return deaths.get(owner) !== heardAt;
}
