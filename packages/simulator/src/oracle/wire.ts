/**
 * I12, from the wire: a value that a request of the product left in a record stands in the log, as soon as all is at
 * rest; be its answer lost, its process dead, or its link ended meanwhile. Not judged where a person changed the record
 * since, or deleted it or its counterpart: what became of the write cannot be told then. Nor where it was still on its
 * way from one process when the next one looked at the record, which then finds the value there as if a person had written it.
 */
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { OwnChange } from "../own-changes.ts";
import type { Exchange } from "../sim-network.ts";
import { meansTheSame, PAIR_LIST, type Value } from "../shared-fields.ts";
import { textOf } from "../remote-view.ts";
import type { Evidence, Violation } from "./evidence.ts";

const SECOND = 1_000;

export function judgeWire(evidence: Evidence): readonly Violation[] {
  const found: Violation[] = [];
  for (const exchange of evidence.world.traffic) {
    const { sentAt, doneAt, made } = exchange;
    if (doneAt === null) continue;
    for (const change of made) {
      if (isBehindLook(evidence, exchange, change)) continue;
      if (isTold(evidence, change, { sentAt, doneAt })) continue;
      const { system, id, field, sent } = change;
      const text = `${JSON.stringify(sent)} came into ${field} of ${system} ${id} at ${doneAt}, and the log does not tell of it`;
      found.push({ id: "I12", text });
    }
  }
  return found;
}

/** True when another process had looked at the record already as the request was carried out. */
function isBehindLook(
  { world: { traffic } }: Evidence,
  { owner, origin, sentAt, doneAt }: Exchange,
  { id }: OwnChange,
): boolean {
  const named = JSON.stringify(id);
  return traffic.some(
    (each) =>
      each.origin === origin &&
      each.owner !== owner &&
      each.shown?.includes(named) === true &&
      each.doneAt !== null &&
      each.doneAt >= sentAt &&
      each.doneAt < (doneAt ?? 0),
  );
}

function isTold(
  { journal, reports }: Evidence,
  { system, mapping, id, field, sent }: OwnChange,
  { sentAt, doneAt }: { readonly sentAt: number; readonly doneAt: number },
): boolean {
  const pair = PAIR_LIST.find((each) => each.mapping === mapping);
  const form = pair?.fields.find(({ name }) => name === field)?.form;
  // What makes a record inactive has lines of its own kind (`removals.ts`).
  if (pair === undefined || form === undefined || field === "active") return true;
  const isAfter = (at: string) => Date.parse(at) + SECOND > sentAt;
  const isIt = (value: Value) => meansTheSame(form, value, sent);
  const tells = (line: LogEntry) =>
    (system === "salesforce" ? line.salesforceRef : line.quickbooksRef)?.id === id &&
    isAfter(line.at) &&
    (JSON.parse(line.changes) as readonly { field: string; after: unknown }[]).some(
      (change) => change.field === field && isIt(textOf(change.after)),
    );
  if (reports.log.some(tells)) return true;
  const isAsked = [...reports.entries.values()]
    .flat()
    .some((entry) => entry.field === field && isAfter(entry.openedAt));
  const isTouched = journal.touchesOf(system, id).some(({ at }) => at >= doneAt);
  return isAsked || isTouched || isGone(journal, reports, { system, id });
}

function isGone(
  journal: Evidence["journal"],
  reports: Evidence["reports"],
  { system, id }: Pick<OwnChange, "system" | "id">,
): boolean {
  const ids = reports.log.flatMap(({ salesforceRef, quickbooksRef }) => {
    const own = system === "salesforce" ? salesforceRef : quickbooksRef;
    return own?.id === id ? [salesforceRef?.id ?? "", quickbooksRef?.id ?? ""] : [];
  });
  return [id, ...ids].some((each) => journal.deletionsOf(each) > 0);
}
