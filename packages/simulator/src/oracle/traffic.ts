/** I7 and I14, judged from what went over the network. */
import type { Exchange } from "../sim-network.ts";
import { QUICKBOOKS_ORIGIN, SALESFORCE_ORIGIN } from "../sim-servers.ts";
import type { Evidence, Violation } from "./evidence.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
/** The advice where QuickBooks names no time (Q-LIMITS). */
const PAUSE_AFTER_429 = MINUTE;
/** Requests without an answer, or with a 5xx, in any such time; some more for each record. */
const WASTED_MAX = 24;
const WASTED_WITHIN_MS = 30 * SECOND;

export function judgeTraffic(evidence: Evidence): readonly Violation[] {
  const { world } = evidence;
  const quickbooks = world.traffic.filter(
    (each) => each.origin === QUICKBOOKS_ORIGIN && !isLateCall(world, each),
  );
  return [
    ...judgeRate(quickbooks, world.notedWithinMs ?? 0),
    ...judgePauses(quickbooks, world.deaths),
    ...judgeWaste(evidence),
    ...judgeWrites(evidence),
  ];
}

/** What a process asked after another had taken over, before it found that out: nobody could count both together. */
function isLateCall({ takenOver }: Evidence["world"], { owner, sentAt }: Exchange): boolean {
  return sentAt > (takenOver.get(owner) ?? Number.POSITIVE_INFINITY);
}

/** Judged where the requests leave, of all processes: what arrives together was slowed down by the network. */
function judgeRate(sent: readonly Exchange[], notedWithinMs: number): readonly Violation[] {
  const found: Violation[] = [];
  for (const [window, max] of [
    [SECOND, 10],
    [MINUTE, 500],
  ] as const) {
    for (const [index, each] of sent.entries()) {
      const earlier = sent[index - max];
      const isOver = earlier !== undefined && each.sentAt - earlier.sentAt < window - notedWithinMs;
      if (!isOver) continue;
      found.push({
        id: "I14",
        text: `more than ${max} requests to QuickBooks within ${window} ms, at ${each.sentAt}`,
      });
      break;
    }
  }
  return found;
}

/**
 * A pause holds for every later process too. A process that died as it heard of it had no time to write it
 * down: nobody was told.
 */
function judgePauses(
  sent: readonly Exchange[],
  deaths: ReadonlyMap<object, number>,
): readonly Violation[] {
  for (const { status, heardAt, owner } of sent) {
    if (status !== 429 || heardAt === null || deaths.get(owner) === heardAt) continue;
    const early = sent.find(({ sentAt }) => sentAt > heardAt && sentAt < heardAt + PAUSE_AFTER_429);
    if (early !== undefined) {
      return [
        { id: "I14", text: `a request at ${early.sentAt}, too soon after the 429 at ${heardAt}` },
      ];
    }
  }
  return [];
}

/** Beside the one that the operation stands for: of opportunity, invoice and product each is tried by itself. */
const RECORDS_OF_SALE = 2;

/** Requests in a row that came to nothing: whoever gets no answer waits before it asks again. */
function judgeWaste({ world, scenario }: Evidence): readonly Violation[] {
  const sales = scenario.operations.filter(({ kind }) => kind === "sell" || kind === "sendSale");
  const records =
    scenario.initial.length + scenario.operations.length + RECORDS_OF_SALE * sales.length;
  // Each sweep may tell of what waits, and is told of it by nobody else.
  const sweeps = WASTED_WITHIN_MS / scenario.faults.salesforceSweepMs;
  const max = WASTED_MAX + 2 * records + Math.round(2 * sweeps);
  // Salesforce refuses with 403 where a limit of the day, or of long requests at one time, is reached.
  const wasted = world.traffic.filter(
    ({ status, origin }) =>
      status === null || status >= 500 || (status === 403 && origin === SALESFORCE_ORIGIN),
  );
  const index = wasted.findIndex(({ sentAt }, at) => {
    const earlier = wasted[at - max];
    return earlier !== undefined && sentAt - earlier.sentAt < WASTED_WITHIN_MS;
  });
  if (index < 0) return [];
  const text = `more than ${max} requests within ${WASTED_WITHIN_MS} ms came to nothing, at ${wasted[index]?.sentAt}`;
  return [{ id: "I14", text }];
}

/** I7: once all is quiet nothing is written, and all writes are bounded by what people did. */
function judgeWrites({ world, journal, scenario, quietFrom }: Evidence): readonly Violation[] {
  const found: Violation[] = [];
  const late = world.traffic.find((each) => each.isWrite && each.sentAt > quietFrom);
  if (late !== undefined) {
    found.push({
      id: "I7",
      text: `${late.method} ${late.path} at ${late.sentAt}, after all was quiet`,
    });
  }
  const heard = world.traffic.filter(
    (each) => each.isWrite && each.status !== null && each.status < 300,
  );
  const people = journal.writes.length + 4 * journal.acts.length + 4 * scenario.initial.length;
  const bound = 3 * people + 30;
  if (heard.length > bound) {
    found.push({ id: "I7", text: `${heard.length} writes for ${people} things that people did` });
  }
  return found;
}
