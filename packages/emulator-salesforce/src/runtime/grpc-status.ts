import { randomUUID } from "node:crypto";
import grpc from "@grpc/grpc-js";
import type { PubSubError } from "../feed/errors.ts";

/** A refusal on the wire: status, text ending in the RPC id, and both trailers that clients read (S2.2). */
export function statusOf(error: PubSubError): Partial<grpc.StatusObject> {
  const rpcId = randomUUID();
  const metadata = new grpc.Metadata();
  metadata.set("error-code", error.errorCode);
  metadata.set("rpc-id", rpcId);
  return {
    code: grpc.status[error.status],
    details: `${error.message} rpcId: ${rpcId}`,
    metadata,
  };
}
