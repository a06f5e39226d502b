/**
 * Runs what is to be done of a backfill: reads, plans, applies, settles, and tidies up after it has ended. One turn
 * goes on until there is nothing to do, somebody pauses it, or something is to be waited for.
 */
import { unreachable } from "@accord-sync/core/errors/assert.ts";
import {
  dispositionOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import {
  addBackfillCalls,
  type Backfill,
  findBackfill,
  isEnded,
  listOpenBackfills,
  removeBackfillHelpers,
  updateBackfill,
} from "@accord-sync/ledger/backfills.ts";
import { countItems, listNextItems } from "@accord-sync/ledger/backfill-items.ts";
import { listSurveyParts, removeSurvey } from "@accord-sync/ledger/surveys.ts";
import { fillDirectory } from "../directory-keeper.ts";
import { type EngineContext, nowIso } from "../engine-context.ts";
import { readSurvey } from "../survey/survey.ts";
import { applyCreates, type PageEnd } from "./apply-creates.ts";
import { applyLinks, applyMarks, handOver } from "./apply-links.ts";
import { kindOfStep, MARK_ROWS, PAGE_ROWS, readRequest, type Work } from "./backfill-parts.ts";
import { expectedOf } from "./foresee-cost.ts";
import { planPage } from "./plan-backfill.ts";
import { addCalls } from "./send-rows.ts";
import { settlePage } from "./settle-page.ts";

/** One turn; answers with how long to rest, in milliseconds. */
export async function runBackfills(context: EngineContext, signal: AbortSignal): Promise<number> {
  for (const { id } of await listOpenBackfills(context.ledger.db, context.scope)) {
    let step = await stepOnce(context, id, signal);
    while (step === "on" && !signal.aborted) step = await stepOnce(context, id, signal);
    if (typeof step === "number") return step;
  }
  return context.pacing.idleMs;
}

/** `on`: there may be more; `rest`: nothing just now; or so many milliseconds until it is tried again. */
type Step = "on" | "rest" | number;

async function stepOnce(context: EngineContext, id: string, signal: AbortSignal): Promise<Step> {
  const backfill = await findBackfill(context.ledger.db, id);
  if (backfill === null) return "rest";
  const work: Work = { context, backfill, request: readRequest(backfill) };
  // Whatever its state: what is in flight has an outcome.
  if (backfill.underWay !== null) {
    const error = await settlePage(work, backfill.underWay);
    return error === null ? goOn(work) : waitFor(work, error);
  }
  switch (backfill.state) {
    case "reading":
      return read(work, signal);
    case "applying":
      return apply(work);
    case "paused":
      return finishLinks(work);
    case "ready":
      return "rest";
    case "cancelled":
      return finishCancelled(work);
    case "done":
    case "failed":
      return tidyUp(work);
    default:
      return unreachable(backfill.state);
  }
}

/** What it waited for is over. */
async function goOn({ context, backfill }: Work): Promise<Step> {
  if (backfill.error !== null && !isEnded(backfill)) {
    await context.ledger.transaction((tx) => updateBackfill(tx, backfill.id, { error: null }));
  }
  return "on";
}

async function waitFor({ context, backfill }: Work, error: OperationalError): Promise<Step> {
  if (!isEnded(backfill)) {
    await context.ledger.transaction((tx) =>
      updateBackfill(tx, backfill.id, { error: JSON.stringify(error) }),
    );
  }
  const { pacing } = context;
  // Woken when the connection is authorised again.
  if (dispositionOf(error) === "reauthorise") return pacing.idleMs;
  return Math.max(error.retryAfterMs ?? 0, pacing.waitFirstMs * 5);
}

async function read(work: Work, signal: AbortSignal): Promise<Step> {
  const { context, backfill } = work;
  const { survey } = backfill;
  if (survey === null) return "rest";
  const isWanted = async () =>
    (await findBackfill(context.ledger.db, backfill.id))?.state === "reading";
  const end = await readSurvey(context, survey, { isWanted, signal });
  if (end.kind === "left") return signal.aborted ? "rest" : "on";
  if (end.kind === "failed") return fail(work, end.error);
  if (end.kind === "stopped") {
    // What no waiting mends, for example an object that the org does not have, ends it.
    if (dispositionOf(end.error) === "park") return fail(work, end.error);
    return waitFor(work, end.error);
  }
  // Without the names that QuickBooks holds already, refusals would be foreseen in part only.
  const unfilled = await fillDirectory(context);
  if (unfilled !== null && dispositionOf(unfilled) !== "park") return waitFor(work, unfilled);
  while (!signal.aborted) {
    if (!(await planPage(work))) continue;
    await finishPlan(work);
    return "on";
  }
  return "rest";
}

async function fail({ context, backfill }: Work, error: OperationalError): Promise<Step> {
  await context.ledger.transaction(async (tx) => {
    const held = await findBackfill(tx, backfill.id);
    if (held?.state !== "reading") return;
    await updateBackfill(tx, backfill.id, {
      state: "failed",
      error: JSON.stringify(error),
      finishedAt: nowIso(context),
    });
  });
  return "on";
}

async function finishPlan({ context, backfill }: Work): Promise<void> {
  await context.ledger.transaction(async (tx) => {
    const held = await findBackfill(tx, backfill.id);
    if (held?.state !== "reading") return;
    const parts = await listSurveyParts(tx, backfill.survey ?? "");
    const sum = (system: string) =>
      parts.filter((part) => part.system === system).reduce((all, { calls }) => all + calls, 0);
    const spent = { metered: sum("quickbooks"), salesforce: sum("salesforce") };
    await addBackfillCalls(tx, backfill.id, spent);
    const calls = addCalls(held.calls, spent);
    await updateBackfill(tx, backfill.id, {
      state: "ready",
      position: null,
      error: null,
      plannedAt: nowIso(context),
      ...(await expectedOf(context, tx, { ...held, calls })),
    });
  });
}

/** Somebody paused or cancelled it: what is linked by then gets its mark, and nothing else is begun. */
async function finishLinks(work: Work): Promise<Step> {
  const { context, backfill } = work;
  const unmarked = await listNextItems(context.ledger.db, backfill.id, "unmarked", () => MARK_ROWS);
  return unmarked.length === 0 ? "rest" : endOf(work, await applyMarks(work, unmarked));
}

async function apply(work: Work): Promise<Step> {
  const end = await applyNext(work);
  if (end !== null) return endOf(work, end);
  await finishApplying(work);
  return "on";
}

async function endOf(work: Work, end: PageEnd): Promise<Step> {
  const { context } = work;
  if (end.kind === "stopped") return waitFor(work, end.error);
  if (end.kind === "later") {
    await context.clock.sleep(end.ms);
    return "on";
  }
  return goOn(work);
}

/** The next page; null when nothing is left that goes without a person. */
async function applyNext(work: Work): Promise<PageEnd | null> {
  const { context, backfill } = work;
  const { db } = context.ledger;
  const unmarked = await listNextItems(db, backfill.id, "unmarked", () => MARK_ROWS);
  if (unmarked.length >= MARK_ROWS) return applyMarks(work, unmarked);
  const items = await listNextItems(db, backfill.id, "planned", pageRows);
  const [first] = items;
  // Marks of a step that is over go before the next one, and hold up none of its marks.
  if (unmarked[0] !== undefined && unmarked[0].step !== first?.step)
    return applyMarks(work, unmarked);
  if (first === undefined) return null;
  const kind = kindOfStep(first.step);
  switch (kind) {
    case "update":
      return handOver(work, items);
    case "link":
      return applyLinks(work, items);
    case "createInSalesforce":
      return applyCreates(work, "salesforce", items);
    case "createInQuickbooks":
      return applyCreates(work, "quickbooks", items);
    default:
      return unreachable(kind);
  }
}

function pageRows(step: number): number {
  return PAGE_ROWS[kindOfStep(step)];
}

/** Done, or ready again for what a person has to decide. */
async function finishApplying({ context, backfill }: Work): Promise<void> {
  await context.ledger.transaction(async (tx) => {
    const held = await findBackfill(tx, backfill.id);
    if (held?.state !== "applying") return;
    const counts = await countItems(tx, backfill.id);
    const isLeft = counts.some(({ state, count }) => state === "waiting" && count > 0);
    await updateBackfill(tx, backfill.id, {
      state: isLeft ? "ready" : "done",
      error: null,
      stretchAt: null,
      ...(!isLeft && { finishedAt: nowIso(context) }),
    });
  });
}

async function finishCancelled(work: Work): Promise<Step> {
  const step = await finishLinks(work);
  return step === "rest" ? tidyUp(work) : step;
}

/** What was read is kept no longer than the plan is. */
async function tidyUp({ context, backfill }: Work): Promise<Step> {
  if (backfill.survey === null) return "rest";
  const { id, survey }: Pick<Backfill, "id" | "survey"> = backfill;
  await context.ledger.transaction(async (tx) => {
    await removeSurvey(tx, survey ?? "");
    await removeBackfillHelpers(tx, id);
    await updateBackfill(tx, id, { survey: null });
  });
  return "rest";
}
