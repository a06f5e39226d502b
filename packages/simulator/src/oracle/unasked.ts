/**
 * I4, what nobody asked for: two records that a person took apart meet again only by a person's act, and none
 * is made in Salesforce beside one of the same name that is free to be linked.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { UserAct } from "../journal.ts";
import { findRecord } from "../remote-view.ts";
import { PAIR_LIST } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";

const SECOND = 1_000;
/** A click that was taken shortly before may be carried out after. */
const CLICK_LASTS_MS = 60 * SECOND;
/** Whoever looked for namesakes saw what had been there for so long. */
const SEEN_AFTER_MS = 20 * SECOND;
const LIFTS = new Set(["send", "syncNow", "link"]);

export function judgeUnasked(evidence: Evidence): readonly Violation[] {
  return [...judgeApart(evidence), ...judgeNamesakes(evidence)];
}

const refsOf = ({ salesforceRef, quickbooksRef }: LogEntry) =>
  [salesforceRef, quickbooksRef].flatMap((ref) => (ref === null ? [] : [refKey(ref)]));

function judgeApart({ journal, reports }: Evidence): readonly Violation[] {
  const apart = new Map<string, { readonly since: number; readonly from: number }>();
  const found: Violation[] = [];
  for (const line of reports.log) {
    if (line.outcome !== "applied") continue;
    const at = Date.parse(line.at);
    if (line.action === "unlink") {
      const ended = { since: at, from: pressedFrom(journal.acts, line, at) };
      for (const key of refsOf(line)) apart.set(key, ended);
    }
    if (line.action !== "create") continue;
    for (const key of refsOf(line)) {
      const ended = apart.get(key);
      if (ended === undefined) continue;
      const { since, from } = ended;
      const isAsked = journal.acts.some(
        (act) =>
          LIFTS.has(act.kind) &&
          act.at >= from &&
          act.at < at + SECOND &&
          !isDone(reports.log, act, since),
      );
      if (isAsked) continue;
      found.push({ id: "I4", text: `${key} was unlinked by a person, and made anew by nobody` });
    }
  }
  return found;
}

/**
 * From when on a click may be about the records as they are since they were unlinked at `since`: from shortly before,
 * or from when a person pressed Unlink, which may have waited for a system for long.
 */
function pressedFrom(acts: readonly UserAct[], { salesforceRef }: LogEntry, since: number): number {
  const pressed = acts.findLast(
    ({ kind, at, salesforceId }) =>
      at < since + SECOND &&
      (kind === "held unlink" || (kind === "unlink" && salesforceId === salesforceRef?.id)),
  );
  return Math.min(since - CLICK_LASTS_MS, pressed?.at ?? since);
}

/**
 * A click on one record that was answered before the record was unlinked. That it was given up for the time being is no
 * answer: it waits behind the unlink that a person pressed before it.
 */
function isDone(log: readonly LogEntry[], { at, salesforceId }: UserAct, since: number): boolean {
  return (
    salesforceId !== null &&
    log.some((line) => {
      const told = Date.parse(line.at);
      const isIt = line.salesforceRef?.id === salesforceId && told >= at && told < since;
      return isIt && line.error?.includes('"RETRIES_EXHAUSTED"') !== true;
    })
  );
}

/** A create in Salesforce beside a record that a person had made there, of the same name and never linked. */
function judgeNamesakes(evidence: Evidence): readonly Violation[] {
  const { world, journal, reports } = evidence;
  const linked = new Set(
    [...reports.log, ...reports.links].flatMap((each) => each.salesforceRef?.id ?? []),
  );
  const found: Violation[] = [];
  for (const line of reports.log) {
    const pair = PAIR_LIST.find((each) => each.mapping === line.mapping);
    const isMade = line.action === "create" && line.outcome === "applied";
    if (pair === undefined || !isMade || line.direction !== "quickbooksToSalesforce") continue;
    const made = line.salesforceRef?.id;
    const madeAt = madeBy(evidence, line);
    const namesake = journal.writes.find((write) => {
      const isName =
        write.system === "salesforce" && write.pair === pair.name && write.field === "name";
      const isBefore = write.isCreate && write.at + SEEN_AFTER_MS < madeAt;
      if (!isName || !isBefore || write.id === made || linked.has(write.id)) return false;
      const isStill = journal.writesTo("salesforce", pair.name, write.id, "name").length === 1;
      const isThere = findRecord(world, "salesforce", pair, write.id) !== null;
      return isStill && isThere && journal.deletionsOf(write.id) === 0 && write.value === line.name;
    });
    if (namesake === undefined) continue;
    const text = `${made ?? ""} was made in Salesforce beside ${namesake.id}, which has the name and is free`;
    found.push({ id: "I4", text });
  }
  return found;
}

/** The log tells of a create whose answer was lost when the record is found again, which may be long after. */
function madeBy({ world }: Evidence, { at, salesforceRef }: LogEntry): number {
  const row =
    salesforceRef === null ? null : world.org.store.get(salesforceRef.type, salesforceRef.id);
  const created = Date.parse(String(row?.["CreatedDate"]));
  return Number.isNaN(created) ? Date.parse(at) : Math.min(created, Date.parse(at));
}
