/**
 * What the product could not know of its own writes. No answer, a 5xx (S13, Q14) and a death before the
 * receipt was committed all leave open whether a write was done; so does nothing else. It is settled by a
 * later write of the same field whose answer counts.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { OwnChange } from "../own-changes.ts";
import { meansTheSame, type Value, type ValueForm } from "../shared-fields.ts";
import type { Exchange } from "../sim-network.ts";
import type { World } from "../world.ts";

/** The ledger's times are whole seconds. */
const SECOND = 1_000;

type Network = Pick<World, "traffic" | "deaths">;

export interface FieldPlace {
  readonly system: SystemName;
  readonly mapping: string;
  readonly id: string;
  readonly field: string;
}

/**
 * True when a write of this field was in doubt at `at` and `value` is what the record held before it or
 * what it carried: nobody could tell such a value from a person's.
 */
export function wasInDoubt(
  network: Network,
  place: FieldPlace,
  { value, form, at }: { readonly value: Value; readonly form: ValueForm; readonly at: number },
): boolean {
  const attempts = network.traffic
    .map((exchange) => ({ exchange, change: changeOf(exchange, place) }))
    .filter(({ exchange }) => exchange.sentAt < at + SECOND);
  const settled = attempts.findLastIndex(
    ({ exchange, change }) =>
      change !== undefined && isKnown(network, exchange) && (exchange.heardAt ?? at) < at,
  );
  return attempts
    .slice(settled + 1)
    .some(
      ({ exchange, change }) =>
        change !== undefined &&
        !isKnown(network, exchange) &&
        [change.held, change.sent].some((each) => meansTheSame(form, each, value)),
    );
}

function changeOf({ changes }: Exchange, place: FieldPlace): OwnChange | undefined {
  return changes.find(
    (change) =>
      change.system === place.system &&
      change.mapping === place.mapping &&
      change.id === place.id &&
      change.field === place.field,
  );
}

/** A commit takes no time here, so a process that lived on had taken the answer in. */
function isKnown({ deaths }: Network, { owner, heardAt, status, isRefused }: Exchange): boolean {
  if (isRefused) return true;
  if (heardAt === null || status === null || status >= 500) return false;
  return deaths.get(owner) !== heardAt;
}
