/** Sends a stored composite and reads its answer: applied with the new observation, rejected, unknown. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Receipt, WirePayload } from "@accord-sync/core/ports/remote.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { type Answer, type OrgApi, unreadable } from "./api/org-api.ts";
import { LINK_MARK_FIELD } from "./fields.ts";
import {
  type ApiError,
  classifyRefusal,
  CONSEQUENCE_CODES,
  isCertainRefusal,
  readErrors,
} from "./faults/classify-error.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectsOf,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { type AnsweredAt, readObservation, salesforceRef } from "./records/observe-record.ts";
import { COMPOSITE_CONDITIONS_MAX } from "./hypotheses.ts";
import { countConditions, sendApart, stepsOf } from "./send-apart.ts";
import { STEP } from "./write-payload.ts";

export async function sendWrite(
  api: OrgApi,
  mapping: Mapping,
  payload: WirePayload,
  conditionsMax = COMPOSITE_CONDITIONS_MAX,
): Promise<Receipt> {
  const { method, path, headers, body } = payload;
  const isApart = countConditions(payload) > conditionsMax;
  const ended = isApart
    ? await sendApart(api, payload)
    : await api.exchange({ method, path, headers, body });
  if (ended.kind === "not-done") return { outcome: "rejected", error: ended.error };
  if (ended.kind === "unknown") return { outcome: "unknown", error: ended.error };

  const { answer } = ended;
  if (answer.status !== 200) return refusedAsWhole(answer);
  const steps = isObject(answer.body) ? objectsOf(answer.body, "compositeResponse") : [];
  if (steps.length === 0) return { outcome: "unknown", error: unreadable() };
  // A step that does not say how it ended may have ended either way.
  if (!steps.every(saysItsEnd)) return { outcome: "unknown", error: unreadable() };
  const failed = failedStep(steps);
  const isDeletion = steps.some((step) => textOf(step, "referenceId") === STEP.deletion);
  if (isDeletion && (failed === null || isGone(failed))) return { outcome: "deleted" };
  if (failed === null) {
    const rows = steps.find((step) => textOf(step, "referenceId") === STEP.readBack);
    return observed(mapping, rows?.["body"], answer.answeredAt);
  }
  const target = readTarget(mapping, payload);
  if (isRowGoneBefore(failed, payload) && target.readBackPath !== null) {
    return settleByLook(api, mapping, target.readBackPath);
  }
  return isPriceMadeBefore(failed)
    ? settlePriceMadeBefore(api, mapping, target, failed)
    : { outcome: "rejected", error: classifyRefusal(failed, target.ref) };
}

function refusedAsWhole(answer: Answer): Receipt {
  const { status, body } = answer;
  const error = classifyRefusal({ status, errors: readErrors(body) }, null);
  return { outcome: isCertainRefusal(status) ? "rejected" : "unknown", error };
}

function saysItsEnd(step: JsonObject): boolean {
  return /^[2-5]\d\d$/.test(textOf(step, "httpStatusCode") ?? "");
}

interface FailedStep {
  readonly name: string;
  readonly status: number;
  readonly errors: readonly ApiError[];
}

/** The step that failed of itself; the others were only undone with it. */
function failedStep(steps: readonly JsonObject[]): FailedStep | null {
  const failed = steps
    .map((step) => ({
      name: textOf(step, "referenceId") ?? "",
      status: Number(textOf(step, "httpStatusCode") ?? "0"),
      errors: readErrors(step["body"]),
    }))
    .filter(({ status }) => status < 200 || status >= 300);
  const isCause = ({ errors }: FailedStep) =>
    !errors.some(({ code }) => CONSEQUENCE_CODES.has(code));
  return failed.find(isCause) ?? failed[0] ?? null;
}

/** What is gone need not be deleted: an earlier attempt, or somebody else, did it. */
function isGone({ status, errors }: FailedStep): boolean {
  return status === 404 && errors.some(({ code }) => code === "ENTITY_IS_DELETED");
}

function observed(mapping: Mapping, body: Json | undefined, answeredAt: AnsweredAt): Receipt {
  const [row] = isObject(body) ? objectsOf(body, "records") : [];
  const observation = row === undefined ? null : readObservation(mapping, row, answeredAt);
  // Written, but not to be seen: settled by looking again, not by believing either.
  if (observation === null) return { outcome: "unknown", error: unreadable() };
  return { outcome: "applied", observation };
}

/** What a payload was about, from its own bytes: a repeated intent has nothing else. */
interface Target {
  readonly ref: RecordRef | null;
  readonly isCreate: boolean;
  readonly readBackPath: string | null;
}

function readTarget(mapping: Mapping, payload: WirePayload): Target {
  const steps = stepsOf(payload);
  const urlOf = (name: string): string | null => {
    const step = steps.find((candidate) => textOf(candidate, "referenceId") === name);
    return step === undefined ? null : textOf(step, "url");
  };
  const recordUrl = urlOf(STEP.record);
  const isCreate = recordUrl?.includes(`/${LINK_MARK_FIELD}/`) ?? false;
  const id =
    recordUrl === null || isCreate ? null : recordUrl.slice(recordUrl.lastIndexOf("/") + 1);
  return {
    ref: id === null ? null : salesforceRef(mapping.salesforceType, id),
    isCreate,
    readBackPath: urlOf(STEP.readBack),
  };
}

/** The end of a link whose row is gone already, and nothing else in the payload: what was wanted is so. */
function isRowGoneBefore({ name, status }: FailedStep, payload: WirePayload): boolean {
  const changes = stepsOf(payload).filter((step) => textOf(step, "method") !== "GET");
  const isDeletion = changes.every((step) => textOf(step, "method") === "DELETE");
  return name === STEP.linkRow && status === 404 && isDeletion;
}

async function settleByLook(api: OrgApi, mapping: Mapping, path: string): Promise<Receipt> {
  const look = await api.get(path);
  if (!look.ok) return { outcome: "unknown", error: look.error };
  return observed(mapping, look.value.body, look.value.answeredAt);
}

/** Salesforce allows one standard price a product: ours, when the payload is a repetition. */
function isPriceMadeBefore({ name, errors }: FailedStep): boolean {
  return (
    name === STEP.newPrice &&
    errors.some(({ code }) => code === "FIELD_INTEGRITY_EXCEPTION" || code === "DUPLICATE_VALUE")
  );
}

/**
 * The price entry is the one step of a composite that is not idempotent. Since a composite is done
 * whole or not at all, a record that bears our mark shows that the same payload was carried out
 * before: one look then gives the observation. An update is planned anew instead.
 */
async function settlePriceMadeBefore(
  api: OrgApi,
  mapping: Mapping,
  target: Target,
  failed: FailedStep,
): Promise<Receipt> {
  if (!target.isCreate || target.readBackPath === null) {
    const { type, id } = target.ref ?? { type: mapping.salesforceType, id: "" };
    return { outcome: "rejected", error: operationalError("SF_STALE_VERSION", { type, id }) };
  }
  const look = await api.get(target.readBackPath);
  if (!look.ok) return { outcome: "unknown", error: look.error };
  const { body, answeredAt } = look.value;
  const isThere = isObject(body) && textOf(body, "totalSize") !== "0";
  return isThere
    ? observed(mapping, body, answeredAt)
    : { outcome: "rejected", error: classifyRefusal(failed, target.ref) };
}
