/** Sync Integrity: runs, findings and jobs. */
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
import { ask } from "./ask";
import type {
  FindingPage,
  IntegrityCost,
  IntegrityJob,
  IntegrityRun,
  JobParts,
  ScheduleParts,
} from "./integrity";

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
