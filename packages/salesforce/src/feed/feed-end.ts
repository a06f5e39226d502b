/** How a broken stream is to be taken, by Salesforce's own `error-code`, else by the gRPC status. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { FeedEnd } from "@accord-sync/core/ports/change-feed.ts";

/** gRPC status codes that matter here. */
const NOT_FOUND = 5;
const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;

/** Asking again changes nothing until somebody changes the org's set-up or licence (S2.2). */
const CLOSED =
  /\.(?:topic\.(?:not\.found|meta\.permission|cannot\.subscribe)|service\.tenant\.license)$/;

/** The token is dead, or something in its header is not taken: a new one is all that can be tried (S2.2). */
const UNAUTHORISED = /\.service\.auth\.(?:error|headers\.invalid|refresh\.invalid)$/;

export interface StreamFailure {
  /** gRPC status. */
  readonly status: number;
  readonly message: string;
  /** Trailer `error-code`, for example `sfdc.platform.eventbus.grpc.service.auth.error`; else empty. */
  readonly errorCode: string;
}

export function classifyFailure(failure: StreamFailure): FeedEnd {
  const { status, message, errorCode } = failure;
  const vendor = { code: errorCode, message, detail: "", requestId: null };
  // The event bus kept the position for three days, or never knew it: sweeps close the gap.
  if (/\.replayid\.(?:corrupted|validation\.failed)$/.test(errorCode))
    return { kind: "replay-lost" };
  if (errorCode.endsWith(".subscription.limit.exceeded")) {
    return { kind: "refused", error: operationalError("SF_EVENTS_LIMIT", {}, { vendor }) };
  }
  if (CLOSED.test(errorCode)) {
    const params = { detail: message };
    return { kind: "refused", error: operationalError("SF_EVENTS_CLOSED", params, { vendor }) };
  }
  const isAuth =
    UNAUTHORISED.test(errorCode) ||
    (errorCode === "" && (status === UNAUTHENTICATED || status === PERMISSION_DENIED));
  const reason = errorCode === "" ? message : `${errorCode}: ${message}`;
  return { kind: "failed", reason, needsNewToken: isAuth };
}

/** That no such schema exists, which asking again does not change; everything else may be of the moment. */
export function isNoSuchSchema({ status, errorCode }: StreamFailure): boolean {
  return errorCode === ""
    ? status === NOT_FOUND
    : /\.schema\.(?:not\.found|validation\.failed)$/.test(errorCode);
}
