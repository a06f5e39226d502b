import { describe, expect, it } from "vitest";
import type { HttpAnswer, HttpOutcome } from "@accord-sync/core/ports/http.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createCompanyApi, settleWrite } from "./company-api.ts";

const answer = (status: number, body: string, more: Partial<HttpAnswer> = {}): HttpOutcome => ({
  kind: "answer",
  answer: { status, headers: { intuit_tid: "1-tid" }, body, ...more },
});

const fault = (code: string, type = "ValidationFault") =>
  JSON.stringify({ Fault: { Error: [{ Message: "M", Detail: "D", code }], type }, time: "x" });

const gateway = (code: string, type: string) =>
  JSON.stringify({ fault: { error: [{ message: "m", detail: null, code }], type }, time: 1 });

async function settle(outcome: HttpOutcome) {
  const token = () => Promise.resolve(succeed("t"));
  const api = createCompanyApi({
    realmId: "1",
    baseUrl: "http://quickbooks.test",
    http: { exchange: () => Promise.resolve(outcome) },
    tokens: { current: token, renew: token },
    timeoutMs: 1_000,
  });
  const ended = await api.exchange({ method: "POST", path: "/x", headers: {}, body: "{}" });
  return settleWrite(ended, { type: "Customer", id: "58", name: "Cool Cars" });
}

const GOOD = '{"Customer":{"Id":"58"},"time":"x"}';
const HTML = "<!doctype html><title>Down for maintenance</title>";

describe("the end of a write", () => {
  const cases: readonly [string, HttpOutcome, string, string | null][] = [
    ["a record", answer(200, GOOD), "applied", null],
    ["a record with another 2xx", answer(201, GOOD), "applied", null],
    [
      "a record under the wrong type of content",
      answer(200, GOOD, { headers: { "content-type": "text/plain", intuit_tid: "1-tid" } }),
      "applied",
      null,
    ],
    ["a fault", answer(400, fault("6240")), "rejected", "QBO_DUPLICATE_NAME"],
    ["a fault with a 200", answer(200, fault("5010")), "rejected", "QBO_STALE_VERSION"],
    ["a system fault with a 200", answer(200, fault("10000")), "unknown", "REMOTE_FAILING"],
    ["a system fault", answer(500, fault("10000", "SystemFault")), "unknown", "REMOTE_FAILING"],
    [
      "a system fault that is told as a 400",
      answer(400, fault("99999", "SystemFault")),
      "unknown",
      "REMOTE_FAILING",
    ],
    ["a request id that was met before", answer(400, fault("600")), "unknown", "QBO_REQUEST_KNOWN"],
    ["a gateway's refusal", answer(429, gateway("003001", "SERVICE")), "rejected", "QBO_THROTTLED"],
    [
      "a gateway's old refusal",
      answer(403, gateway("3001", "SERVICE")),
      "rejected",
      "QBO_THROTTLED",
    ],
    ["no access", answer(403, gateway("003100", "SERVICE")), "rejected", "AUTH_FORBIDDEN"],
    [
      "the gateway's words in the application's envelope",
      answer(401, fault("", "AUTHENTICATION")),
      "rejected",
      "AUTH_EXPIRED",
    ],
    [
      "the misspelt type of the schema",
      answer(403, fault("", "AuthorizatonFault")),
      "rejected",
      "AUTH_FORBIDDEN",
    ],
    ["a bare 401", answer(401, ""), "rejected", "AUTH_EXPIRED"],
    ["a bare 403", answer(403, HTML), "rejected", "AUTH_FORBIDDEN"],
    ["a bare 429", answer(429, ""), "rejected", "QBO_THROTTLED"],
    ["a page with a 404", answer(404, HTML), "rejected", "REMOTE_ANSWER_UNREADABLE"],
    ["a request that took too long there", answer(408, ""), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["a page with a 502", answer(502, HTML), "unknown", "REMOTE_FAILING"],
    ["a 503 without a body", answer(503, ""), "unknown", "REMOTE_FAILING"],
    ["a redirect", answer(302, ""), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["a page with a 200", answer(200, HTML), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["nothing with a 200", answer(200, ""), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["half a body", answer(200, GOOD.slice(0, 20)), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["a list", answer(200, "[]"), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["XML", answer(200, "<IntuitResponse/>"), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    ["a fault without words", answer(200, '{"Fault":{}}'), "unknown", "REMOTE_ANSWER_UNREADABLE"],
    [
      "bytes that are no text",
      answer(200, GOOD, { isLossy: true }),
      "unknown",
      "REMOTE_ANSWER_UNREADABLE",
    ],
  ];

  it.each(cases)("with %s keeps its intuit_tid", async (_what, outcome, expected, code) => {
    const settled = await settle(outcome);
    expect(settled).toMatchObject({ outcome: expected, requestId: "1-tid" });
    if (settled.outcome === "applied") expect(code).toBeNull();
    else expect(settled.error).toMatchObject({ code, vendor: { requestId: "1-tid" } });
  });

  it.each([
    ["refused", "rejected"],
    ["lost", "unknown"],
    ["timeout", "unknown"],
  ] as const)("without an answer (%s) is %s", async (kind, expected) => {
    expect(await settle({ kind, reason: "r" })).toMatchObject({
      outcome: expected,
      requestId: null,
      error: { code: "REMOTE_UNREACHABLE" },
    });
  });

  it("reads the code that the gateway left only in its message", async () => {
    const message = "message=AuthenticationFailed; errorCode=003200; statusCode=401";
    const body = JSON.stringify({ fault: { error: [{ message, code: "" }], type: "X" } });
    expect(await settle(answer(401, body))).toMatchObject({ error: { code: "AUTH_EXPIRED" } });
  });
});
