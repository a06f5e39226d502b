/** What gRPC throws, in the words that `classifyFailure` takes. */
import { Metadata } from "@grpc/grpc-js";
import type { StreamFailure } from "../feed/feed-end.ts";

/** Null for what did not come from gRPC. */
export function asStreamFailure(thrown: unknown): StreamFailure | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || !("metadata" in thrown)) return null;
  const { code, metadata, message } = thrown;
  if (typeof code !== "number" || !(metadata instanceof Metadata)) return null;
  const [errorCode] = metadata.get("error-code");
  return { status: code, message, errorCode: String(errorCode ?? "") };
}
