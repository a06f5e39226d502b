/**
 * Links, marks, and what the ordinary sync takes over.
 *
 * A link is made from what both systems held when they were read, where the ledger knows of nothing newer; else from
 * another look. Where values differ, the difference is opened as an entry. A rule that names a winner decides it at
 * once, and the ordinary pass carries that out: both values stay readable.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type BackfillItem, changeItem } from "@accord-sync/ledger/backfill-items.ts";
import {
  addBackfillCalls,
  type PageUnderWay,
  updateBackfill,
} from "@accord-sync/ledger/backfills.ts";
import { decideEntry, listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { insertIntent, type Intent } from "@accord-sync/ledger/intents.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  remoteOf,
} from "../engine-context.ts";
import { joinRecords } from "../join-records.ts";
import { writeLog } from "../journal.ts";
import { loadLinkState } from "../link-state.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { planMarkFor } from "../reconcile/plan-mark.ts";
import { inLane } from "../reconcile/reconcile.ts";
import { writePlan } from "../writer/intent-plan.ts";
import {
  CREATE_IN_FLIGHT_MS,
  type Drop,
  look,
  mayBeInFlight,
  type PageEnd,
  settleDoubts,
} from "./apply-creates.ts";
import { quickbooksRefOf, salesforceRefOf, type Work } from "./backfill-parts.ts";
import { keptSide } from "./kept-side.ts";
import { commitPage } from "./page-outcome.ts";
import { addCalls, sendRows, type SentRow } from "./send-rows.ts";

export async function applyLinks(work: Work, items: readonly BackfillItem[]): Promise<PageEnd> {
  const { context } = work;
  const [first] = items;
  if (first === undefined) return { kind: "applied" };
  const mapping = mappingById(context, first.mapping);
  const refs = items.flatMap((item) => [
    salesforceRefOf(context, item),
    quickbooksRefOf(context, item),
  ]);
  return context.lanes.run(refs, async (): Promise<PageEnd> => {
    for (const system of ["salesforce", "quickbooks"] as const) {
      if (await mayBeInFlight(context, mapping, system)) {
        return { kind: "later", ms: CREATE_IN_FLIGHT_MS };
      }
    }
    const doubt = await settleDoubts(context, refs);
    if (doubt !== null) return { kind: "stopped", error: doubt };
    const left = await look(work, mapping, "salesforce", items);
    if (!left.ok) return { kind: "stopped", error: left.error };
    const still = left.value.fresh.map(({ item }) => item);
    const right = await look(work, mapping, "quickbooks", still);
    if (!right.ok) return { kind: "stopped", error: right.error };
    const salesforce = new Map(left.value.fresh.map(({ item, source }) => [item.id, source]));
    const pairs = right.value.fresh.map(({ item, source }) => ({
      item,
      quickbooks: source,
      salesforce: must(salesforce.get(item.id), "both records of a pair were looked at"),
    }));
    const drops = [...left.value.drops, ...right.value.drops];
    const calls = addCalls(left.value.calls, right.value.calls);
    await context.ledger.transaction(async (tx) => {
      for (const { item, state, message } of drops as readonly Drop[]) {
        await changeItem(tx, item.id, { state, message });
      }
      for (const pair of pairs) await join(work, tx, mapping, pair);
      await addBackfillCalls(tx, work.backfill.id, calls);
    });
    context.wake();
    return { kind: "applied" };
  });
}

type Tx = Parameters<typeof changeItem>[0];

interface JoinedPair {
  readonly item: BackfillItem;
  readonly salesforce: Observation;
  readonly quickbooks: Observation;
}

async function join(
  { context, request }: Work,
  tx: Tx,
  mapping: Mapping,
  { item, salesforce, quickbooks }: JoinedPair,
): Promise<void> {
  const { actor, differing: rule } = request;
  const joined = await joinRecords(context, tx, { mapping, salesforce, quickbooks });
  const { type, id } = quickbooks.ref;
  const labels = joined.differing.join(", ");
  await writeLog(context, tx, {
    mapping,
    salesforce: salesforce.ref,
    quickbooks: quickbooks.ref,
    name: salesforce.name,
    direction: "none",
    action: "link",
    outcome: "applied",
    actor,
    linkId: joined.link.id,
    message:
      labels === ""
        ? `Linked with QuickBooks ${type} ${id}. Every mapped field agrees.`
        : `Linked with QuickBooks ${type} ${id}. Different: ${labels}.`,
  });
  const isDecided = rule !== "ask" && joined.differing.length > 0;
  if (!isDecided) {
    await changeItem(tx, item.id, { state: "unmarked" });
    return;
  }
  for (const entry of await listOpenEntries(tx, joined.link.id)) {
    const { salesforceValue, quickbooksValue } = entry;
    const keep = keptSide(rule, { salesforce: salesforceValue, quickbooks: quickbooksValue });
    await decideEntry(tx, entry.id, { keep, by: actor, at: nowIso(context) });
  }
  // The pass that carries it out writes the mark as well.
  await recordNotice(context, tx, { mapping, ref: salesforce.ref, source: "decision", actor });
  await changeItem(tx, item.id, { state: "done" });
}

/** A linked pair that is not in step is the ordinary sync's. */
export async function handOver(work: Work, items: readonly BackfillItem[]): Promise<PageEnd> {
  const { context, request } = work;
  await context.ledger.transaction(async (tx) => {
    for (const item of items) {
      const mapping = mappingById(context, item.mapping);
      const refs = [salesforceRefOf(context, item), quickbooksRefOf(context, item)];
      for (const ref of refs) {
        await recordNotice(context, tx, { mapping, ref, source: "recovery", actor: request.actor });
      }
      await changeItem(tx, item.id, { state: "done", message: "Handed to the ordinary sync." });
    }
  });
  context.wake();
  return { kind: "applied" };
}

