/**
 * Settles a page whose outcome is not known, before anything else is done: after a death in the middle of it, or a
 * lost answer. A job that was given its rows is waited for, or aborted where it was never closed. What was made in
 * Salesforce is told by a look for all marks; the rest is sent again under the same
 * marks, so that nothing is made twice. QuickBooks' rows are settled one by one, as always (writer/settle.ts).
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { changeItem, findItem } from "@accord-sync/ledger/backfill-items.ts";
import { type PageUnderWay, updateBackfill } from "@accord-sync/ledger/backfills.ts";
import { findIntent, type Intent, isOpenIntent, moveIntent } from "@accord-sync/ledger/intents.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLink, findLinkByRef } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappedScope, mappingById, nowIso } from "../engine-context.ts";
import { loadLinkState } from "../link-state.ts";
import { planMarkFor } from "../reconcile/plan-mark.ts";
import { inLane } from "../reconcile/reconcile.ts";
import { readPlan } from "../writer/intent-plan.ts";
import { findMaker, mayBeOurs, unmarkedFingerprint } from "../writer/look-for-made.ts";
import { isOurs, settle } from "../writer/settle.ts";

import type { Work } from "./backfill-parts.ts";
import { commitPage, type EndedRow, type PageRow } from "./page-outcome.ts";
import { addCalls, restBetweenLooks, sendRows } from "./send-rows.ts";

/** Null when the page is settled; else the error that is to be waited for. */
export async function settlePage(work: Work, page: PageUnderWay): Promise<OperationalError | null> {
  const { context } = work;
  const rows = await readRows(work, page);
  const refs = rows.flatMap(({ intent }): readonly RecordRef[] => {
    const ref = intent.source ?? intent.ref;
    return ref === null ? [] : [ref];
  });
  return inLane(context, refs, async () => {
    // Another pass may have settled some of them while the lanes were taken.
    const now = await readRows(work, page);
    const open = now.filter(({ intent }) => isOpenIntent(intent.state));
    const closed = now.filter(({ intent }) => !isOpenIntent(intent.state));
    if (page.target === "quickbooks") {
      return settleSingly(work, page, { open, closed });
    }
    const { job, ...free } = page;
    if (job !== undefined) {
      const rest = restBetweenLooks(context, page.rows.length);
      const over = await context.salesforce.many.endJob(job, rest);
      if (!over.ok) return over.error;
    }
    await endClosed(work, free, closed, open);
    if (open.length === 0) return null;
    const left = { ...free, rows: open.map(namesOf) };
    return page.kind === "mark" ? repeatMarks(work, left, open) : adoptOrRepeat(work, left, open);
  });
}

async function readRows(
  { context, backfill }: Work,
  page: PageUnderWay,
): Promise<readonly PageRow[]> {
  const { db } = context.ledger;
  const rows: PageRow[] = [];
  for (const row of page.rows) {
    const item = await findItem(db, backfill.id, row.item);
    const intent = await findIntent(db, row.intent);
    rows.push({
      item: must(item, `the page names item ${row.item}`),
      intent: must(intent, `the page names intent ${row.intent}`),
    });
  }
  return rows;
}

/** The items of intents that somebody else settled; the page keeps the others. */
async function endClosed(
  { context, backfill }: Work,
  page: PageUnderWay,
  closed: readonly PageRow[],
  open: readonly PageRow[],
): Promise<void> {
  const mapping = mappingById(context, page.mapping);
  await context.ledger.transaction(async (tx) => {
    for (const { item, intent } of closed) {
      if (intent.operation === "mark") {
        await changeItem(tx, item.id, { state: "done" });
        continue;
      }
      const source = must(intent.source, "a create has a source");
      const link = await findLinkByRef(tx, mappedScope(context, mapping), source);
      if (intent.state === "settled" && link !== null) {
        await changeItem(tx, item.id, {
          state: intent.target === "quickbooks" ? "unmarked" : "done",
          salesforceId: link.salesforceRef.id,
          quickbooksId: link.quickbooksRef.id,
        });
      } else if (intent.state === "settled") {
        const message = "It was made, and its link has ended since.";
        await changeItem(tx, item.id, { state: "skipped", message });
      } else {
        const { receipt: error } = intent;
        const code = error === null ? null : (JSON.parse(error) as OperationalError).code;
        const isAgain = code === "RECORD_BUSY" || code === null;
        await changeItem(tx, item.id, isAgain ? { state: "planned" } : { state: "refused", error });
      }
    }
    const rows = open.map(({ item, intent }) => ({ item: item.id, intent: intent.id }));
    await updateBackfill(tx, backfill.id, {
      underWay: rows.length === 0 ? null : { ...page, rows },
    });
  });
}

