/**
 * I22: a policy decides as a person set it, and says so. Judged from the scenario, the journal and the
 * product's entries, without any merging: which side the entry says won, and when people changed the two
 * records.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Entry } from "@accord-sync/ledger/entries.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import type { FieldPolicy } from "../scenario.ts";
import { PAIR_LIST, type PairName } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";

/** Two edits that are no further apart count as made at the same time (docs/spec/merge.md). */
const SAME_TIME_MS = 10_000;

const BY_POLICY: Readonly<Record<string, FieldPolicy>> = {
  asked: "ask",
  salesforceWins: "salesforce",
  quickbooksWins: "quickbooks",
  newestWins: "newest",
  sameTime: "newest",
  timeUnknown: "newest",
};

export function judgePolicies(evidence: Evidence): readonly Violation[] {
  const found: Violation[] = [];
  for (const [linkId, entries] of evidence.reports.entries) {
    const link = evidence.reports.links.find((each) => each.id === linkId);
    if (link === undefined) continue;
    for (const entry of entries) {
      for (const text of faultsOf(evidence, link, entry)) {
        found.push({ id: "I22", text: `link ${linkId}, ${entry.field}: ${text}` });
      }
    }
  }
  return found;
}

function faultsOf(evidence: Evidence, link: Link, entry: Entry): readonly string[] {
  const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
  if (pair === undefined) return [];
  const policies = policiesAt(evidence, pair.name, entry);
  const { reason, keep } = entry;
  const faults: string[] = [];
  if (reason === null) faults.push("an entry does not say why it is there");
  const told = BY_POLICY[reason ?? ""];
  if (told !== undefined && !policies.has(told)) {
    const set = [...policies].join(" or ");
    faults.push(`it is there because "${reason}", and the field's policy is ${set}`);
  }
  if ((reason === "salesforceWins" || reason === "quickbooksWins") && keep !== told) {
    faults.push(`${keep} won, and it is there because "${reason}"`);
  }
  if (reason === "newestWins" && keep !== null && !isNewest(evidence, link, entry, keep)) {
    faults.push(`${keep} won as the newest, and nobody changed its record later`);
  }
  return [...faults, ...untrueEdits(evidence, link, entry)];
}

/** A pass that began under one policy may end under the next. */
const PASS_MS = 120_000;

/** Those that may have decided it: as set before the run, and as people changed it since. */
function policiesAt(
  { scenario, journal }: Evidence,
  pair: PairName,
  { field, openedAt }: Entry,
): ReadonlySet<FieldPolicy> {
  const at = Date.parse(openedAt);
  let policies = new Set<FieldPolicy>([scenario.policies?.[pair]?.[field] ?? "ask"]);
  for (const change of journal.policies) {
    if (change.pair !== pair || change.field !== field || change.act.at >= at + 1_000) continue;
    const isInForce = change.act.isTaken && change.act.at + PASS_MS < at;
    policies = new Set([...(isInForce ? [] : policies), change.policy]);
  }
  return policies;
}

const idIn = (link: Link, system: SystemName): string =>
  system === "salesforce" ? link.salesforceRef.id : link.quickbooksRef.id;

/**
 * True when somebody changed the winner's record clearly after the value that lost was written, by what the
 * two systems' clocks showed.
 */
function isNewest(evidence: Evidence, link: Link, entry: Entry, winner: SystemName): boolean {
  const { journal } = evidence;
  if (isMovedBySales(evidence, link, winner)) return true;
  const loser = winner === "salesforce" ? "quickbooks" : "salesforce";
  const lost = loser === "salesforce" ? entry.salesforceEdit : entry.quickbooksEdit;
  const lostAt = Date.parse(lost?.at ?? "");
  const until = Date.parse(entry.openedAt) + 1_000;
  return journal
    .touchesOf(winner, idIn(link, winner))
    .some(({ at, shownAt }) => at <= until && shownAt > lostAt + SAME_TIME_MS);
}

/** An invoice moves the time of its customer in QuickBooks, which tells nothing else of it. */
function isMovedBySales({ world }: Evidence, link: Link, system: SystemName): boolean {
  return world.hasInvoices && system === "quickbooks" && link.mapping === "customer-account";
}

/** The times that the entry tells at which nobody changed the record: a write of the product's own, say. */
function untrueEdits(evidence: Evidence, link: Link, entry: Entry): readonly string[] {
  const { journal } = evidence;
  const sides = [
    ["salesforce", entry.salesforceEdit],
    ["quickbooks", entry.quickbooksEdit],
  ] as const;
  // The record as it stood when it was linked may have been made, or written last, by the product.
  if (entry.reason === "linked") return [];
  return sides.flatMap(([system, edit]) => {
    const at = edit?.at;
    if (!at || isMovedBySales(evidence, link, system)) return [];
    const second = Math.floor(Date.parse(at) / 1_000);
    const isTrue = journal
      .touchesOf(system, idIn(link, system))
      .some(({ shownAt }) => Math.floor(shownAt / 1_000) === second);
    return isTrue ? [] : [`it tells of a change in ${system} at ${at}, when nobody changed it`];
  });
}
