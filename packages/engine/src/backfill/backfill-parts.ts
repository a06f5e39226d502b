/** What every part of a backfill works with. */
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Backfill } from "@accord-sync/ledger/backfills.ts";
import type { BackfillItem } from "@accord-sync/ledger/backfill-items.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findSurveyPart, type SurveyPart } from "@accord-sync/ledger/surveys.ts";
import type { PlanBackfillRequest } from "../backfill-api.ts";
import {
  type EngineContext,
  mappingById,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";

export interface Work {
  readonly context: EngineContext;
  readonly backfill: Backfill;
  readonly request: PlanBackfillRequest;
}

export function readRequest({ request }: Pick<Backfill, "request">): PlanBackfillRequest {
  return JSON.parse(request) as PlanBackfillRequest;
}

/** What is applied together, in this order: nothing that is made later can be in the way of what went before. */
export type StepKind = "update" | "link" | "createInSalesforce" | "createInQuickbooks";

const STEP_KINDS: readonly StepKind[] = [
  "update",
  "link",
  "createInSalesforce",
  "createInQuickbooks",
];

/** The number of a step; objects go one after the other, as they were asked for. */
export function stepOf({ objects }: PlanBackfillRequest, mapping: string, kind: StepKind): number {
  const place = objects.findIndex((object) => object.mapping === mapping);
  return place * STEP_KINDS.length + STEP_KINDS.indexOf(kind);
}

export function kindOfStep(step: number): StepKind {
  return must(STEP_KINDS[step % STEP_KINDS.length], `there is no step ${step}`);
}

/** The step in which links of the same object are made. */
export function linkStepOf(step: number): number {
  return step - (step % STEP_KINDS.length) + STEP_KINDS.indexOf("link");
}

/**
 * Records of one page: one request with its read-back, or what may be in flight at once. New records of Salesforce go
 * by some requests or by a job, which works on so many at a time (D, Bulk API 2.0 limits); a page is held in memory.
 */
export const PAGE_ROWS: Readonly<Record<StepKind, number>> = {
  update: 200,
  link: 200,
  createInSalesforce: 10_000,
  createInQuickbooks: 10,
};

/** Why a record is left alone that a create of unknown outcome concerns (writer/create-doubt.ts). */
export const IN_DOUBT =
  "It may be what an earlier write made, or that write was for it. Link it, or send it as another one.";

/** Rows of one transaction, after which others have their turn. */
export const COMMIT_ROWS = 1_000;

/** Marks of one request. */
export const MARK_ROWS = 400;

export async function surveyPart(
  db: Db,
  { survey }: Pick<Backfill, "survey">,
  mapping: Mapping,
  system: SystemName,
): Promise<SurveyPart> {
  const part = survey === null ? null : await findSurveyPart(db, survey, mapping.id, system);
  return must(part, `a backfill that has not ended keeps what it read of ${mapping.id}`);
}

export function salesforceRefOf(context: EngineContext, item: BackfillItem) {
  const { salesforceType } = mappingById(context, item.mapping);
  return salesforceRef(
    salesforceType,
    must(item.salesforceId, "the item has an Account or the like"),
  );
}

export function quickbooksRefOf(context: EngineContext, item: BackfillItem) {
  const { quickbooksType } = mappingById(context, item.mapping);
  return quickbooksRef(quickbooksType, must(item.quickbooksId, "the item has a QuickBooks record"));
}
