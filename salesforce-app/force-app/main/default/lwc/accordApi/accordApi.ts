/**
 * The service, as components call it: each function is one call of the Apex proxy, whose text answer is
 * read into its type. A refusal rejects; `problemText` turns it into words for a screen.
 */
import cancelIntegrityApex from "@salesforce/apex/AccordApi.cancelIntegrity";
import changeIntegrityJobApex from "@salesforce/apex/AccordApi.changeIntegrityJob";
import getFindingsApex from "@salesforce/apex/AccordApi.getFindings";
import getIntegrityApex from "@salesforce/apex/AccordApi.getIntegrity";
import getIntegrityCostApex from "@salesforce/apex/AccordApi.getIntegrityCost";
import getIntegrityJobsApex from "@salesforce/apex/AccordApi.getIntegrityJobs";
import getIntegrityRunsApex from "@salesforce/apex/AccordApi.getIntegrityRuns";
import makeIntegrityJobApex from "@salesforce/apex/AccordApi.makeIntegrityJob";
import removeIntegrityJobApex from "@salesforce/apex/AccordApi.removeIntegrityJob";
import repairIntegrityApex from "@salesforce/apex/AccordApi.repairIntegrity";
import startIntegrityApex from "@salesforce/apex/AccordApi.startIntegrity";
import decideHeldChangesApex from "@salesforce/apex/AccordApi.decideHeldChanges";
import getHeldChangesApex from "@salesforce/apex/AccordApi.getHeldChanges";
import getHeldRecordsApex from "@salesforce/apex/AccordApi.getHeldRecords";
import pauseConnectionApex from "@salesforce/apex/AccordApi.pauseConnection";
import resumeConnectionApex from "@salesforce/apex/AccordApi.resumeConnection";
import decideHeldDeletesApex from "@salesforce/apex/AccordApi.decideHeldDeletes";
import applyBackfillApex from "@salesforce/apex/AccordApi.applyBackfill";
import cancelBackfillApex from "@salesforce/apex/AccordApi.cancelBackfill";
import decideApex from "@salesforce/apex/AccordApi.decide";
import decideBackfillApex from "@salesforce/apex/AccordApi.decideBackfill";
import fetchRecordApex from "@salesforce/apex/AccordApi.fetchRecord";
import getHeldDeletesApex from "@salesforce/apex/AccordApi.getHeldDeletes";
import getBackfillItemsApex from "@salesforce/apex/AccordApi.getBackfillItems";
import getBackfillsApex from "@salesforce/apex/AccordApi.getBackfills";
import getLogApex from "@salesforce/apex/AccordApi.getLog";
import getMappingsApex from "@salesforce/apex/AccordApi.getMappings";
import getRecordApex from "@salesforce/apex/AccordApi.getRecord";
import getRecordLogApex from "@salesforce/apex/AccordApi.getRecordLog";
import getStatusApex from "@salesforce/apex/AccordApi.getStatus";
import getSyncRunApex from "@salesforce/apex/AccordApi.getSyncRun";
import getSyncRunsApex from "@salesforce/apex/AccordApi.getSyncRuns";
import linkApex from "@salesforce/apex/AccordApi.link";
import pauseBackfillApex from "@salesforce/apex/AccordApi.pauseBackfill";
import planBackfillApex from "@salesforce/apex/AccordApi.planBackfill";
import readFilterApex from "@salesforce/apex/AccordApi.readFilter";
import reprocessApex from "@salesforce/apex/AccordApi.reprocess";
import resumeBackfillApex from "@salesforce/apex/AccordApi.resumeBackfill";
import sendApex from "@salesforce/apex/AccordApi.send";
import setDeletePoliciesApex from "@salesforce/apex/AccordApi.setDeletePolicies";
import setPoliciesApex from "@salesforce/apex/AccordApi.setPolicies";
import setRealTimeApex from "@salesforce/apex/AccordApi.setRealTime";
import chooseIncomeAccountApex from "@salesforce/apex/AccordApi.chooseIncomeAccount";
import startSyncRunApex from "@salesforce/apex/AccordApi.startSyncRun";
import unlinkApex from "@salesforce/apex/AccordApi.unlink";
import type {
  FindingPage,
  IntegrityCost,
  IntegrityJob,
  IntegrityRun,
  JobParts,
  ScheduleParts,
} from "./integrity";
import type {
  FirstLoad,
  LoadChoice,
  LoadDecided,
  LoadItem,
  LoadOrder,
  LoadQuery,
} from "./backfill";
import type {
  ConflictPolicy,
  DeletePolicy,
  FilterReading,
  HeldChanges,
  HeldDecided,
  HeldDecision,
  HeldDelete,
  HeldRecord,
  HoldDecision,
  LogEntry,
  LogPage,
  Mapping,
  RecordView,
  Removal,
  ServiceStatus,
  SyncRun,
} from "./types";

