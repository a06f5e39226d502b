/**
 * I12, what people asked for: a click that was taken is answered by the log, a decision that was taken is
 * carried out, and what the product did to a record stands in the log.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { UserAct } from "../journal.ts";
import { findRecord } from "../remote-view.ts";
import { PAIR_LIST } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";

/** The ledger's times are whole seconds. */
const SECOND = 1_000;

export function judgeAnswered(evidence: Evidence): readonly Violation[] {
  return [
    ...judgeClicks(evidence),
    ...judgeOnce(evidence),
    ...judgeDecisions(evidence),
    ...judgeReprocessed(evidence),
    ...judgeLogged(evidence),
    ...judgeArrivals(evidence),
  ];
}

/** What the product does of itself, or for another click, answers none. */
const NO_ANSWER: Readonly<Record<string, ReadonlySet<string>>> = {
  send: new Set(["update", "mark", "fetch"]),
  fetch: new Set(["update", "mark", "send"]),
};

/** Of two clicks that overlap either may be taken last: one looks at the record first, and waits for a system. */
function isTakenLater({ at, isTaken, answeredAt }: UserAct, than: number): boolean {
  return at >= than || (isTaken && answeredAt !== undefined && answeredAt > than);
}

type Clicked = Pick<Evidence, "journal" | "reports">;

/**
 * An entry about the record, but for what was done without being asked; or a person clicked something else later,
 * which takes the place of the click before it. A run of many records takes no person's place.
 */
export function judgeClicks({ journal, reports }: Clicked): readonly Violation[] {
  const isAnswered = ({ at, kind, salesforceId }: UserAct) =>
    reports.log.some(
      (line) =>
        line.salesforceRef?.id === salesforceId &&
        Date.parse(line.at) + SECOND > at &&
        (line.error !== null || NO_ANSWER[kind]?.has(line.action) !== true),
    ) ||
    journal.acts.some(
      (later) =>
        isTakenLater(later, at) &&
        later.salesforceId === salesforceId &&
        later.kind !== kind &&
        Object.hasOwn(NO_ANSWER, later.kind),
    );
  return journal.acts
    .filter(({ kind, isTaken }) => isTaken && Object.hasOwn(NO_ANSWER, kind))
    .filter((act) => !isAnswered(act))
    .map(({ at, kind, salesforceId }) => ({
      id: "I12",
      text: `${kind} of ${salesforceId} was taken at ${at}, and nothing in the log answers it`,
    }));
}

/**
 * What was asked for once is done once: a forced run again, after a death say, would replace edits that nobody meant
 * it to. Every press of Re-Process may ask for each again.
 */
function judgeOnce({ journal, reports }: Clicked): readonly Violation[] {
  const done = new Map<string, number>();
  for (const { action, outcome, salesforceRef } of reports.log) {
    if (outcome !== "applied" || (action !== "send" && action !== "fetch")) continue;
    const key = `${action} of ${salesforceRef?.id ?? "nothing"}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  const asked = (key: string) =>
    journal.acts.filter(
      ({ kind, salesforceId }) => MANY.test(kind) || `${kind} of ${salesforceId ?? ""}` === key,
    ).length;
  return [...done]
    .filter(([key, count]) => count > asked(key))
    .map(([key, count]) => ({
      id: "I8",
      text: `${key} was done ${count} times, and asked for ${asked(key)} times`,
    }));
}

/** Acts that may ask for more than one record. */
const MANY = /^(?:syncNow|reprocess|backfill|applyBackfill|pauseBackfill|sendSale)$/;

/**
 * A decision that waits is none that was lost; at rest only a record that is set aside may have one, or a link
 * that rests until its deleted record is restored.
 */
function judgeDecisions({ reports }: Evidence): readonly Violation[] {
  return reports.links
    .filter(({ salesforceRef }) => !reports.parked.has(refKey(salesforceRef)))
    .filter(({ salesforceDeleted, quickbooksDeleted }) => !salesforceDeleted && !quickbooksDeleted)
    .flatMap(({ id }) => reports.entries.get(id) ?? [])
    .filter(({ keep, closedAt }) => keep !== null && closedAt === null)
    .map(({ linkId, field, keep }) => ({
      id: "I2",
      text: `link ${linkId}: what was decided about ${field}, to keep ${keep}, is not carried out`,
    }));
}

/** A record that stays set aside is told of again, or it was never tried. */
function judgeReprocessed({ reports }: Evidence): readonly Violation[] {
  const { log, parked } = reports;
  const isAbout = (line: LogEntry, key: string) =>
    [line.salesforceRef, line.quickbooksRef].some((ref) => ref !== null && refKey(ref) === key);
  const lost = [...parked.keys()].filter((key) => {
    const lines = log.filter((line) => isAbout(line, key));
    return lines.length > 0 && lines.every((line) => line.reprocessed || line.error === null);
  });
  return lost.map((key) => ({
    id: "I18",
    text: `${key} is set aside, and every entry that says why was re-processed`,
  }));
}

/** Every write that the ledger calls applied is in the log, with what it changed. */
function judgeLogged({ reports }: Evidence): readonly Violation[] {
  const told = new Set(reports.log.map((line) => line.intentId));
  return [...reports.intents.values()]
    .flat()
    .filter(({ state, operation, id }) => {
      return state === "settled" && operation !== "mark" && !told.has(id);
    })
    .map(({ id, operation, linkId }) => ({
      id: "I12",
      text: `${operation} ${id} of link ${linkId} was applied, and the log does not tell of it`,
    }));
}

/**
 * A record that a person makes in QuickBooks while the product runs is brought into Salesforce, or the log says
 * why not. Not judged where real time was switched off at some time, which brings in none.
 */
function judgeArrivals({ world, scenario, journal, reports }: Evidence): readonly Violation[] {
  const from = world.traffic[0]?.sentAt ?? Number.POSITIVE_INFINITY;
  const switched = new Set(
    scenario.operations.flatMap((each) => (each.kind === "realTime" ? [each.pair] : [])),
  );
  const known = new Set(
    [...reports.links, ...reports.log].map(({ quickbooksRef: ref }) => (ref ? refKey(ref) : "")),
  );
  const unknown = PAIR_LIST.filter(({ name }) => !switched.has(name)).flatMap((pair) =>
    journal.writes.filter(({ system, pair: name, id, field, isCreate, at }) => {
      const isNew = system === "quickbooks" && name === pair.name && field === "name" && isCreate;
      const key = refKey({ system, type: pair.types[system], id });
      const isActive = findRecord(world, system, pair, id)?.values["active"] === "true";
      return isNew && at > from + SECOND && isActive && !known.has(key);
    }),
  );
  return unknown.map(({ pair, id, value }) => ({
    id: "I12",
    text: `the new ${pair} ${id} (${value}) of QuickBooks is neither linked nor in the log`,
  }));
}
