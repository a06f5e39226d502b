/**
 * I12, what was set aside or ended: a record is set aside for a cause that can be found in the systems, and
 * a link ends by a person's word, which the log tells.
 */
import { type RecordRef, refKey } from "@accord-sync/core/records/record-ref.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { findRecord, textOf } from "../remote-view.ts";
import { PAIR_LIST } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { linksThatMoved } from "./moves.ts";

/** No fault of a run is the record's own: none may use up its attempts. */
const NEVER =
  /^(?:RETRIES_EXHAUSTED|INTERNAL_ERROR|RECORD_BUSY|REMOTE_\w+|QBO_THROTTLED|SF_REQUEST_LIMIT|SF_BUSY)$/;
/** What takes a link away with it: a counterpart that is deleted or voided leaves no two records to link. */
export const LINK_ENDS: ReadonlySet<string> = new Set(["unlink", "delete", "void"]);
const GONE = /^RECORD_(?:DELETED|MERGED)_IN_/;

export function judgeSetAside(evidence: Evidence): readonly Violation[] {
  const { reports } = evidence;
  const live = new Set(reports.links.map((link) => link.id));
  const told = new Set(
    reports.log
      .filter(({ action, outcome }) => LINK_ENDS.has(action) && outcome === "applied")
      .map(({ linkId }) => linkId),
  );
  const moved = linksThatMoved(evidence);
  const ended = reports.endedLinks
    .filter(({ id }) => !told.has(id) && !moved.has(id))
    .map(({ id }) => ({ id: "I12", text: `link ${id} ended, and no entry of the log says so` }));
  const left = [...reports.entries]
    .filter(([id, entries]) => !live.has(id) && entries.some((each) => each.closedAt === null))
    .map(([id]) => ({ id: "I6", text: `link ${id} ended with an entry that is still open` }));
  return [
    ...ended,
    ...left,
    ...judgeGivenUp(evidence),
    ...reports.links.flatMap((link) => judgeParked(evidence, link)),
  ];
}

/** A record that was given up for no fault of its own, be it taken up again later. */
function judgeGivenUp({ world, reports }: Evidence): readonly Violation[] {
  return reports.log.flatMap(({ error, salesforceRef, quickbooksRef }) => {
    const { code } = JSON.parse(error ?? "{}") as { readonly code?: string };
    if (code === undefined || !NEVER.test(code)) return [];
    const ids = [salesforceRef?.id ?? "", quickbooksRef?.id ?? ""];
    const shown = quickbooksRef === null ? [] : shownUnderMark(world, quickbooksRef);
    const held = [...ids, ...shown].some((id) => wasHeld(world, id));
    if (code === "RETRIES_EXHAUSTED" && held) return [];
    return [
      { id: "I12", text: `${ids.join(" ")} was given up by ${code}, for which there is no cause` },
    ];
  });
}

/** Its own row, or that of its account: Salesforce locks both for a save of an opportunity. */
function wasHeld({ hindrances, org }: Evidence["world"], id: string): boolean {
  const account = textOf(org.store.get("Opportunity", id)?.["AccountId"]);
  return [id, account].some((each) => each !== null && hindrances?.wasHeld(each) === true);
}

/** Salesforce records that showed the mark of this one: a create goes under it, and would write over them. */
function shownUnderMark(
  { traffic }: Evidence["world"],
  { type, id }: RecordRef,
): readonly string[] {
  const mark = `:${type}:${id}"`;
  const found: string[] = [];
  for (const { shown } of traffic) {
    if (shown?.includes(mark) !== true) continue;
    JSON.parse(shown, (_, value: unknown) => {
      const { Id, Accord_QB_Id__c: own } = (value ?? {}) as Readonly<Record<string, unknown>>;
      if (typeof own === "string" && `${own}"`.endsWith(mark)) found.push(String(Id));
      return value;
    });
  }
  return found;
}

function judgeParked({ world, reports }: Evidence, link: Link): readonly Violation[] {
  const parked = reports.parked.get(refKey(link.salesforceRef));
  const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
  if (parked === undefined || pair === undefined) return [];
  const { code } = JSON.parse(parked.error) as { readonly code: string };
  const isThere =
    findRecord(world, "salesforce", pair, link.salesforceRef.id) !== null &&
    findRecord(world, "quickbooks", pair, link.quickbooksRef.id) !== null;
  if (code === "RETRIES_EXHAUSTED" && wasHeld(world, link.salesforceRef.id)) return [];
  if (!NEVER.test(code) && !(GONE.test(code) && isThere)) return [];
  const { id } = link.salesforceRef;
  return [{ id: "I12", text: `${id} is set aside by ${code}, for which there is no cause` }];
}
