/** The calls of `BackfillApi`, over the parts that do the work. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type BackfillItem, listItems } from "@accord-sync/ledger/backfill-items.ts";
import { type Backfill, findBackfill, listBackfills } from "@accord-sync/ledger/backfills.ts";
import type {
  BackfillApi,
  BackfillItemQuery,
  BackfillItemView,
  BackfillView,
} from "../backfill-api.ts";
import {
  applyBackfill,
  cancelBackfill,
  pauseBackfill,
  planBackfill,
  resumeBackfill,
} from "../backfill/backfills.ts";
import { decideItems, statesOf } from "../backfill/decide-items.ts";
import type { EngineContext } from "../engine-context.ts";
import { backfillItemView } from "../views/backfill-item-view.ts";
import { backfillView } from "../views/backfill-view.ts";

const LISTED_MAX = 20;
const ITEMS_MAX = 500;

/** `wake` tells the loop that there is something to do. */
export function createBackfillApi(context: EngineContext, wake: () => void): BackfillApi {
  const { db } = context.ledger;
  const { tenant } = context.scope;
  const find = async (id: string): Promise<Result<Backfill>> => {
    const held = await findBackfill(db, id);
    const isOurs = held !== null && held.tenant === tenant;
    return isOurs ? succeed(held) : fail(operationalError("BACKFILL_UNKNOWN", { id }));
  };
  const view = async (id: string): Promise<Result<BackfillView>> => {
    const held = await find(id);
    return held.ok ? succeed(await backfillView(context, held.value)) : held;
  };
  const moved = async (id: string, move: () => Promise<Result<null>>) => {
    const held = await find(id);
    if (!held.ok) return held;
    const done = await move();
    if (!done.ok) return done;
    wake();
    return view(id);
  };
  return {
    planBackfill: async (request) => {
      const begun = await planBackfill(context, request);
      if (!begun.ok) return begun;
      wake();
      return view(begun.value);
    },
    viewBackfill: view,
    listBackfills: async () => {
      const all = await listBackfills(db, tenant, LISTED_MAX);
      return Promise.all(all.map((each) => backfillView(context, each)));
    },
    listBackfillItems: async (id, query) => {
      const held = await find(id);
      return held.ok ? succeed(await listViews(context, held.value, query)) : held;
    },
    decideBackfillItems: async (id, request) => {
      const held = await find(id);
      if (!held.ok) return held;
      const decided = await decideItems(context, id, request);
      if (!decided.ok) return decided;
      const after = await view(id);
      return after.ok ? succeed({ ...decided.value, backfill: after.value }) : after;
    },
    applyBackfill: (id) => moved(id, () => applyBackfill(context, id)),
    pauseBackfill: (id) => moved(id, () => pauseBackfill(context, id)),
    resumeBackfill: (id) => moved(id, () => resumeBackfill(context, id)),
    cancelBackfill: (id) => moved(id, () => cancelBackfill(context, id)),
  };
}

async function listViews(
  context: EngineContext,
  backfill: Backfill,
  query: BackfillItemQuery,
): Promise<{ readonly items: readonly BackfillItemView[]; readonly next: string | null }> {
  const { action, mapping, withRefusals, text, after, state } = query;
  const limit = Math.max(1, Math.min(query.limit, ITEMS_MAX));
  const filter = { action, mapping, withRefusals, text, after, states: statesOf(state) };
  const found: readonly BackfillItem[] = await listItems(
    context.ledger.db,
    backfill.id,
    filter,
    limit,
  );
  const items: BackfillItemView[] = [];
  for (const item of found) items.push(await backfillItemView(context, backfill, item));
  return { items, next: found.length < limit ? null : (found.at(-1)?.id ?? null) };
}
