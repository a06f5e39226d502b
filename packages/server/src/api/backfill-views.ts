/** The views of a backfill as schemas; `satisfies` holds each to the engine's type. */
import type {
  BackfillItemView,
  BackfillView,
  DecideBackfillView,
} from "@accord-sync/engine/backfill-api.ts";
import { z } from "zod";
import { errorView, fieldValue } from "./views.ts";

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.number().int();
const system = z.enum(["salesforce", "quickbooks"]);
export const backfillDirection = z.enum(["both", "toSalesforce", "toQuickbooks", "none"]);
export const differingRule = z.enum(["ask", "salesforce", "quickbooks"]);
export const backfillAction = z.enum(["create", "link", "ask", "update", "skip"]);
export const backfillItemState = z.enum([
  "planned",
  "waiting",
  "skipped",
  "underWay",
  "done",
  "refused",
]);

const calls = z.strictObject({ metered: count, free: count, salesforce: count });

export const backfillView = z
  .strictObject({
    id: text,
    state: z.enum(["reading", "ready", "applying", "paused", "done", "cancelled", "failed"]),
    request: z.strictObject({
      objects: z.array(z.strictObject({ mapping: text, direction: backfillDirection })),
      linkFrom: z.number().nullable(),
      differing: differingRule,
      includeInactive: z.boolean(),
      actor: text,
    }),
    startedAt: text,
    plannedAt: textOrNull,
    finishedAt: textOrNull,
    reading: z.array(
      z.strictObject({ mapping: text, system, records: count, isRead: z.boolean() }),
    ),
    counts: z.array(
      z.strictObject({
        mapping: text,
        quickbooksObject: text,
        salesforceObject: text,
        createInSalesforce: count,
        createInQuickbooks: count,
        link: count,
        ask: count,
        update: count,
        skip: count,
        withRefusals: count,
      }),
    ),
    items: z.record(backfillItemState, count),
    progress: z.strictObject({
      done: count,
      of: count,
      perMinute: z.number().nullable(),
      remainingSeconds: z.number().nullable(),
    }),
    calls: z.strictObject({ used: calls, expected: calls }),
    expectedMinutes: z.number().nullable(),
    changedSince: count,
    waitingFor: textOrNull,
    error: errorView.nullable(),
  })
  .meta({ id: "Backfill" }) satisfies z.ZodType<BackfillView>;

const record = { type: text, id: text, name: text };
const reasons = z.array(z.strictObject({ text, points: z.number() }));

const choiceView = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("approve") }),
  z.strictObject({ kind: z.literal("skip") }),
  z.strictObject({ kind: z.literal("create") }),
  z.strictObject({ kind: z.literal("link"), to: text }),
]);

export const backfillItemView = z
  .strictObject({
    id: text,
    mapping: text,
    action: backfillAction,
    state: backfillItemState,
    target: system.nullable(),
    name: text,
    salesforce: z.strictObject(record).nullable(),
    quickbooks: z.strictObject(record).nullable(),
    fields: z.array(
      z.strictObject({
        field: text,
        label: text,
        salesforce: fieldValue,
        quickbooks: fieldValue,
        writes: system.nullable(),
        after: fieldValue,
        isAsked: z.boolean(),
      }),
    ),
    score: z.number().nullable(),
    reasons,
    candidates: z.array(z.strictObject({ ...record, score: z.number(), reasons })),
    refusals: z.array(z.strictObject({ system, code: text, message: text, action: text })),
    choice: z.strictObject({ choice: choiceView, actor: text }).nullable(),
    message: textOrNull,
    error: errorView.nullable(),
  })
  .meta({ id: "BackfillItem" }) satisfies z.ZodType<BackfillItemView>;

export const decideBackfillView = z.strictObject({
  decided: count,
  refused: z.array(z.strictObject({ id: text, reason: text })),
  backfill: backfillView,
}) satisfies z.ZodType<DecideBackfillView>;
