/** The inputs of the API, and the one clear sentence for input that does not fit. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { CONFLICT_POLICIES } from "@accord-sync/core/mapping/mapping.ts";
import { DELETE_POLICIES, REMOVALS } from "@accord-sync/core/mapping/removal.ts";
import { z } from "zod";
import { changeGuardBody } from "./held-changes-views.ts";
import { Refusal } from "./refusals.ts";
import { toLongRecordId } from "./record-id.ts";

/** At most what one page of the log viewer shows; also the engine's own bound. */
const LOG_LIMIT_MAX = 500;

export const objectName = z
  .string()
  .regex(/^[A-Za-z]\w{0,79}$/, "must be the API name of an object, for example Account");

const recordId = z
  .string()
  .regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/, "must be a record id of 15 or 18 characters")
  .transform(toLongRecordId);

export const ledgerId = z.string().regex(/^\d{1,18}$/, "must be a number");

const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: "must be a time in ISO 8601, for example 2026-11-23T10:20:30Z",
});

export const limit = (fallback: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(LOG_LIMIT_MAX, `must be at most ${LOG_LIMIT_MAX}`)
    .default(fallback);

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be ${values.map((value) => `"${value}"`).join(" or ")}` });

const quickbooksId = z.string().regex(/^\d{1,20}$/, "must be a QuickBooks id, for example 58");

export const nothing = z.strictObject({});
export const recordParams = z.strictObject({ type: objectName, id: recordId });
export const runParams = z.strictObject({ id: z.string().min(1).max(64) });
export const mappingParams = z.strictObject({ id: z.string().min(1).max(80) });
export const connectionParams = z.strictObject({ id: z.string().min(1).max(80) });
export const incomeAccountBody = z.strictObject({ incomeAccountId: quickbooksId });
export const sendBody = z.strictObject({ onMatch: oneOf(["ask", "create"]).default("ask") });
export const linkBody = z.strictObject({ quickbooksId });
export const decideBody = z.strictObject({
  entry: ledgerId,
  keep: oneOf(["salesforce", "quickbooks"]),
  seen: z.string().max(20_000).optional(),
});
export const recordLogQuery = z.strictObject({ limit: limit(50) });
export const logQuery = z.strictObject({
  filter: oneOf(["all", "errors", "held"]).default("all"),
  from: time.optional(),
  to: time.optional(),
  before: ledgerId.optional(),
  limit: limit(100),
});
export const reprocessBody = z.strictObject({
  ids: z.array(ledgerId).min(1, "must name at least one log entry").max(LOG_LIMIT_MAX),
});
export const filterBody = z.strictObject({
  object: objectName,
  filter: z.string().max(4000, "must have at most 4000 characters").default(""),
});
export const mappingBody = z
  .strictObject({
    realTime: z.boolean({ error: "must be true or false" }).optional(),
    policies: z.record(z.string().min(1).max(80), oneOf(CONFLICT_POLICIES)).optional(),
    whenDeleted: z
      .strictObject({
        salesforce: oneOf(DELETE_POLICIES).optional(),
        quickbooks: oneOf(DELETE_POLICIES).optional(),
      })
      .optional(),
    changeGuard: changeGuardBody.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "the input must name realTime, policies, whenDeleted or changeGuard",
  });

const heldDecision = {
  decision: oneOf(["approve", "keep", "unlink"]),
  how: oneOf(REMOVALS).optional(),
};

export const heldQuery = z.strictObject({ limit: limit(100), after: ledgerId.optional() });
export const heldParams = z.strictObject({ id: ledgerId });
export const heldBody = z.strictObject(heldDecision);
export const heldManyBody = z
  .strictObject({
    ...heldDecision,
    ids: z.array(ledgerId).min(1, "must name at least one").max(LOG_LIMIT_MAX).optional(),
    batch: ledgerId.optional(),
  })
  .refine(({ ids, batch }) => (ids === undefined) !== (batch === undefined), {
    error: "the input must name ids or a batch, and not both",
  });

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  array: "a list",
  boolean: "true or false",
  object: "an object",
};

/** For what a schema above says nothing of; what it says goes first. */
const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "unrecognized_keys") return `there is no input ${issue.keys.join(" or ")}`;
  if (issue.code !== "invalid_type") return undefined;
  if (issue.input === undefined) return "must be given";
  return `must be ${KINDS[issue.expected] ?? issue.expected}`;
};

/** The input as the schema understands it; throws a refusal (400 API_BAD_REQUEST) that names each fault. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const reading = schema.safeParse(input, { error: inPlainWords });
  if (reading.success) return reading.data;
  const faults = reading.error.issues.map((issue) => {
    const place = issue.path.join(".");
    if (place !== "") return `${place} ${issue.message}`;
    return issue.code === "invalid_type" ? `the input ${issue.message}` : issue.message;
  });
  throw new Refusal(operationalError("API_BAD_REQUEST", { detail: faults.join("; ") }));
}
