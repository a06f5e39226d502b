/** The views of Sync Integrity as schemas; `satisfies` holds each to the engine's type. */
import type {
  FindingView,
  IntegrityCostView,
  IntegrityJobView,
  IntegrityRunView,
} from "@accord-sync/engine/engine-api.ts";
import { z } from "zod";
import { errorView, fieldValue, text, textOrNull } from "./views.ts";

const kind = z.enum([
  "missing",
  "drift",
  "gone",
  "older",
  "mark",
  "unlinked",
  "match",
  "ambiguous",
]);
const number = z.number();
const ofEach = z.strictObject({ salesforce: number, quickbooks: number });

const integrityObject = z.strictObject({
  quickbooksObject: text,
  salesforceObject: text,
  records: ofEach,
  linked: number,
  agreed: number,
  waiting: number,
  busy: number,
  open: z.record(kind, number),
  repaired: number,
  unlinked: ofEach,
  money: z.array(
    z.strictObject({
      field: text,
      label: text,
      salesforce: text,
      quickbooks: text,
      difference: text,
    }),
  ),
});

export const integrityRunView = z
  .strictObject({
    id: text,
    state: z.enum([
      "reading",
      "comparing",
      "confirming",
      "repairing",
      "done",
      "failed",
      "cancelled",
    ]),
    why: z.enum(["person", "schedule", "gap"]),
    reason: textOrNull,
    actor: text,
    repair: z.boolean(),
    startedAt: text,
    asOf: textOrNull,
    finishedAt: textOrNull,
    progress: z.strictObject({
      read: number,
      expected: number,
      remainingSeconds: number.nullable(),
    }),
    waitingFor: textOrNull,
    error: errorView.nullable(),
    metered: number,
    agrees: z.boolean().nullable(),
    summary: text,
    repairable: number,
    objects: z.array(integrityObject),
  })
  .meta({ id: "IntegrityRun" }) satisfies z.ZodType<IntegrityRunView>;

const recordPage = z.strictObject({ type: text, id: text, url: text });

export const findingView = z
  .strictObject({
    id: text,
    kind,
    kindLabel: text,
    quickbooksObject: text,
    state: z.enum(["open", "repairing", "repaired"]),
    systems: z.array(z.enum(["salesforce", "quickbooks"])),
    name: text,
    salesforce: recordPage.nullable(),
    quickbooks: recordPage.nullable(),
    fields: z.array(
      z.strictObject({ field: text, label: text, salesforce: fieldValue, quickbooks: fieldValue }),
    ),
    canRepair: z.boolean(),
    action: text,
    note: textOrNull,
    foundAt: text,
    repairedAt: textOrNull,
  })
  .meta({ id: "IntegrityFinding" }) satisfies z.ZodType<FindingView>;

export const integrityCostView = z
  .strictObject({
    meteredPerRun: number,
    turnsThisMonth: number,
    expectedThisMonth: number,
    meteredPerMonth: number,
    nextAt: textOrNull,
    sentence: text,
  })
  .meta({ id: "IntegrityCost" }) satisfies z.ZodType<IntegrityCostView>;

const schedule = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("once"), start: text, timeZone: text }),
  z.strictObject({
    type: z.literal("recurring"),
    every: number,
    unit: z.enum(["hours", "days", "weeks"]),
    start: text,
    timeZone: text,
  }),
]);

export const integrityJobView = z
  .strictObject({
    id: text,
    name: text,
    objects: z.array(text),
    repair: z.boolean(),
    schedule,
    when: text,
    nextAt: textOrNull,
    lastRun: textOrNull,
    actor: text,
  })
  .meta({ id: "IntegrityJob" }) satisfies z.ZodType<IntegrityJobView>;