interface Singly {
  readonly open: readonly PageRow[];
  readonly closed: readonly PageRow[];
  /** Rows that stay under way, for the next look at the page. */
  readonly later?: readonly PageRow[];
}

async function settleSingly(
  work: Work,
  page: PageUnderWay,
  { open, closed, later = [] }: Singly,
): Promise<OperationalError | null> {
  const { context } = work;
  const outcomes = await Promise.all(open.map(({ intent }) => settle(context, intent)));
  const doubt = outcomes.find((outcome) => outcome.kind === "doubtful");
  const settled = await readRows(work, { ...page, rows: open.map(namesOf) });
  const left = settled.filter(({ intent }) => isOpenIntent(intent.state));
  const ended = settled.filter(({ intent }) => !isOpenIntent(intent.state));
  await endClosed(work, page, [...closed, ...ended], [...left, ...later]);
  return doubt?.kind === "doubtful" ? doubt.error : null;
}

function namesOf({ item, intent }: PageRow) {
  return { item: item.id, intent: intent.id };
}

type Open = { readonly row: PageRow; readonly write: PlannedWrite };

/** Says that they are sent again, as doubtful ones: a failure of it tells nothing of the first attempt. */
async function markSent(context: EngineContext, rows: readonly Open[]): Promise<readonly Open[]> {
  const at = nowIso(context);
  await context.ledger.transaction(async (tx) => {
    for (const { row } of rows) {
      const { intent } = row;
      if (intent.state === "inFlight") await moveIntent(tx, intent.id, "unknown", { at });
      await moveIntent(tx, intent.id, "send", { sentAt: at, at });
    }
  });
  return rows.map(({ row, write }) => ({
    row: { ...row, intent: { ...row.intent, state: "doubtful" } },
    write,
  }));
}

async function adoptOrRepeat(
  work: Work,
  page: PageUnderWay,
  open: readonly PageRow[],
): Promise<OperationalError | null> {
  const { context } = work;
  const mapping = mappingById(context, page.mapping);
  const found = await findMade(context, mapping, open);
  if (!found.ok) return found.error;
  const adopted: EndedRow[] = [];
  const missing: Open[] = [];
  /** An older record that shows the mark, or one that lost it, or one of another link, is settled by itself. */
  const strange: PageRow[] = [];
  for (const row of open) {
    const observation = found.value.get(row.intent.id);
    if (observation === "taken") {
      strange.push(row);
    } else if (observation === undefined) {
      missing.push({ row, write: writeOf(context, mapping, row.intent) });
    } else if (isOurs(context, row.intent, observation)) {
      adopted.push({ ...row, receipt: { outcome: "applied", observation }, isAdopted: true });
    } else {
      strange.push(row);
    }
  }
  const renamed = await findUnmarked(context, mapping, missing);
  if (!renamed.ok) return renamed.error;
  strange.push(...renamed.value);
  if (strange.length > 0) {
    const later = open.filter((row) => !strange.includes(row));
    return settleSingly(work, page, { open: strange, closed: [], later });
  }
  if (missing.length === 0) return commitPage(work, page, adopted, { salesforce: 1 });
  const sent = await sendRows(work, page, await markSent(context, missing));
  const calls = addCalls(sent.calls, { salesforce: 2 });
  return commitPage(work, sent.page, [...adopted, ...sent.rows], calls);
}

