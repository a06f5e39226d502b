/**
 * What the product could not know of its own writes. No answer, a 5xx (S13, Q14) and the end of its process between
 * the resolve and the receipt all leave open whether a write was done; so does nothing else. It is settled by a
 * later write of the same field whose answer counts; a repetition that is refused, by a look at the record.
 */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { OwnChange } from "../own-changes.ts";
import { meansTheSame, type Value, type ValueForm } from "../shared-fields.ts";
import type { Exchange } from "../sim-network.ts";
import type { World } from "../world.ts";

/** The ledger's times are whole seconds. */
const SECOND = 1_000;

/** A write that the ledger holds as resolved upon, whether or not it was ever sent. */
export interface Resolve {
  readonly system: SystemName;
  readonly field: string;
  readonly held: Value;
  readonly sent: Value;
  /** In whole seconds. */
  readonly at: number;
}

/** What went over the network, when processes died, and what the asked link's writes were to be. */
export interface Doubts extends Pick<World, "traffic" | "deaths" | "takenOver"> {
  readonly resolves: readonly Resolve[];
}

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
export function wasInDoubt(doubts: Doubts, place: LinkedField, named: NamedValue): boolean {
  const { system, value, form, at } = named;
  const isIt = (each: Value) => meansTheSame(form, each, value);
  const inDoubt = (target: SystemName) => [
    ...changesInDoubt(doubts, place, target, at),
    ...neverSent(doubts, place, target, at),
  ];
  return (
    inDoubt(system).some(({ held, sent }) => isIt(held) || isIt(sent)) ||
    inDoubt(otherSystem(system)).some(({ sent }) => isIt(sent))
  );
}

type Carried = Pick<OwnChange, "held" | "sent">;

function changesInDoubt(
  doubts: Doubts,
  place: LinkedField,
  system: SystemName,
  at: number,
): readonly Carried[] {
  const id = place.ids[system];
  let open: (Carried & Pick<Exchange, "path">)[] = [];
  for (const exchange of doubts.traffic) {
    if (exchange.sentAt >= at + SECOND || isTurnedAway(exchange)) continue;
    const change = changeIn(exchange, place, system);
    if (change === undefined) continue;
    const { path, heardAt } = exchange;
    const isRepeated = hasKey(path) && open.some((each) => each.path === path);
    if (!isKnown(doubts, exchange)) open.push({ ...change, path });
    // That a record in the bin takes no write tells nothing of one from before it was deleted.
    else if (change.isInBin === true) continue;
    else if (isRepeated && isRefused(exchange) && !isTold(doubts, exchange, change, at)) continue;
    else if (!exchange.made.some(isSameField(change)) && wasSeenInBin(doubts, exchange, id))
      continue;
    else if (heardAt !== null && heardAt < at) open = [];
  }
  return open;
}

/** QuickBooks gets the key of a write in its path (Q4); a Salesforce update has none and is never repeated. */
function hasKey(path: string): boolean {
  return path.includes("requestid=");
}

function isRefused({ refusedAt, status }: Exchange): boolean {
  return refusedAt === null && status !== null && status >= 400;
}

/**
 * What a repetition is refused for may have come after the attempt before it: only the record tells, once its answer
 * was taken in, and only where it was saved once since at most. Of two saves either may be that attempt.
 */
function isTold(
  { traffic, deaths }: Doubts,
  { owner, origin, heardAt }: Exchange,
  { id, savedAs = Infinity }: OwnChange,
  by: number,
): boolean {
  const isIt = (path: string) => path.includes(`/${id}?`);
  return (
    heardAt !== null &&
    traffic.some(
      (each) =>
        each.owner === owner &&
        each.origin === origin &&
        !each.isWrite &&
        isIt(each.path) &&
        each.sentAt >= heardAt &&
        each.status === 200 &&
        each.heardAt !== null &&
        each.heardAt < by &&
        each.heardAt !== deaths.get(owner) &&
        savesShown(each) <= savedAs + 1,
    )
  );
}

/** How often QuickBooks says that a record was saved. */
function savesShown({ shown }: Exchange): number {
  return Number(/"SyncToken":"(\d+)"/.exec(shown ?? "")?.[1] ?? 0);
}

/** When the product looked last before it wrote, the record was in the bin, which tells nothing of what it held. */
function wasSeenInBin({ traffic }: Doubts, { origin, sentAt }: Exchange, id: string): boolean {
  const last = traffic.findLast(
    (each) =>
      each.origin === origin &&
      !each.isWrite &&
      decodeURIComponent(each.path).includes(`Id = '${id}'`) &&
      each.heardAt !== null &&
      each.heardAt <= sentAt,
  );
  return last?.shown?.includes('"IsDeleted":true') === true;
}

/** Resolves whose process died, or was taken over, before a request left: the next one finds them and cannot tell. */
function neverSent(
  { traffic, deaths, takenOver, resolves }: Doubts,
  place: LinkedField,
  system: SystemName,
  at: number,
): readonly Carried[] {
  const left = traffic.filter(
    (exchange) => !isTurnedAway(exchange) && changeIn(exchange, place, system) !== undefined,
  );
  const own = resolves.filter((each) => each.system === system && each.field === place.field);
  return own.filter((each) => {
    const ends = [...deaths.values(), ...takenOver.values()];
    const [first] = ends
      .filter((ended) => ended >= each.at && ended < at + SECOND)
      .toSorted((a, b) => a - b);
    if (first === undefined) return false;
    const isWithin = (moment: number) => moment >= each.at && moment <= first;
    // Resolves are known by the second: of two in one, a request may have left for one and not for the other.
    const resolved = own.filter((other) => isWithin(other.at));
    return left.filter(({ sentAt }) => isWithin(sentAt)).length < resolved.length;
  });
}

function isSameField({ system, id, field }: OwnChange): (other: OwnChange) => boolean {
  return (other) => other.system === system && other.id === id && other.field === field;
}

function changeIn(
  { changes }: Exchange,
  { mapping, field, ids }: LinkedField,
  system: SystemName,
): OwnChange | undefined {
  return changes.find(
    (each) =>
      each.system === system &&
      each.mapping === mapping &&
      each.field === field &&
      each.id === ids[system],
  );
}

/** As one too many: it is not carried out, and tells nothing of an attempt before it. */
function isTurnedAway({ status }: Exchange): boolean {
  return status === 429;
}

/** A commit takes no time here, so a process that lived on had taken the answer in. */
function isKnown({ deaths }: Doubts, exchange: Exchange): boolean {
  const { owner, heardAt, refusedAt, status } = exchange;
  if (refusedAt !== null) return deaths.get(owner) !== refusedAt;
  if (heardAt === null || status === null || status >= 500) return false;
  // Asked again as soon as there is a new token; a death before that leaves the resolve open.
  return status !== 401 && deaths.get(owner) !== heardAt;
}
