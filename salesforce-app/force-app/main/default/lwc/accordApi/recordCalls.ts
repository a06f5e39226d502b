/** One record: its view, what a person does with it, and its log. */
import decideApex from "@salesforce/apex/AccordApi.decide";
import fetchRecordApex from "@salesforce/apex/AccordApi.fetchRecord";
import getRecordApex from "@salesforce/apex/AccordApi.getRecord";
import getRecordLogApex from "@salesforce/apex/AccordApi.getRecordLog";
import linkApex from "@salesforce/apex/AccordApi.link";
import sendApex from "@salesforce/apex/AccordApi.send";
import unlinkApex from "@salesforce/apex/AccordApi.unlink";
import { ask } from "./ask";
import type { LogEntry, RecordView } from "./types";

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
