/**
 * I10 and I1 where nothing is swept: what the channels told is enough. Sweeps find all that a channel lost, and
 * so would hide for ever that it loses anything; a run without sweeps is judged before they come on.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import type { Journal, UserWrite } from "../journal.ts";
import { findRecord } from "../remote-view.ts";
import type { Reports } from "../reports.ts";
import type { Scenario } from "../scenario.ts";
import { meansTheSame, PAIR_LIST, STANDARD_PRICE } from "../shared-fields.ts";
import { QUICKBOOKS_ORIGIN } from "../sim-servers.ts";
import type { World } from "../world.ts";
import type { Violation } from "./evidence.ts";

const SECOND = 1_000;
/** A request of which nothing was heard is over after so long. */
const TIMEOUT_MS = 60 * SECOND;

export interface ChannelEvidence {
  readonly world: World;
  readonly scenario: Scenario;
  readonly journal: Journal;
  readonly reports: Reports;
}

export function judgeChannels(evidence: ChannelEvidence): readonly Violation[] {
  return evidence.reports.links.flatMap((link) => judgeLink(evidence, link));
}

function judgeLink(evidence: ChannelEvidence, link: Link): readonly Violation[] {
  const { world, journal, reports } = evidence;
  const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
  if (pair === undefined || reports.parked.has(refKey(link.salesforceRef))) return [];
  const salesforce = findRecord(world, "salesforce", pair, link.salesforceRef.id);
  const quickbooks = findRecord(world, "quickbooks", pair, link.quickbooksRef.id);
  if (salesforce === null || quickbooks === null) return [];
  const open = new Set(
    (reports.entries.get(link.id) ?? [])
      .filter(({ closedAt }) => closedAt === null)
      .map(({ field }) => field),
  );
  const found: Violation[] = [];
  for (const { name, form, salesforce: path } of pair.fields) {
    const [left = null, right = null] = [salesforce.values[name], quickbooks.values[name]];
    if (open.has(name) || meansTheSame(form, left, right)) continue;
    const writes = [
      ...journal.writesTo("salesforce", pair.name, salesforce.id, name),
      ...journal.writesTo("quickbooks", pair.name, quickbooks.id, name),
    ];
    if (writes.some((write) => isForSweeps(evidence, write, path === STANDARD_PRICE))) continue;
    const text = `link ${link.id}: ${name} is ${JSON.stringify(left)} in Salesforce and ${JSON.stringify(right)} in QuickBooks, and no channel tells`;
    found.push({ id: "I10", text });
  }
  return found;
}

/**
 * What channels cannot tell: a price in Salesforce has no event, an event stream may lose its place or its
 * words, and a webhook has no more than a second, which may be that of another change (Q-ECHO), or none that
 * is the change's own.
 */
function isForSweeps(
  { world, scenario, journal }: ChannelEvidence,
  { system, id, at }: UserWrite,
  isPrice: boolean,
): boolean {
  const { feedLost, feedOverflow, feedGarbled, feedRefused, dropNotice, noticeTimeSkewMs } =
    scenario.faults;
  if (noticeTimeSkewMs > 0) return true;
  if (system === "salesforce") {
    return isPrice || feedLost + feedOverflow + feedGarbled + feedRefused > 0;
  }
  // Seconds begin elsewhere where its clock is another.
  const isClose = (from: number, until: number) => from < at + SECOND && until > at - SECOND;
  const isBesideOurs = world.traffic.some(
    ({ origin, isWrite, sentAt, heardAt }) =>
      origin === QUICKBOOKS_ORIGIN && isWrite && isClose(sentAt, heardAt ?? sentAt + TIMEOUT_MS),
  );
  // A save of what stood there already moves the record's time too.
  const isBesideAnother = journal
    .touchesOf(system, id)
    .some((each) => each.at !== at && isClose(each.at, each.at));
  return dropNotice > 0 || isBesideOurs || isBesideAnother;
}
