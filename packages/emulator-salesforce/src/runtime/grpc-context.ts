import type { PubSubError } from "../feed/errors.ts";
import type { Org } from "../org.ts";

/** What the calls of one gRPC server share. */
export interface GrpcContext {
  readonly org: Org;
  readonly now: () => number;
  /** Milliseconds between signs of life; at most 270,000 on the platform. */
  readonly keepAliveMs: number;
  /** Milliseconds that a subscription without outstanding requests is kept. */
  readonly subscribeIdleMs: number;
  /** Milliseconds that a publish stream may be silent. */
  readonly publishIdleMs: number;
  /** Streams that may be open at once. */
  readonly clientsMax: number;
  /** The open streams. */
  readonly streams: Set<OpenStream>;
}

/** What the server tells a stream. */
export interface OpenStream {
  /** Events may have come. */
  pump(): void;
  /** The server ends it, with a refusal. */
  fail(error: PubSubError): void;
}

/** Whether a value is a refusal. */
export function isRefusal(value: object): value is PubSubError {
  return "errorCode" in value;
}
