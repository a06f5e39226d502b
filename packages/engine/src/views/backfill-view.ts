/** What screens show of a backfill as a whole. */
import {
  countChangedItems,
  countItems,
  type ItemCount,
} from "@accord-sync/ledger/backfill-items.ts";
import { type Backfill, countBackfillChanges, isEnded } from "@accord-sync/ledger/backfills.ts";
import { listSurveyParts, type SurveyPart } from "@accord-sync/ledger/surveys.ts";
import { readRequest } from "../backfill/backfill-parts.ts";
import { foreseeCost } from "../backfill/foresee-cost.ts";
import type { BackfillCounts, BackfillItemState, BackfillView } from "../backfill-api.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import { errorView, readError } from "./error-view.ts";
import { waitingFor } from "./waiting-for.ts";

const NO_CALLS = { metered: 0, free: 0, salesforce: 0 };

export async function backfillView(
  context: EngineContext,
  backfill: Backfill,
): Promise<BackfillView> {
  const { db } = context.ledger;
  const request = readRequest(backfill);
  const counts = await countItems(db, backfill.id);
  const parts = await listSurveyParts(db, backfill.survey ?? "");
  const items = itemsOf(counts, backfill.underWay?.rows.length ?? 0);
  const { error, state } = backfill;
  const isOver = isEnded(backfill);
  return {
    id: backfill.id,
    state,
    request,
    startedAt: backfill.startedAt,
    plannedAt: backfill.plannedAt,
    finishedAt: backfill.finishedAt,
    reading: parts.map(({ mapping, system, records, isRead }) => ({
      mapping,
      system,
      records,
      isRead,
    })),
    counts: request.objects.map(({ mapping }) => countsOf(context, counts, mapping)),
    items,
    progress: progressOf(context, backfill, counts),
    calls: { used: usedCalls(backfill, parts), expected: backfill.expected ?? NO_CALLS },
    expectedMinutes: backfill.expectedMinutes,
    changedSince: isOver ? 0 : await changedSince(context, backfill, parts),
    waitingFor: error !== null && !isOver ? waitingFor(readError(error)) : null,
    error:
      error !== null && isOver
        ? errorView(readError(error), backfill.finishedAt ?? backfill.startedAt, null)
        : null,
  };
}

/** While it reads, its calls stand with what was read. */
function usedCalls({ calls, plannedAt }: Backfill, parts: readonly SurveyPart[]) {
  if (plannedAt !== null) return calls;
  const sum = (system: string): number =>
    parts.filter((part) => part.system === system).reduce((all, part) => all + part.calls, 0);
  return { ...calls, metered: sum("quickbooks"), salesforce: sum("salesforce") };
}

function itemsOf(
  counts: readonly ItemCount[],
  inFlight: number,
): Readonly<Record<BackfillItemState, number>> {
  const of = (...states: readonly ItemCount["state"][]): number =>
    sum(counts, ({ state }) => states.includes(state));
  return {
    planned: Math.max(0, of("planned") - inFlight),
    waiting: of("waiting"),
    skipped: of("skipped"),
    underWay: of("unmarked") + Math.min(inFlight, of("planned")),
    done: of("done"),
    refused: of("refused"),
  };
}

function sum(counts: readonly ItemCount[], isMeant: (each: ItemCount) => boolean): number {
  return counts.filter(isMeant).reduce((all, { count }) => all + count, 0);
}

function countsOf(
  context: EngineContext,
  counts: readonly ItemCount[],
  mapping: string,
): BackfillCounts {
  const { quickbooksType, salesforceType } = mappingById(context, mapping);
  const own = counts.filter((each) => each.mapping === mapping);
  const of = (name: ItemCount["action"]): number => sum(own, ({ action }) => action === name);
  const makes = (system: ItemCount["target"]): number =>
    sum(own, ({ action, target }) => action === "create" && target === system);
  return {
    mapping,
    quickbooksObject: quickbooksType,
    salesforceObject: salesforceType,
    createInSalesforce: makes("salesforce"),
    createInQuickbooks: makes("quickbooks"),
    link: of("link"),
    ask: of("ask"),
    update: of("update"),
    skip: of("skip"),
    withRefusals: sum(own, ({ hasRefusals }) => hasRefusals),
  };
}

/** A record that is written and lacks its mark is done: marks come in the hundreds, at the end of a stretch. */
function progressOf(
  context: EngineContext,
  backfill: Backfill,
  counts: readonly ItemCount[],
): BackfillView["progress"] {
  const isDone = ({ state }: ItemCount): boolean =>
    state === "done" || state === "unmarked" || state === "refused";
  const done = sum(counts, isDone);
  const of = done + sum(counts, ({ state }) => state === "planned");
  const { state, stretchAt, stretchDone } = backfill;
  if (state !== "applying" || stretchAt === null) {
    return { done, of, perMinute: null, remainingSeconds: null };
  }
  const foreseen = Math.ceil(foreseeCost(context, readRequest(backfill), counts).minutes * 60);
  const seconds = (context.clock.now() - Date.parse(stretchAt)) / 1_000;
  const perSecond = seconds > 0 ? (done - stretchDone) / seconds : 0;
  if (perSecond <= 0) return { done, of, perMinute: null, remainingSeconds: foreseen };
  // Fast steps come before slow ones: how fast it went so far says too little of what is left.
  const asSoFar = Math.ceil((of - done) / perSecond);
  return {
    done,
    of,
    perMinute: Math.round(perSecond * 60),
    remainingSeconds: Math.max(foreseen, asSoFar),
  };
}

async function changedSince(
  context: EngineContext,
  { id, plannedAt }: Backfill,
  parts: readonly SurveyPart[],
): Promise<number> {
  if (plannedAt === null) return 0;
  const { db } = context.ledger;
  let count = 0;
  for (const part of parts) {
    const { mapping } = part;
    const type = mappingById(context, mapping).quickbooksType;
    count +=
      part.system === "quickbooks"
        ? await countChangedItems(db, id, { part: part.id, mapping, type })
        : await countBackfillChanges(db, id, mapping);
  }
  return count;
}
