/** How a broken stream is to be taken, by Salesforce's own `error-code`, else by the gRPC status. */
import type { FeedEnd } from "@accord-sync/core/ports/change-feed.ts";

/** gRPC status codes that matter here. */
const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;

export interface StreamFailure {
  /** gRPC status. */
  readonly status: number;
  readonly message: string;
  /** Trailer `error-code`, for example `sfdc.platform.eventbus.grpc.service.auth.error`; else empty. */
  readonly errorCode: string;
}

export function classifyFailure(failure: StreamFailure): FeedEnd {
  const { status, message, errorCode } = failure;
  // The event bus kept the position for three days, or never knew it: sweeps close the gap.
  if (/\.replayid\.(?:corrupted|validation\.failed)$/.test(errorCode))
    return { kind: "replay-lost" };
  const isAuth =
    errorCode.endsWith("service.auth.error") ||
    (errorCode === "" && (status === UNAUTHENTICATED || status === PERMISSION_DENIED));
  const reason = errorCode === "" ? message : `${errorCode}: ${message}`;
  return { kind: "failed", reason, needsNewToken: isAuth };
}
