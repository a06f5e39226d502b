/** Deletes and changes that wait for a person. */
import decideHeldChangesApex from "@salesforce/apex/AccordApi.decideHeldChanges";
import getHeldChangesApex from "@salesforce/apex/AccordApi.getHeldChanges";
import getHeldRecordsApex from "@salesforce/apex/AccordApi.getHeldRecords";
import decideHeldDeletesApex from "@salesforce/apex/AccordApi.decideHeldDeletes";
import getHeldDeletesApex from "@salesforce/apex/AccordApi.getHeldDeletes";
import { ask } from "./ask";
import type {
  HeldChanges,
  HeldDecided,
  HeldDecision,
  HeldDelete,
  HeldRecord,
  HoldDecision,
  Removal,
} from "./types";

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