/** The marks of links that were made, many in a request, with an intent each. */
export async function applyMarks(work: Work, items: readonly BackfillItem[]): Promise<PageEnd> {
  const { context, backfill } = work;
  const [first] = items;
  if (first === undefined) return { kind: "applied" };
  // One request is about one object.
  const own = items.filter(({ mapping }) => mapping === first.mapping);
  const mapping = mappingById(context, first.mapping);
  const refs = own.map((item) => salesforceRefOf(context, item));
  return inLane(context, refs, async (): Promise<PageEnd> => {
    const doubt = await settleDoubts(context, refs);
    if (doubt !== null) return { kind: "stopped", error: doubt };
    const rows: SentRow[] = [];
    const marked: BackfillItem[] = [];
    for (const item of own) {
      const planned = await planOne(context, mapping, item, work.request.actor);
      if (planned === null) marked.push(item);
      else rows.push({ row: { item, intent: planned.intent }, write: planned.write });
    }
    const page: PageUnderWay = {
      kind: "mark",
      target: "salesforce",
      mapping: mapping.id,
      rows: rows.map(({ row }) => ({ item: row.item.id, intent: row.intent.id })),
    };
    await context.ledger.transaction(async (tx) => {
      for (const item of marked) await changeItem(tx, item.id, { state: "done" });
      for (const { row } of rows) await insertIntent(tx, row.intent);
      if (rows.length > 0) await updateBackfill(tx, backfill.id, { underWay: page });
    });
    if (rows.length === 0) return { kind: "applied" };
    const sent = await sendRows(work, page, rows);
    const error = await commitPage(work, sent.page, sent.rows, sent.calls);
    return error === null ? { kind: "applied" } : { kind: "stopped", error };
  });
}

/** Null when the link has its mark, or is no more. */
async function planOne(
  context: EngineContext,
  mapping: Mapping,
  item: BackfillItem,
  actor: string,
): Promise<{ readonly intent: Intent; readonly write: PlannedWrite } | null> {
  const { db } = context.ledger;
  const scope = mappedScope(context, mapping);
  const link: Link | null = await findLinkByRef(db, scope, salesforceRefOf(context, item));
  if (link === null || link.salesforceDeleted) return null;
  const order = planMarkFor(mapping, actor, await loadLinkState(db, link));
  if (order === null) return null;
  const id = context.random.id("intent");
  const at = nowIso(context);
  const intent: Intent = {
    ...scope,
    id,
    linkId: link.id,
    operation: "mark",
    target: "salesforce",
    type: mapping.salesforceType,
    source: null,
    ref: link.salesforceRef,
    payload: JSON.stringify(remoteOf(context, "salesforce").encode(order.write, id)),
    fingerprint: null,
    plan: writePlan(order.plan),
    state: "inFlight",
    createdAt: at,
    sentAt: at,
    attempts: 1,
    receipt: null,
    settledAt: null,
  };
  return { intent, write: order.write };
}
