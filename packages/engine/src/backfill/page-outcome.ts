/**
 * How the rows of a page ended, in one transaction: receipts, links, base images, log and the states of the items.
 * What nobody knows yet stays under way, and the page is settled before anything else is done.
 */
import { assert, must } from "@accord-sync/core/errors/assert.ts";
import {
  dispositionOf,
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { agree } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import { type BackfillItem, changeItem } from "@accord-sync/ledger/backfill-items.ts";
import {
  addBackfillCalls,
  type CallSum,
  listBackfillChanges,
  type PageUnderWay,
  updateBackfill,
} from "@accord-sync/ledger/backfills.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, mappingById, nowIso } from "../engine-context.ts";
import { directionTo, writeParked } from "../journal.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { commitApplied } from "../writer/commit-receipt.ts";
import { readPlan } from "../writer/intent-plan.ts";
import { isAboutTheRecord } from "../writer/about-the-record.ts";
import { COMMIT_ROWS, type Work } from "./backfill-parts.ts";
import { inParts } from "./send-rows.ts";

export interface PageRow {
  readonly item: BackfillItem;
  /** As it was before this attempt. */
  readonly intent: Intent;
}

export interface EndedRow extends PageRow {
  readonly receipt: Receipt;
  /** Known by a look, and not by the write's own answer. Default false. */
  readonly isAdopted?: boolean;
}

/** Commits the page, a part at a time; answers with the error that is to be waited for before the next one, or null. */
export async function commitPage(
  { context, backfill }: Work,
  page: Omit<PageUnderWay, "rows">,
  rows: readonly EndedRow[],
  calls: Partial<CallSum>,
): Promise<OperationalError | null> {
  const mapping = mappingById(context, page.mapping);
  let waitFor: OperationalError | null = null;
  const left: PageRow[] = [];
  const parts = rows.length === 0 ? [rows] : inParts(rows, COMMIT_ROWS);
  for (const [place, part] of parts.entries()) {
    const isLast = place === parts.length - 1;
    const later = rows.slice((place + 1) * COMMIT_ROWS);
    await context.ledger.transaction(async (tx) => {
      const changed = new Set(await listBackfillChanges(tx, backfill.id, mapping.id));
      for (const row of part) {
        const end = await commitRow(context, tx, { mapping, row, changed });
        if (end === "doubtful") left.push(row);
        const error = errorOf(row.receipt);
        if (error !== null && isTransient(error)) waitFor = error;
      }
      const open = [...left, ...later].map(namesOf);
      await updateBackfill(tx, backfill.id, {
        underWay: open.length === 0 ? null : { ...page, rows: open },
      });
      if (isLast) await addBackfillCalls(tx, backfill.id, calls);
    });
    if (!isLast) await context.clock.sleep(0);
  }
  if (changedInbox(rows)) context.wake();
  return waitFor;
}

function namesOf({ item, intent }: PageRow): { readonly item: string; readonly intent: string } {
  return { item: item.id, intent: intent.id };
}

/** Who is woken for nothing asks again at once: a page that was turned away must not wake its own next attempt. */
function changedInbox(rows: readonly EndedRow[]): boolean {
  return rows.some(
    ({ receipt, intent }) =>
      receipt.outcome === "applied" ||
      (receipt.outcome === "rejected" && intent.operation === "mark"),
  );
}

/** Of the whole, or of the part that was refused while the rest was taken. */
function errorOf(receipt: Receipt): OperationalError | null {
  if (receipt.outcome === "applied") return receipt.partRefused ?? null;
  return receipt.outcome === "deleted" ? null : receipt.error;
}

/** Not about this one record: the next page would fare no better. */
function isTransient(error: OperationalError): boolean {
  return !isAboutTheRecord(error);
}

interface Committing {
  readonly mapping: Mapping;
  readonly row: EndedRow;
  /** Ids of Salesforce records that changed since they were read. */
  readonly changed: ReadonlySet<string>;
}

async function commitRow(
  context: EngineContext,
  tx: Db,
  committing: Committing,
): Promise<"ended" | "doubtful"> {
  const { item, intent, receipt } = committing.row;
  const at = nowIso(context);
  if (receipt.outcome === "applied") {
    await commitDone(context, tx, committing, receipt);
    return "ended";
  }
  assert(receipt.outcome !== "deleted", "a backfill deletes nothing");
  const { error } = receipt;
  // That a repetition did not come through tells nothing of the attempt before it.
  const isDoubtful = intent.state === "doubtful" && !isAboutTheRecord(error);
  if (receipt.outcome === "unknown" || isDoubtful) {
    await moveIntent(tx, intent.id, "unknown", { receipt: JSON.stringify(error), at });
    return "doubtful";
  }
  await moveIntent(tx, intent.id, "rejected", { receipt: JSON.stringify(error), at });
  if (intent.operation === "mark") await leaveMark(context, tx, committing);
  else await refuse(context, tx, { item, intent }, error);
  return "ended";
}

async function commitDone(
  context: EngineContext,
  tx: Db,
  { mapping, row, changed }: Committing,
  receipt: AppliedReceipt,
): Promise<void> {
  const { item, intent, isAdopted = wasChangedSince(receipt) } = row;
  const plan = readPlan(intent.plan);
  const { observation, requestId = null, partRefused = null } = receipt;
  const link = await commitApplied(context, tx, {
    intent,
    observation,
    isAdopted,
    requestId,
    partRefused,
  });
  if (intent.operation === "mark") {
    await changeItem(tx, item.id, { state: "done" });
    return;
  }
  const { system, id } = observation.ref;
  const made = system === "salesforce" ? { salesforceId: id } : { quickbooksId: id };
  if (link === null) {
    const error = operationalError("LINK_TAKEN", {
      ref: `${observation.ref.type} ${id}`,
      other: "",
    });
    const message = "The record that was made is linked already: see the log.";
    await changeItem(tx, item.id, {
      ...made,
      state: "refused",
      error: JSON.stringify(error),
      message,
    });
    return;
  }
  const state = system === "quickbooks" ? "unmarked" : "done";
  await changeItem(tx, item.id, { ...made, state });
  const isNews = changed.has(link.salesforceRef.id) && system === "quickbooks";
  if (isNews || !holdsTheSame(mapping, row, receipt)) {
    // The ordinary pass brings the two in step, or says why it cannot.
    await recordNotice(context, tx, {
      mapping,
      ref: link.salesforceRef,
      source: "recovery",
      // What the new record's system added to it belongs to the load that a person approved.
      actor: plan.kind === "create" ? plan.actor : null,
    });
  }
}

/** Whether a person may have changed it between the write and the look at it: that is an edit, and not what was made. */
function wasChangedSince({ observation, isReadLater = false }: AppliedReceipt): boolean {
  const editedAt = observation.edit?.at ?? null;
  return isReadLater && editedAt !== null && editedAt > observation.createdAt;
}

type AppliedReceipt = Extract<Receipt, { readonly outcome: "applied" }>;

/** Whether both systems hold the same now: what the new record's system added or changed flows back. */
function holdsTheSame(
  mapping: Mapping,
  { intent }: EndedRow,
  { observation }: AppliedReceipt,
): boolean {
  const plan = readPlan(intent.plan);
  if (plan.kind !== "create") return true;
  const { system } = observation.ref;
  return mapping.fields.every((rule) => {
    if (rule.when !== "always") return true;
    const [own, source] =
      system === "salesforce"
        ? [rule.salesforce, rule.quickbooks]
        : [rule.quickbooks, rule.salesforce];
    return agree(rule.kind, valueAt(observation.image, own), valueAt(plan.source.image, source));
  });
}

/** A link without its mark is a link; the ordinary pass writes the mark, or sets the record aside with the reason. */
async function leaveMark(context: EngineContext, tx: Db, { mapping, row }: Committing) {
  const { item, intent } = row;
  const ref = must(intent.ref, "a mark is about a record");
  await recordNotice(context, tx, { mapping, ref, source: "recovery" });
  await changeItem(tx, item.id, { state: "done" });
}

async function refuse(
  context: EngineContext,
  tx: Db,
  { item, intent }: PageRow,
  error: OperationalError,
): Promise<void> {
  const disposition = dispositionOf(error);
  const attempts = item.attempts + (disposition === "retry" ? 1 : 0);
  const isOver = attempts >= context.pacing.retryLimit;
  if (disposition !== "park" && !isOver) {
    // Nothing was made: it is planned as before, with an intent of its own the next time.
    await changeItem(tx, item.id, { state: "planned", attempts });
    return;
  }
  const final = isOver
    ? operationalError(
        "RETRIES_EXHAUSTED",
        { attempts: String(attempts), last: messageOf(error) },
        { vendor: error.vendor },
      )
    : error;
  const mapping = mappingById(context, item.mapping);
  const source = must(intent.source, "a create has a source");
  const plan = readPlan(intent.plan);
  await writeParked(context, tx, {
    mapping,
    salesforce: null,
    quickbooks: null,
    [source.system]: source,
    name: item.name,
    direction: directionTo(intent.target),
    action: "create",
    outcome: "rejected",
    actor: plan.kind === "create" ? plan.actor : null,
    intentId: intent.id,
    error: final,
  });
  await changeItem(tx, item.id, { state: "refused", attempts, error: JSON.stringify(final) });
}
