/**
 * A stored composite, sent as the requests that it is made of: for an org that does not take as many
 * conditional subrequests as the write has (COMPOSITE_CONDITIONS_MAX). The changes go one by one, each with
 * its condition, then the read. It is not all or nothing then: when a later part is refused, the earlier
 * changes stand. As stale that is told as it is, since the engine observes anew after every stale write; any
 * other refusal leaves the whole in doubt, and the look that settles it finds what was done.
 */
import { assert } from "@accord-sync/core/errors/assert.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  objectsOf,
  readJson,
  readWritable,
  textOf,
  type WritableJson,
  writeJson,
} from "@accord-sync/core/json/lossless-json.ts";
import type { WirePayload } from "@accord-sync/core/ports/remote.ts";
import { classifyRefusal, isCertainRefusal, readErrors } from "./faults/classify-error.ts";
import type { Answer, Exchange, OrgApi, OrgRequest } from "./api/org-api.ts";

export function stepsOf(payload: WirePayload): readonly JsonObject[] {
  const body = readJson(payload.body);
  return isObject(body) ? objectsOf(body, "compositeRequest") : [];
}

/** How many of a composite's subrequests state a condition. */
export function countConditions(payload: WirePayload): number {
  return stepsOf(payload).filter(
    (step) => textOf(objectOf(step, "httpHeaders"), "If-Unmodified-Since") !== null,
  ).length;
}

/** Ends as the composite would have, the steps up to the first that failed in its answer. */
export async function sendApart(api: OrgApi, payload: WirePayload): Promise<Exchange> {
  const answers: JsonObject[] = [];
  const results = new Map<string, Json>();
  let last: Answer | null = null;
  let isChanged = false;
  for (const step of stepsOf(payload)) {
    const referenceId = textOf(step, "referenceId") ?? "";
    const ended = await api.exchange(requestOf(step, payload, results));
    // Refused a connection after a first change was made: that change is done, so nobody knows the whole.
    if (ended.kind !== "answer") {
      return ended.kind === "not-done" && isChanged
        ? { kind: "unknown", error: ended.error }
        : ended;
    }
    last = ended.answer;
    const { status, body = null } = last;
    const isDone = status >= 200 && status < 300;
    // Neither done nor certainly refused, as after a 5xx: nobody knows of this step, and so of the whole.
    if (!isDone && !isCertainRefusal(status)) return ended;
    answers.push({ referenceId, httpStatusCode: String(status), body });
    if (!isDone) {
      if (!isChanged || status === 412) break;
      return {
        kind: "unknown",
        error: classifyRefusal({ status, errors: readErrors(body) }, null),
      };
    }
    isChanged ||= textOf(step, "method") !== "GET";
    results.set(referenceId, body);
  }
  assert(last !== null, "a composite has steps");
  const body: JsonObject = { compositeResponse: answers };
  return { kind: "answer", answer: { ...last, status: 200, body } };
}

function requestOf(
  step: JsonObject,
  payload: WirePayload,
  results: ReadonlyMap<string, Json>,
): OrgRequest {
  const conditions = Object.entries(objectOf(step, "httpHeaders")).map(([name, value]) => [
    name.toLowerCase(),
    typeof value === "string" ? value : "",
  ]);
  const body = sourceOf(payload, textOf(step, "referenceId") ?? "");
  return {
    method: (textOf(step, "method") ?? "GET") as OrgRequest["method"],
    path: textOf(step, "url") ?? "",
    headers: { ...payload.headers, ...(Object.fromEntries(conditions) as Record<string, string>) },
    body: body === null ? null : resolve(body, results),
  };
}

/** The body of a step as it was written, its numbers with every digit; null when it has none. */
function sourceOf(payload: WirePayload, referenceId: string): string | null {
  const composite = readWritable(payload.body) as unknown as {
    readonly compositeRequest: readonly Step[];
  };
  const step = composite.compositeRequest.find((each) => each.referenceId === referenceId);
  return step?.body === undefined ? null : writeJson(step.body);
}

interface Step {
  readonly referenceId: string;
  readonly body?: WritableJson;
}

/** The one reference that our composites with a condition have: the first row of an earlier query. */
function resolve(body: string, results: ReadonlyMap<string, Json>): string {
  return body.replaceAll(/@\{(\w+)\.records\[0\]\.Id\}/g, (_whole, name: string) => {
    const found = results.get(name);
    const [row] = isObject(found) ? objectsOf(found, "records") : [];
    return (row && textOf(row, "Id")) ?? "";
  });
}
