import { answerApi, countInjected } from "./api/answer-api.ts";
import { throttled, tokenExpired } from "./api/gateway.ts";
import { withTid } from "./api/trace-headers.ts";
import type { Company } from "./company.ts";
import { answerControl } from "./control/answer-control.ts";
import { answerFile } from "./documents/download.ts";
import {
  jsonAnswer,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
  type IdSource,
} from "./emulator-request.ts";
import type { RequestFaultRule } from "./injection/fault-rules.ts";
import { injectedFailure } from "./injection/injected-failure.ts";
import { bearerToken } from "./oauth/bearer.ts";
import { answerOauth, INVALID_REFRESH_TOKEN, refused } from "./oauth/oauth-endpoints.ts";
import { answerPage } from "./pages/answer-page.ts";

/**
 * The whole emulator: one request in, one answer out, synchronous and atomic. Nothing is read but the
 * arguments; control and pages are beyond the reach of fault rules.
 */
export function handle(
  request: EmulatorRequest,
  company: Company,
  now: number,
  ids: IdSource,
): EmulatorAnswer {
  const { path } = parseUrl(request.url);
  if (path === "/healthz") return jsonAnswer(200, { status: "ok" });
  if (path.startsWith("/_emulator/")) return answerControl(request, company, now);
  if (path === "/" || path.startsWith("/app")) return answerPage(request, company, now);
  const rule = company.faults.takeRequestRule(request, ids);
  const answer =
    rule === undefined ? proceed(request, company, now) : underFault(rule, request, company, now);
  return withTid(answer, ids);
}

/** What the vendor's hosts answer: OAuth, stored files, API. */
function proceed(request: EmulatorRequest, company: Company, now: number): EmulatorAnswer {
  return (
    answerOauth(request, company, now) ??
    answerFile(request, company, now) ??
    answerApi(request, company, now)
  );
}

/** What an injected fault makes of the request. After-faults let the work happen first. */
function underFault(
  rule: RequestFaultRule,
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer {
  switch (rule.fault) {
    case "timeout-before":
      return { status: 504, headers: {}, body: "", fate: { kind: "lost" } };
    case "timeout-after":
      return { ...proceed(request, company, now), fate: { kind: "lost" } };
    case "close-after":
      return { ...proceed(request, company, now), fate: { kind: "closed" } };
    case "slow":
      return {
        ...proceed(request, company, now),
        fate: { kind: "slow", delayMs: rule.delayMs ?? 1000 },
      };
    case "throttle":
      return countInjected(request, throttled(now), company, now);
    case "expire-token":
      return countInjected(request, expireToken(request, company, now), company, now);
    case "invalid_grant":
      return refused(INVALID_REFRESH_TOKEN);
    case "status":
      return countInjected(request, injectedFailure(rule, request, company, now), company, now);
    default:
      throw new Error("a fault that nothing acts out");
  }
}

/** Ends the access token of the request, so that it stays refused until the client refreshes. */
function expireToken(request: EmulatorRequest, company: Company, now: number): EmulatorAnswer {
  const token = bearerToken(request);
  company.store.transact(() => company.store.removeState("accessToken", token));
  return tokenExpired(token, now);
}
