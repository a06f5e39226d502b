/** The first load. */
import applyBackfillApex from "@salesforce/apex/AccordApi.applyBackfill";
import cancelBackfillApex from "@salesforce/apex/AccordApi.cancelBackfill";
import decideBackfillApex from "@salesforce/apex/AccordApi.decideBackfill";
import getBackfillItemsApex from "@salesforce/apex/AccordApi.getBackfillItems";
import getBackfillsApex from "@salesforce/apex/AccordApi.getBackfills";
import pauseBackfillApex from "@salesforce/apex/AccordApi.pauseBackfill";
import planBackfillApex from "@salesforce/apex/AccordApi.planBackfill";
import resumeBackfillApex from "@salesforce/apex/AccordApi.resumeBackfill";
import { ask } from "./ask";
import type {
  FirstLoad,
  LoadChoice,
  LoadDecided,
  LoadItem,
  LoadOrder,
  LoadQuery,
} from "./backfill";

/** Reads both systems and makes a plan of the first load; nothing is written. */
export function planFirstLoad(order: LoadOrder): Promise<FirstLoad> {
  const { objects, linkFrom, askEachMatch, differing, includeInactive } = order;
  return ask(planBackfillApex, { objects, linkFrom, askEachMatch, differing, includeInactive });
}

/** The last twenty, newest first. */
export async function getFirstLoads(): Promise<FirstLoad[]> {
  const answer = await ask<{ backfills: FirstLoad[] }>(getBackfillsApex);
  return answer.backfills;
}

export interface LoadPage {
  items: LoadItem[];
  /** Where to go on, or null at the end. */
  next: string | null;
}

export function getFirstLoadItems(backfill: string, query: LoadQuery): Promise<LoadPage> {
  const { action, state, mapping, text, after } = query;
  return ask(getBackfillItemsApex, { backfill, action, state, mapping, text, after });
}

/** Decides the items named, or all that the rule picks; the other of the two is null. */
export const decideFirstLoad = (
  backfill: string,
  items: string[] | null,
  rule: Record<string, string> | null,
  choice: LoadChoice,
): Promise<LoadDecided> => ask(decideBackfillApex, { backfill, items, rule, choice });

export const applyFirstLoad = (backfill: string): Promise<FirstLoad> =>
  ask(applyBackfillApex, { backfill });

export const pauseFirstLoad = (backfill: string): Promise<FirstLoad> =>
  ask(pauseBackfillApex, { backfill });

export const resumeFirstLoad = (backfill: string): Promise<FirstLoad> =>
  ask(resumeBackfillApex, { backfill });

export const cancelFirstLoad = (backfill: string): Promise<FirstLoad> =>
  ask(cancelBackfillApex, { backfill });