export type {
  ComparedRow,
  ConflictPolicy,
  Decision,
  DeleteChoice,
  DeletePolicy,
  Edit,
  FieldValue,
  FilterReading,
  HeldChanges,
  HeldDecided,
  HeldDecision,
  HeldDelete,
  HeldRecord,
  HoldDecision,
  LogEntry,
  LogOutcome,
  LogPage,
  Mapping,
  Match,
  MonthBudget,
  RecordStatus,
  RecordView,
  Removal,
  RunOutcome,
  SalesforceRef,
  ServiceError,
  ServiceStatus,
  SyncRun,
} from "./types";

export type {
  FindingKind,
  FindingPage,
  IntegrityCost,
  IntegrityFinding,
  IntegrityJob,
  IntegrityObject,
  IntegrityRun,
  JobParts,
  ScheduleParts,
} from "./integrity";

export type {
  FirstLoad,
  LoadAction,
  LoadCandidate,
  LoadChoice,
  LoadCounts,
  LoadDecided,
  LoadDirection,
  LoadField,
  LoadItem,
  LoadItemState,
  LoadOrder,
  LoadQuery,
} from "./backfill";

export { type Problem, problemText, readProblem } from "./problem";

type ApexMethod = (params?: Record<string, unknown>) => Promise<string>;

async function ask<T>(method: ApexMethod, params?: Record<string, unknown>): Promise<T> {
  return JSON.parse(await method(params)) as T;
}

export const getRecordView = (recordId: string): Promise<RecordView> =>
  ask(getRecordApex, { recordId });

/** `ask` holds when QuickBooks has a possible match; `create` creates all the same. */
export const sendRecord = (recordId: string, onMatch: "ask" | "create"): Promise<RecordView> =>
  ask(sendApex, { recordId, onMatch });

export const fetchRecord = (recordId: string): Promise<RecordView> =>
  ask(fetchRecordApex, { recordId });

export const linkRecord = (recordId: string, quickbooksId: string): Promise<RecordView> =>
  ask(linkApex, { recordId, quickbooksId });

export const unlinkRecord = (recordId: string): Promise<RecordView> =>
  ask(unlinkApex, { recordId });

export const decideEntry = (
  recordId: string,
  entry: string,
  { keep, seen }: { keep: "salesforce" | "quickbooks"; seen: string },
): Promise<RecordView> => ask(decideApex, { recordId, entry, keep, seen });

export async function getRecordLog(recordId: string): Promise<LogEntry[]> {
  const answer = await ask<{ entries: LogEntry[] }>(getRecordLogApex, { recordId });
  return answer.entries;
}

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

export const getStatus = (): Promise<ServiceStatus> => ask(getStatusApex);

export async function getMappings(): Promise<Mapping[]> {
  const answer = await ask<{ mappings: Mapping[] }>(getMappingsApex);
  return answer.mappings;
}

export const setRealTime = (mapping: string, enabled: boolean): Promise<unknown> =>
  ask(setRealTimeApex, { mapping, enabled });

/** Fields that are not named keep their policy. Answers with the mapping as it is now. */
export const setPolicies = (
  mapping: string,
  policies: Record<string, ConflictPolicy>,
): Promise<Mapping> => ask(setPoliciesApex, { mapping, policies });

export const chooseIncomeAccount = (connection: string, account: string): Promise<unknown> =>
  ask(chooseIncomeAccountApex, { connection, account });

