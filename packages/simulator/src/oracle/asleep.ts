/**
 * I25: while real time is off nothing that changes in QuickBooks comes into Salesforce unasked; what people ask for
 * is done all the same, and what they brought in no longer waits. Judged in the traffic, and once at rest before real
 * time comes on again.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { listOpenIntents } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { UserAct } from "../journal.ts";
import { findRecord } from "../remote-view.ts";
import type { Reports } from "../reports.ts";
import type { Scenario } from "../scenario.ts";
import { meansTheSame, type Pair, PAIR_LIST } from "../shared-fields.ts";
import { SCOPE, type World } from "../world.ts";
import { judgeClicks } from "./answered.ts";
import type { Evidence, Violation } from "./evidence.ts";

const SECOND = 1_000;
/** A click of shortly before, which no request of then belongs to, may be carried out after. */
const CLICK_LASTS_MS = 4 * SECOND;
/** Acts that may bring something into Salesforce while real time is off. */
const ASKS =
  /^(?:send|fetch|syncNow|decide|link|unlink|backfill|applyBackfill|pauseBackfill|integrity|reprocess|held \w+)$/;

interface Sleep {
  readonly pair: Pair;
  readonly from: number;
  readonly until: number;
}

/** From when on real time of a pair was off, with no request on its way, and until when. */
function sleepsOf({ journal, world }: Evidence): readonly Sleep[] {
  return PAIR_LIST.flatMap((pair) => {
    // One that nobody answered, as its process died, may have put it on.
    const switches = journal.acts.filter(
      ({ kind, pair: name, isTaken }) =>
        name === pair.name && (kind === "real time on" || (kind === "real time off" && isTaken)),
    );
    return switches.flatMap(({ kind, at }, index) => {
      const isBusy = world.traffic.some(
        ({ sentAt, heardAt }) => sentAt <= at + SECOND && (heardAt === null || heardAt > at),
      );
      if (kind !== "real time off" || isBusy) return [];
      return [{ pair, from: at + SECOND, until: switches[index + 1]?.at ?? Infinity }];
    });
  });
}

/** What came into Salesforce of an edit that a person made in QuickBooks after real time went off. */
export function judgeSleep(evidence: Evidence): readonly Violation[] {
  const { journal, world, reports } = evidence;
  return sleepsOf(evidence).flatMap(({ pair, from, until }) => {
    const since = wasPausedAt(journal.acts, from) ? -Infinity : from - CLICK_LASTS_MS;
    const firstAsked = journal.acts.find(({ kind, at }) => ASKS.test(kind) && at > since);
    const end = Math.min(until, firstAsked?.at ?? Infinity);
    const links = reports.links.filter(({ mapping }) => mapping === pair.mapping);
    return world.traffic
      .filter(({ sentAt }) => sentAt > from && sentAt < end)
      .flatMap(({ changes, sentAt }) =>
        changes.flatMap(({ system, mapping, id, field, sent }) => {
          const link = links.find(({ salesforceRef }) => salesforceRef.id === id);
          if (system !== "salesforce" || mapping !== pair.mapping || link === undefined) return [];
          const isOfNow = journal
            .writesTo("quickbooks", pair.name, link.quickbooksRef.id, field)
            .some(({ at, value }) => at > from && at < sentAt && value?.trim() === sent?.trim());
          if (!isOfNow) return [];
          const text = `${JSON.stringify(sent)} of ${field} went into salesforce ${id} at ${sentAt}, while real time was off and nobody asked`;
          return [{ id: "I25", text }];
        }),
      );
  });
}

/** What was asked for before a pause is carried out after it, however long it lasts. */
function wasPausedAt(acts: readonly UserAct[], time: number): boolean {
  return ["salesforce", "quickbooks"].some((system) => {
    const last = acts.findLast(
      ({ kind, at }) => at <= time && (kind === `pause ${system}` || kind === `resume ${system}`),
    );
    return last?.kind === `pause ${system}`;
  });
}

/** The pairs whose real time is off when people stop. */
export function asleepAtTheEnd({ operations }: Scenario): readonly Pair[] {
  return PAIR_LIST.filter(({ name }) => {
    const last = operations.findLast((each) => each.kind === "realTime" && each.pair === name);
    return last?.kind === "realTime" && !last.enabled;
  });
}

/**
 * The keys of records whose changes wait for real time, by run where one asked for them; null while something else
 * is still to be done.
 */
export async function heldBack(
  db: Db,
  now: number,
): Promise<ReadonlyMap<string, string | null> | null> {
  if ((await listOpenIntents(db, SCOPE.tenant)).length > 0) return null;
  const waiting = await listDue(db, SCOPE.tenant, "9999", 500);
  const isForRealTime = waiting.every(
    ({ waiting: error, dueAt }) =>
      error !== null && error.includes('"REAL_TIME_OFF"') && Date.parse(dueAt) > now,
  );
  return isForRealTime ? new Map(waiting.map(({ ref, runId }) => [refKey(ref), runId])) : null;
}

interface AtRest {
  readonly world: World;
  readonly journal: Evidence["journal"];
  readonly reports: Reports;
  readonly held: ReadonlyMap<string, string | null>;
}

/** At rest, before real time comes on again. */
export function judgeAsleep({ world, journal, reports, held }: AtRest): readonly Violation[] {
  const stale = reports.links.flatMap((link) => {
    const pair = PAIR_LIST.find(({ mapping }) => mapping === link.mapping);
    if (pair === undefined || !held.has(refKey(link.quickbooksRef))) return [];
    const { id } = link.quickbooksRef;
    const salesforce = findRecord(world, "salesforce", pair, link.salesforceRef.id);
    const quickbooks = findRecord(world, "quickbooks", pair, id);
    if (salesforce === null || quickbooks === null) return [];
    const isSame = pair.fields.every(({ name, form }) =>
      meansTheSame(form, salesforce.values[name] ?? null, quickbooks.values[name] ?? null),
    );
    const touchedAt = Math.max(0, ...journal.touchesOf("quickbooks", id).map(({ at }) => at));
    const isBroughtIn = journal.acts.some((act) => isFetch(act, link.salesforceRef.id, touchedAt));
    if (!isSame || !isBroughtIn) return [];
    const text = `link ${link.id}: a change of ${refKey(link.quickbooksRef)} waits for real time, and a person brought all of it in`;
    return [{ id: "I25", text }];
  });
  const asked = [...held].flatMap(([key, runId]) =>
    runId === null
      ? []
      : [{ id: "I25", text: `${key} waits for real time, and a run asked for it` }],
  );
  return [...stale, ...asked, ...judgeClicks({ journal, reports })];
}

/** A click after the last change, once its webhook had come. */
function isFetch({ kind, isTaken, salesforceId, at }: UserAct, id: string, since: number): boolean {
  return isTaken && kind === "fetch" && salesforceId === id && at > since + 2 * SECOND;
}
