/** Sync Now, and the log. */
import getLogApex from "@salesforce/apex/AccordApi.getLog";
import getSyncRunApex from "@salesforce/apex/AccordApi.getSyncRun";
import getSyncRunsApex from "@salesforce/apex/AccordApi.getSyncRuns";
import readFilterApex from "@salesforce/apex/AccordApi.readFilter";
import reprocessApex from "@salesforce/apex/AccordApi.reprocess";
import startSyncRunApex from "@salesforce/apex/AccordApi.startSyncRun";
import { ask } from "./ask";
import type { FilterReading, LogPage, SyncRun } from "./types";

export const readFilter = (quickbooksObject: string, filter: string): Promise<FilterReading> =>
  ask(readFilterApex, { quickbooksObject, filter });

/** An empty filter means every record. */
export const startSyncRun = (quickbooksObject: string, filter: string): Promise<SyncRun> =>
  ask(startSyncRunApex, { quickbooksObject, filter });

export const getSyncRun = (runId: string): Promise<SyncRun> => ask(getSyncRunApex, { runId });

/** The last twenty, newest first. */
export async function getSyncRuns(): Promise<SyncRun[]> {
  const answer = await ask<{ runs: SyncRun[] }>(getSyncRunsApex);
  return answer.runs;
}

/** Errors are what a system refused; held is what waits for a person. */
export type LogFilter = "all" | "errors" | "held";

export interface LogQuery {
  filter: LogFilter;
  /** ISO 8601 times; empty for no bound. */
  fromDate: string;
  toDate: string;
  /** Log number to continue below; empty for the newest. */
  before: string;
}

export const getLog = (query: LogQuery): Promise<LogPage> => ask(getLogApex, { ...query });

export interface Reprocessed {
  reprocessed: number;
  skipped: { id: string; reason: string }[];
}

export const reprocess = (ids: string[]): Promise<Reprocessed> => ask(reprocessApex, { ids });
