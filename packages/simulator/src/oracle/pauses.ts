/**
 * I26: while a person has paused a connection no request leaves for it, from the moment in which the pause was
 * answered, by whichever process, until somebody has it go on. What had left before arrives, and a read that had begun
 * is read to its end. That all of it is caught up with afterwards is I1's and I3's to judge.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { mark } from "../marks.ts";
import type { Exchange } from "../sim-network.ts";
import { QUICKBOOKS_ORIGIN, SALESFORCE_ORIGIN } from "../sim-servers.ts";
import type { Evidence, Violation } from "./evidence.ts";

const ORIGIN: Readonly<Record<SystemName, string>> = {
  salesforce: SALESFORCE_ORIGIN,
  quickbooks: QUICKBOOKS_ORIGIN,
};

interface Pause {
  readonly system: SystemName;
  /** When the person was told that it is paused. */
  readonly from: number;
  /** When anybody next pressed that it is to go on. */
  readonly until: number;
}

export function judgePauseOfConnections(evidence: Evidence): readonly Violation[] {
  return pausesOf(evidence).flatMap((pause) => judgePause(evidence, pause));
}

function pausesOf({ journal }: Evidence): readonly Pause[] {
  return (["salesforce", "quickbooks"] as const).flatMap((system) =>
    journal.acts.flatMap(({ kind, isTaken, answeredAt }) => {
      if (kind !== `pause ${system}` || !isTaken || answeredAt === undefined) return [];
      const next = journal.acts.find(
        (act) => act.kind === `resume ${system}` && act.at >= answeredAt,
      );
      return [{ system, from: answeredAt, until: next?.at ?? Number.POSITIVE_INFINITY }];
    }),
  );
}

function judgePause({ world }: Evidence, { system, from, until }: Pause): readonly Violation[] {
  const late = world.traffic.filter(
    (each) =>
      each.origin === ORIGIN[system] &&
      // Asking for tokens is no work with the system.
      !each.path.includes("/oauth2/") &&
      each.sentAt > from &&
      each.sentAt < until &&
      // A process that another took over from, before it finds that out, was told nothing.
      each.sentAt <= (world.takenOver.get(each.owner) ?? Number.POSITIVE_INFINITY),
  );
  if (late.length === 0) mark(`nothing left for ${system} while it was paused`);
  const first = late.find((each) => !isContinued(world.traffic, each, from));
  if (first === undefined) return [];
  const text = `${first.method} ${first.path} left at ${first.sentAt}, and ${system} was paused at ${from}`;
  return [{ id: "I26", text }];
}

/**
 * The next part of a read that had begun: it leaves in the very moment in which the part before it was heard. One that
 * was turned away for an old token leaves again when there is a new one.
 */
function isContinued(traffic: readonly Exchange[], read: Exchange, from: number): boolean {
  if (read.isWrite) return false;
  return traffic.some(
    (each) =>
      each.owner === read.owner &&
      each.origin === read.origin &&
      !each.isWrite &&
      (each.heardAt === read.sentAt || isTurnedAway(traffic, each, read)) &&
      (each.sentAt <= from || isContinued(traffic, each, from)),
  );
}

/** Its refusal was heard while a token was asked for, and it leaves again in the moment in which that was heard. */
function isTurnedAway(traffic: readonly Exchange[], each: Exchange, again: Exchange): boolean {
  const { status, path, heardAt } = each;
  if (status !== 401 || path !== again.path || heardAt === null) return false;
  return traffic.some(
    (token) =>
      token.owner === again.owner &&
      token.path.includes("/oauth2/") &&
      token.sentAt <= heardAt &&
      token.heardAt === again.sentAt,
  );
}
