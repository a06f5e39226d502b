/**
 * I15, judged from what went over the network: whatever the product makes inactive or deletes follows from what
 * a person did. A person made the other record inactive; or a person deleted it, and the mapping says so or a
 * person approved; or a person asked that it takes what the other one holds, which the product had made inactive.
 * A list record is never deleted outright, and an invoice only where a person approved it and the opportunity went,
 * by itself or with its account. What nobody approved is not done to a record that a person changed since both
 * agreed; an attempt that the system refused for such an edit did nothing, and is no fault.
 */
import { otherSystem, type RecordRef, refKey } from "@accord-sync/core/records/record-ref.ts";
import { INVOICE_MAPPING, type OwnChange, WHOLE_RECORD } from "../own-changes.ts";
import { findRecord, recordInBin, textOf } from "../remote-view.ts";
import type { Journal, UserWrite } from "../journal.ts";
import { meansTheSame, type Pair, PAIR_LIST, type ValueForm } from "../shared-fields.ts";
import type { Exchange } from "../sim-network.ts";
import { everLinkedWith, type Evidence, type Violation } from "./evidence.ts";

export function judgeRemovals(evidence: Evidence): readonly Violation[] {
  const { traffic } = evidence.world;
  const outright = traffic
    .filter(({ method, path }) => method === "DELETE" || /operation=(?:delete|void)/.test(path))
    .filter((exchange) => !isApprovedInvoice(evidence, exchange))
    .map(({ method, path }) => `${method} ${path}, which no list record takes`);
  const removals = traffic.flatMap((exchange) =>
    exchange.changes
      .filter(isRemoval)
      .flatMap((change) => faultOf(evidence, exchange, change) ?? []),
  );
  return [...outright, ...removals].map((text) => ({ id: "I15", text }));
}

function isApprovedInvoice(evidence: Evidence, { changes, sentAt }: Exchange): boolean {
  const { world, journal } = evidence;
  const [removal] = changes;
  if (removal?.mapping !== INVOICE_MAPPING) return false;
  const invoice = { system: "quickbooks", type: "Invoice", id: removal.id } as const;
  const sales = [...everLinkedWith(evidence, invoice)].flatMap(
    (key) => key.split("salesforce/Opportunity/")[1] ?? [],
  );
  if (!isApproved(journal, sales, sentAt)) return false;
  return sales.some((id) => {
    const account = textOf(world.org.store.get("Opportunity", id)?.["AccountId"]);
    return [id, account].some((each) => each !== null && journal.wasRemovedBy(each, sentAt));
  });
}

/** Whether a person had approved by then what becomes of the counterpart of one of these Salesforce records. */
function isApproved({ acts }: Journal, ids: readonly string[], sentAt: number): boolean {
  return acts.some(
    ({ kind, at, salesforceId }) =>
      kind === "held approve" &&
      at <= sentAt &&
      salesforceId !== null &&
      ids.includes(salesforceId),
  );
}

function isRemoval({ field, held, sent }: OwnChange): boolean {
  return field === WHOLE_RECORD || (field === "active" && held !== "false" && sent === "false");
}

/** Why the removal was not justified; null when it was. */
function faultOf(evidence: Evidence, exchange: Exchange, change: OwnChange): string | null {
  const { journal, scenario } = evidence;
  const { system, mapping, id, field } = change;
  const pair = PAIR_LIST.find((each) => each.mapping === mapping);
  if (pair === undefined) return null;
  const { sentAt } = exchange;
  const what = `${field === WHOLE_RECORD ? "deletes" : "makes inactive"} ${system} ${id} at ${sentAt}`;
  const others = relatives(evidence, { system, type: pair.types[system], id });
  const madeInactive = others.some((other) =>
    journal
      .writesTo(other.system, pair.name, other.id, "active")
      .some(({ value, at }) => value === "false" && at <= sentAt),
  );
  if (field === "active" && madeInactive) return null;
  if (isTakenOver(evidence, exchange, change, others)) return null;
  const gone = others.filter(
    (other) => other.system === otherSystem(system) && journal.wasRemovedBy(other.id, sentAt),
  );
  if (gone.length === 0) return `it ${what}, and nobody deleted what it was linked with`;
  const inSalesforce = [...others, { system, id }].filter((each) => each.system === "salesforce");
  const approvable = inSalesforce.map((each) => each.id);
  if (isApproved(journal, approvable, sentAt)) return null;
  const isPolicy =
    system === "quickbooks" && field === "active" && scenario.deletes?.[pair.name] === "deactivate";
  if (!isPolicy) return `it ${what}, which the mapping does not say and nobody approved`;
  // An edit on its way there first is what the version in the request is for: it is refused, and changes nothing.
  const doneAt = exchange.made.some(isRemoval) ? exchange.doneAt : null;
  if (doneAt === null) return null;
  const changed = changedSince(evidence, pair, { system, id, doneAt }, gone);
  return changed === null ? null : `it ${what}, though a person had changed its ${changed}`;
}