/** No objects means all that are mapped. */
export const startIntegrity = (objects: string[], repair: boolean): Promise<IntegrityRun> =>
  ask(startIntegrityApex, { objects, repair });

export const getIntegrity = (runId: string): Promise<IntegrityRun> =>
  ask(getIntegrityApex, { runId });

/** The last twenty, newest first. */
export async function getIntegrityRuns(): Promise<IntegrityRun[]> {
  const answer = await ask<{ runs: IntegrityRun[] }>(getIntegrityRunsApex);
  return answer.runs;
}

export interface FindingQuery {
  runId: string;
  /** Empty for no bound. */
  kind: string;
  quickbooksObject: string;
  state: string;
  /** Finding to continue behind; empty for the first. */
  after: string;
}

export const getFindings = (query: FindingQuery): Promise<FindingPage> =>
  ask(getFindingsApex, { ...query });

/** Null means all that can be repaired. */
export async function repairIntegrity(
  runId: string,
  findings: string[] | null,
): Promise<IntegrityRun> {
  const answer = await ask<{ run: IntegrityRun }>(repairIntegrityApex, { runId, findings });
  return answer.run;
}

export const cancelIntegrity = (runId: string): Promise<IntegrityRun> =>
  ask(cancelIntegrityApex, { runId });

/** Without a schedule: of one run. */
export const getIntegrityCost = (
  objects: string[],
  schedule: ScheduleParts | null,
): Promise<IntegrityCost> => ask(getIntegrityCostApex, { objects, ...schedule });

export async function getIntegrityJobs(): Promise<IntegrityJob[]> {
  const answer = await ask<{ jobs: IntegrityJob[] }>(getIntegrityJobsApex);
  return answer.jobs;
}

export const makeIntegrityJob = (job: JobParts): Promise<IntegrityJob> =>
  ask(makeIntegrityJobApex, { ...job });

export const changeIntegrityJob = (job: string, parts: JobParts): Promise<IntegrityJob> =>
  ask(changeIntegrityJobApex, { job, ...parts });

export async function removeIntegrityJob(job: string): Promise<IntegrityJob[]> {
  const answer = await ask<{ jobs: IntegrityJob[] }>(removeIntegrityJobApex, { job });
  return answer.jobs;
}

/** What becomes of the other record, by the system in which one is deleted. */
export const setDeletePolicies = (
  mapping: string,
  whenDeleted: Partial<Record<"salesforce" | "quickbooks", DeletePolicy>>,
): Promise<Mapping> => ask(setDeletePoliciesApex, { mapping, whenDeleted });

/** Every one, however many pages they are. */
export async function getHeldDeletes(): Promise<HeldDelete[]> {
  const held: HeldDelete[] = [];
  let after: string | null = "";
  while (after !== null) {
    const page: { held: HeldDelete[]; next: string | null } = await ask(getHeldDeletesApex, {
      after,
    });
    held.push(...page.held);
    after = page.next;
  }
  return held;
}

/** About those that are named, or about a whole batch; `how` null takes what is proposed. */
export const decideHeldDeletes = (
  ids: string[] | null,
  batch: string | null,
  decision: HeldDecision,
  how: Removal | null,
): Promise<HeldDecided> => ask(decideHeldDeletesApex, { ids, batch, decision, how });

/** One for each mapping and system in which far more was changed than usual. */
export async function getHeldChanges(): Promise<HeldChanges[]> {
  const answer = await ask<{ held: HeldChanges[] }>(getHeldChangesApex);
  return answer.held;
}

export interface HeldRecordPage {
  records: HeldRecord[];
  /** Where to go on, or null at the end. */
  next: string | null;
}

export const getHeldRecords = (held: string, after: string): Promise<HeldRecordPage> =>
  ask(getHeldRecordsApex, { held, after });

export const decideHeldChanges = (
  held: string,
  decision: HoldDecision,
): Promise<{ decided: number }> => ask(decideHeldChangesApex, { held, decision });

/** Nothing more is asked of its system, until it is resumed. */
export const pauseConnection = (connection: string): Promise<unknown> =>
  ask(pauseConnectionApex, { connection });

export const resumeConnection = (connection: string): Promise<unknown> =>
  ask(resumeConnectionApex, { connection });

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
