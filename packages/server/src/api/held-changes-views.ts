/** Held changes on the wire: views as schemas, and what a caller may ask for. */
import {
  type ChangeGuardSetting,
  type HeldChangesView,
  type HeldRecordView,
  HOLD_DECISIONS,
} from "@accord-sync/engine/held-changes-api.ts";
import { CHANGE_KINDS } from "@accord-sync/core/lifecycle/change-guard.ts";
import { z } from "zod";

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.number().int();
const value = z.union([z.string(), z.boolean(), z.null()]);
const record = z.strictObject({ type: text, id: text });

export const heldRecordView = z.strictObject({
  name: text,
  salesforce: record,
  quickbooks: record,
  values: z.array(
    z.strictObject({
      field: text,
      label: text,
      before: value,
      after: value,
      by: textOrNull,
      at: textOrNull,
    }),
  ),
}) satisfies z.ZodType<HeldRecordView>;

export const heldChangesView = z
  .strictObject({
    id: text,
    mapping: text,
    system: z.enum(["salesforce", "quickbooks"]),
    kind: z.enum(CHANGE_KINDS),
    since: text,
    heldSince: text,
    written: count,
    records: count,
    fields: z.array(z.strictObject({ label: text, records: count })),
    people: z.array(z.strictObject({ name: text, records: count })),
    examples: z.array(heldRecordView),
    title: text,
    message: text,
  })
  .meta({ id: "HeldChanges" }) satisfies z.ZodType<HeldChangesView>;

export const holdDecisionBody = z.strictObject({
  decision: z.enum(HOLD_DECISIONS, {
    error: `must be ${HOLD_DECISIONS.map((each) => `"${each}"`).join(" or ")}`,
  }),
});

const figures = z.strictObject({
  more: count,
  percent: count,
  minutes: z.number(),
  isOwn: z.boolean(),
});

const guardSetting = z.strictObject({
  changes: figures,
  losses: figures,
}) satisfies z.ZodType<ChangeGuardSetting>;

export const changeGuardView = z.strictObject({
  salesforce: guardSetting,
  quickbooks: guardSetting,
});

const whole = (max: number) =>
  z
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(0, "must be at least 0")
    .max(max, `must be at most ${max}`);

const newFigures = z
  .strictObject({ more: whole(1_000_000), percent: whole(100) })
  .nullable()
  .optional();
const newSetting = z.strictObject({ changes: newFigures, losses: newFigures }).optional();

export const changeGuardBody = z.strictObject({ salesforce: newSetting, quickbooks: newSetting });