const TAKES_OVER = { salesforce: "fetch", quickbooks: "send" } as const;

/**
 * Whether a person asked by Send or Sync From, or decided, that the record takes what the other one holds, which the
 * product made inactive before: that removal is judged by itself.
 */
function isTakenOver(
  { world, journal }: Evidence,
  { sentAt }: Exchange,
  { system, id, field }: OwnChange,
  others: readonly RecordRef[],
): boolean {
  const from = new Set(
    others.filter((other) => other.system === otherSystem(system)).map((other) => other.id),
  );
  const wasRemoved = world.traffic.some(
    (earlier) =>
      earlier.sentAt < sentAt &&
      earlier.changes.some((each) => from.has(each.id) && isRemoval(each)),
  );
  const asked = [...from, id];
  return (
    field === "active" &&
    wasRemoved &&
    journal.acts.some(
      ({ kind, at, salesforceId }) =>
        (kind === TAKES_OVER[system] || kind === "decide") &&
        at <= sentAt &&
        salesforceId !== null &&
        asked.includes(salesforceId),
    )
  );
}

/** All records that were ever linked with this one, by way of others too. */
function relatives(evidence: Evidence, ref: RecordRef): readonly RecordRef[] {
  const found = new Set([refKey(ref)]);
  for (const key of found) {
    const [system, type = "", id = ""] = key.split("/");
    const at = system === "salesforce" ? "salesforce" : "quickbooks";
    for (const other of everLinkedWith(evidence, { system: at, type, id })) found.add(other);
  }
  return [...found].map((key) => {
    const [system, type = "", id = ""] = key.split("/");
    return { system: system === "salesforce" ? "salesforce" : "quickbooks", type, id };
  });
}

/** A field that a person changed in the record, and that never came into the one that was deleted; else null. */
function changedSince(
  { world, journal }: Evidence,
  pair: Pair,
  { system, id, doneAt }: Pick<RecordRef, "system" | "id"> & { readonly doneAt: number },
  gone: readonly RecordRef[],
): string | null {
  const record = findRecord(world, system, pair, id);
  if (record === null || gone.length !== 1) return null;
  const [deleted] = gone;
  const old = deleted === undefined ? null : recordInBin(world, pair, deleted.id);
  if (deleted === undefined || old === null) return null;
  for (const { name, form } of pair.fields) {
    // A save of what stood there already is no change.
    const writes = journal
      .writesTo(system, pair.name, id, name)
      .filter(({ previous, value }) => !meansTheSame(form, previous, value));
    const last = writes.at(-1);
    // Of the same moment it came after: the removal names a version, and before it would have refused it.
    if (last === undefined || last.at >= doneAt || name === "active" || name === "price") continue;
    const now = (record.values[name] ?? null)?.replace(/ \(deleted\)$/, "") ?? null;
    if (isPutBack({ world }, { writes, last }, deleted.id, form)) continue;
    const isStill = meansTheSame(form, last.value, now);
    const isOvertaken = journal
      .writesTo(deleted.system, pair.name, deleted.id, name)
      .some(({ at }) => at >= last.at);
    if (isStill && !isOvertaken && !meansTheSame(form, old.values[name] ?? null, now)) return name;
  }
  return null;
}

/**
 * Whether the value stood there before people changed it, and nothing between was carried into the other record: an
 * attempt that was refused carried nothing.
 */
function isPutBack(
  { world }: Pick<Evidence, "world">,
  { writes, last }: { readonly writes: readonly UserWrite[]; readonly last: UserWrite },
  other: string,
  form: ValueForm,
): boolean {
  const from = writes.find(
    (each) => each !== last && meansTheSame(form, each.previous, last.value),
  );
  if (from === undefined) return false;
  return !world.traffic.some(
    ({ sentAt, made }) =>
      sentAt >= from.at && made.some(({ id, field }) => id === other && field === last.field),
  );
}