function markOf(context: EngineContext, { source }: Intent): string {
  return linkMark(context.scope.company, must(source, "a create has a source"));
}

/** What carries the page's marks, by intent: free, or _taken_ where it is linked or kept apart. */
async function findMade(
  context: EngineContext,
  mapping: Mapping,
  open: readonly PageRow[],
): Promise<Result<ReadonlyMap<string, Observation | "taken">>> {
  const { db } = context.ledger;
  const scope = mappedScope(context, mapping);
  const marks = open.map(({ intent }) => markOf(context, intent));
  const found = await context.salesforce.many.findMarked(mapping, marks);
  if (!found.ok) return found;
  const made = new Map<string, Observation | "taken">();
  for (const { intent } of open) {
    const observation = found.value.get(markOf(context, intent));
    if (observation === undefined) continue;
    const { ref } = observation;
    const isTaken =
      (await findLinkByRef(db, scope, ref)) !== null || (await isKeptApart(db, scope, ref));
    made.set(intent.id, isTaken ? "taken" : observation);
  }
  return succeed(made);
}

/**
 * Rows whose record may be there without its mark: a person took it away, or typed over it. Looked for by name, and by
 * ourselves as its maker.
 */
async function findUnmarked(
  context: EngineContext,
  mapping: Mapping,
  missing: readonly Open[],
): Promise<Result<readonly PageRow[]>> {
  if (missing.length === 0) return succeed([]);
  const maker = await findMaker(context);
  const prints = missing.map(({ row }) => unmarkedFingerprint(context, row.intent));
  const found = await context.salesforce.many.findNamed(
    mapping,
    [...new Set(prints.map(({ name }) => name))],
    {
      createdFrom: must(prints.map(({ createdFrom }) => createdFrom).toSorted()[0], "a row"),
      createdTo: must(
        prints
          .map(({ createdTo }) => createdTo)
          .toSorted()
          .at(-1),
        "a row",
      ),
      maker,
    },
  );
  if (!found.ok) return found;
  const { db } = context.ledger;
  const scope = mappedScope(context, mapping);
  const free: Observation[] = [];
  for (const each of found.value) {
    if ((await findLinkByRef(db, scope, each.ref)) === null) free.push(each);
  }
  const isStrange = ({ intent }: PageRow) =>
    free.some((each) => mayBeOurs(context, intent, { found: each, maker }));
  return succeed(missing.map(({ row }) => row).filter(isStrange));
}

function writeOf(context: EngineContext, mapping: Mapping, intent: Intent): PlannedWrite {
  const plan = readPlan(intent.plan);
  return {
    mapping,
    operation: "create",
    ref: null,
    version: null,
    patch: plan.kind === "create" ? plan.sent : {},
    known: null,
    members: {},
    linkMark: markOf(context, intent),
  };
}

/** A mark sets what it sets, so it may be written again. One whose link has ended meanwhile is not. */
async function repeatMarks(
  work: Work,
  page: PageUnderWay,
  open: readonly PageRow[],
): Promise<OperationalError | null> {
  const { context } = work;
  const { db } = context.ledger;
  const mapping = mappingById(context, page.mapping);
  const again: Open[] = [];
  const over: EndedRow[] = [];
  for (const row of open) {
    const link = await findLink(db, must(row.intent.linkId, "a mark belongs to a link"));
    const state = link === null ? null : await loadLinkState(db, link);
    const order = state === null ? null : planMarkFor(mapping, work.request.actor, state);
    if (order === null) {
      const error = operationalError("RECORD_NOT_LINKED", { type: mapping.salesforceType, id: "" });
      over.push({ ...row, receipt: { outcome: "rejected", error } });
    } else {
      again.push({ row, write: order.write });
    }
  }
  if (again.length === 0) return commitPage(work, page, over, {});
  const sent = await sendRows(work, page, await markSent(context, again));
  return commitPage(work, sent.page, [...over, ...sent.rows], sent.calls);
}
