/** How it stands, and what a person sets. */
import pauseConnectionApex from "@salesforce/apex/AccordApi.pauseConnection";
import resumeConnectionApex from "@salesforce/apex/AccordApi.resumeConnection";
import getMappingsApex from "@salesforce/apex/AccordApi.getMappings";
import getStatusApex from "@salesforce/apex/AccordApi.getStatus";
import setDeletePoliciesApex from "@salesforce/apex/AccordApi.setDeletePolicies";
import setPoliciesApex from "@salesforce/apex/AccordApi.setPolicies";
import setRealTimeApex from "@salesforce/apex/AccordApi.setRealTime";
import chooseIncomeAccountApex from "@salesforce/apex/AccordApi.chooseIncomeAccount";
import { ask } from "./ask";
import type { ConflictPolicy, DeletePolicy, Mapping, ServiceStatus } from "./types";

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

/** What becomes of the other record, by the system in which one is deleted. */
export const setDeletePolicies = (
  mapping: string,
  whenDeleted: Partial<Record<"salesforce" | "quickbooks", DeletePolicy>>,
): Promise<Mapping> => ask(setDeletePoliciesApex, { mapping, whenDeleted });

/** Nothing more is asked of its system, until it is resumed. */
export const pauseConnection = (connection: string): Promise<unknown> =>
  ask(pauseConnectionApex, { connection });

export const resumeConnection = (connection: string): Promise<unknown> =>
  ask(resumeConnectionApex, { connection });
