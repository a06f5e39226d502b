/** What people do with a backfill: plan, apply, pause, resume, cancel. Each is one transaction. */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  type Backfill,
  type BackfillChange,
  type BackfillState,
  findBackfill,
  insertBackfill,
  isEnded,
  listOpenBackfills,
  updateBackfill,
} from "@accord-sync/ledger/backfills.ts";
import { countItems } from "@accord-sync/ledger/backfill-items.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { PlanBackfillRequest } from "../backfill-api.ts";
import { type EngineContext, nowIso } from "../engine-context.ts";
import { openSurvey } from "../survey/survey.ts";

export async function planBackfill(
  context: EngineContext,
  request: PlanBackfillRequest,
): Promise<Result<string>> {
  const wrong = whatIsWrong(context, request);
  if (wrong !== null) return fail(wrong);
  const id = context.random.id("backfill");
  return context.ledger.transaction(async (tx) => {
    const open = await listOpenBackfills(tx, context.scope);
    if (!open.every(isEnded)) return fail(operationalError("BACKFILL_UNDER_WAY"));
    const survey = await openSurvey(context, tx, {
      purpose: "backfill",
      owner: id,
      parts: request.objects.flatMap((object) => {
        const mapping = context.mappings.find((each) => each.id === object.mapping);
        if (mapping === undefined) return [];
        return [
          { mapping, system: "quickbooks" as const, hasKeys: false },
          { mapping, system: "salesforce" as const, hasKeys: true },
        ];
      }),
    });
    const startedAt = nowIso(context);
    const row = { ...context.scope, id, request: JSON.stringify(request), survey, startedAt };
    await insertBackfill(tx, row);
    return succeed(id);
  });
}

function whatIsWrong(
  { mappings }: EngineContext,
  { objects, linkFrom }: PlanBackfillRequest,
): OperationalError | null {
  const known = mappings.map(({ id }) => id);
  const unknown = objects.find(({ mapping }) => !known.includes(mapping));
  if (unknown !== undefined) {
    const mapped = known.join(", ");
    return operationalError("OBJECT_NOT_MAPPED", { type: unknown.mapping, mapped });
  }
  const bad = (detail: string): OperationalError => operationalError("API_BAD_REQUEST", { detail });
  if (objects.length === 0) return bad("name one object at least");
  if (new Set(objects.map(({ mapping }) => mapping)).size < objects.length) {
    return bad("an object stands twice");
  }
  const isScore = linkFrom === null || (linkFrom >= 0 && linkFrom <= 100);
  return isScore ? null : bad("linkFrom is a score from 0 to 100, or null");
}

/** Carries out `change` where the state allows it. */
async function move(
  context: EngineContext,
  id: string,
  from: readonly BackfillState[],
  change: (held: Backfill, tx: Db) => Promise<Result<BackfillChange>>,
): Promise<Result<null>> {
  return context.ledger.transaction(async (tx): Promise<Result<null>> => {
    const held = await findBackfill(tx, id);
    if (held === null) return fail(operationalError("BACKFILL_UNKNOWN", { id }));
    if (!from.includes(held.state)) {
      return fail(operationalError("BACKFILL_NOT_SO", { state: held.state }));
    }
    const changed = await change(held, tx);
    if (!changed.ok) return changed;
    await updateBackfill(tx, id, changed.value);
    return succeed(null);
  });
}

async function doneSoFar(tx: Db, id: string): Promise<{ done: number; planned: number }> {
  let done = 0;
  let planned = 0;
  for (const { state, count } of await countItems(tx, id)) {
    if (state === "done" || state === "unmarked" || state === "refused") done += count;
    if (state === "planned" || state === "unmarked") planned += count;
  }
  return { done, planned };
}

export function applyBackfill(context: EngineContext, id: string): Promise<Result<null>> {
  return move(context, id, ["ready"], async (_held, tx) => {
    const { done, planned } = await doneSoFar(tx, id);
    if (planned === 0) return fail(operationalError("BACKFILL_NOTHING_PLANNED"));
    const stretchAt = nowIso(context);
    return succeed({ state: "applying", stretchAt, stretchDone: done, error: null });
  });
}

export function pauseBackfill(context: EngineContext, id: string): Promise<Result<null>> {
  return move(context, id, ["applying"], async () =>
    succeed({ state: "paused", stretchAt: null, error: null }),
  );
}

export function resumeBackfill(context: EngineContext, id: string): Promise<Result<null>> {
  return move(context, id, ["paused"], async (_held, tx) => {
    const { done } = await doneSoFar(tx, id);
    return succeed({ state: "applying", stretchAt: nowIso(context), stretchDone: done });
  });
}

export function cancelBackfill(context: EngineContext, id: string): Promise<Result<null>> {
  return move(context, id, ["reading", "ready", "applying", "paused"], async () =>
    succeed({ state: "cancelled", stretchAt: null, error: null, finishedAt: nowIso(context) }),
  );
}
