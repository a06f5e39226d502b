import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import {
  encodeReplayId,
  type FetchRequest,
  type Delivery,
  Subscription,
  type SubscriptionError,
  topicNotFound,
} from "../feed/subscription.ts";
import { sessionOf } from "../oauth/sessions.ts";
import type { Org } from "../org.ts";
import { toLongId } from "../store/record-id.ts";
import { isLoopbackAddress } from "./http-shell.ts";
import { addressesOf, inUrl } from "./listen.ts";

/** The Pub/Sub API (S2.2): a gRPC server around the org's event bus. Plaintext, for this machine. */

const PROTO = fileURLToPath(new URL("../../data/proto/pubsub_api.proto", import.meta.url));
/** A sign of life is due within 270 s. */
const KEEP_ALIVE_MS = 240_000;
const AUTH_ERROR = "sfdc.platform.eventbus.grpc.service.auth.error";

export interface GrpcShell {
  /** The port that was bound; useful when 0 was asked for. */
  readonly port: number;
  close(): Promise<void>;
}

export interface GrpcOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly now: () => number;
  /** Milliseconds between signs of life; default 240,000. */
  readonly keepAliveMs?: number;
}

/** Names as in the proto file, in lower camel case. */
interface FetchResponse {
  readonly events: readonly unknown[];
  readonly latestReplayId: Buffer;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
}

type SubscribeCall = grpc.ServerDuplexStream<FetchRequest, FetchResponse>;
type Unary<Request, Response> = grpc.handleUnaryCall<Request, Response>;

/** Serves the org's event bus. @throws the system's error when the port is taken */
export async function grpcShell(org: Org, options: GrpcOptions): Promise<GrpcShell> {
  const server = new grpc.Server();
  const streams = new Set<() => void>();
  const stopListening = org.onCommit((commit) => {
    if (commit.events.length > 0) for (const pump of streams) pump();
  });
  const getSchema: Unary<{ readonly schemaId: string }, object> = (call, callback) => {
    const refusal = authorise(org, call, options.now());
    const schemaJson = org.feed.schemaJson(call.request.schemaId);
    if (refusal !== undefined) callback(refusal);
    else if (schemaJson === undefined) callback(schemaNotFound(call.request.schemaId));
    else callback(null, { schemaJson, schemaId: call.request.schemaId, rpcId: randomUUID() });
  };
  const getTopic: Unary<{ readonly topicName: string }, object> = (call, callback) => {
    const refusal = authorise(org, call, options.now());
    const { topicName } = call.request;
    if (refusal !== undefined) callback(refusal);
    else if (org.feed.entitiesOf(topicName) === undefined)
      callback(statusOf(topicNotFound(topicName)));
    else {
      callback(null, {
        topicName,
        tenantGuid: `core/emulator/${org.settings.organizationId}`,
        canPublish: false,
        canSubscribe: true,
        schemaId: org.feed.schemaOfTopic(topicName)?.id ?? "",
        rpcId: randomUUID(),
      });
    }
  };
  const subscribe = (call: SubscribeCall): void => runStream(org, call, streams, options);
  server.addService(serviceDefinition(), {
    Subscribe: subscribe,
    GetSchema: getSchema,
    GetTopic: getTopic,
  });
  const port = await bindAll(server, options.host, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        stopListening();
        server.forceShutdown();
        resolve();
      }),
  };
}

/** The service as the proto file declares it, so that the wire format is not ours to get wrong. */
function serviceDefinition(): grpc.ServiceDefinition {
  const definition = loadSync(PROTO, { enums: String, longs: Number, defaults: true });
  return definition["eventbus.v1.PubSub"] as unknown as grpc.ServiceDefinition;
}

/** On every address that the host stands for; only the first must be there. */
async function bindAll(server: grpc.Server, host: string, wanted: number): Promise<number> {
  const [first, ...others] = addressesOf(host);
  const port = await bind(server, `${inUrl(first)}:${wanted}`);
  for (const address of others) {
    await bind(server, `${inUrl(address)}:${port}`).catch((error: unknown) => {
      if (String(error).includes("EADDRINUSE")) throw error;
    });
  }
  return port;
}

/** Binds the port; the library's callback as a promise. */
function bind(server: grpc.Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

/** One Subscribe stream, from its first request to its end. */
function runStream(
  org: Org,
  call: SubscribeCall,
  streams: Set<() => void>,
  options: GrpcOptions,
): void {
  const refusal = authorise(org, call, options.now());
  if (refusal !== undefined) {
    call.emit("error", refusal);
    return;
  }
  const subscription = new Subscription(org.feed);
  const write = (delivery: Delivery): void => {
    org.usage.countDelivered(delivery.events.length);
    call.write(responseOf(delivery));
  };
  const pump = (): void => {
    for (let next = subscription.take(); next !== undefined; next = subscription.take())
      write(next);
  };
  let isOpen = false;
  const alive = setInterval(() => {
    if (isOpen) write(subscription.keepAlive());
  }, options.keepAliveMs ?? KEEP_ALIVE_MS);
  alive.unref();
  const stop = (): void => {
    clearInterval(alive);
    streams.delete(pump);
  };
  call.on("data", (fetch: FetchRequest) => {
    const wrong = subscription.request(fetch);
    if (wrong !== undefined) {
      stop();
      call.emit("error", statusOf(wrong));
      return;
    }
    isOpen = true;
    streams.add(pump);
    pump();
  });
  call.on("end", () => {
    stop();
    call.end();
  });
  call.on("cancelled", stop);
  call.on("error", stop);
}

/** A delivery in the words of the proto file. */
function responseOf(delivery: Delivery): FetchResponse {
  return {
    events: delivery.events.map((event) => ({
      event: {
        id: event.eventId,
        schemaId: event.schemaId,
        payload: Buffer.from(event.payload, "base64"),
        headers: [],
      },
      replayId: encodeReplayId(event.replayId),
    })),
    latestReplayId: encodeReplayId(delivery.latestReplayId),
    rpcId: randomUUID(),
    pendingNumRequested: delivery.pendingNumRequested,
  };
}

/** Every call carries `accesstoken`, `instanceurl` and `tenantid`. */
function authorise(
  org: Org,
  call: { readonly metadata: grpc.Metadata; getPeer(): string },
  now: number,
): Partial<grpc.StatusObject> | undefined {
  const value = (name: string): string => String(call.metadata.get(name)[0] ?? "");
  const refuse = (details: string): Partial<grpc.StatusObject> => ({
    code: grpc.status.UNAUTHENTICATED,
    details,
    metadata: trailer(AUTH_ERROR),
  });
  if (value("instanceurl") === "") return refuse("The instanceurl metadata is missing.");
  if (toLongId(value("tenantid").slice(0, 15)) !== org.settings.organizationId) {
    return refuse("The tenantid metadata is missing or names another org.");
  }
  const fromLoopback = isLoopbackAddress(call.getPeer().replace(/^\[|\]?:\d+$/g, ""));
  const session = sessionOf(org, value("accesstoken"), { now, fromLoopback });
  return session === undefined
    ? refuse("Authentication failed: the access token is not valid.")
    : undefined;
}

/** A refusal as a gRPC status. */
function statusOf(error: SubscriptionError): Partial<grpc.StatusObject> {
  return {
    code: grpc.status[error.status],
    details: error.message,
    metadata: trailer(error.errorCode),
  };
}

/** The platform forgets schemas; a client then has to ask for the topic's present one. */
function schemaNotFound(schemaId: string): Partial<grpc.StatusObject> {
  return {
    code: grpc.status.NOT_FOUND,
    details: `There is no schema ${schemaId}.`,
    metadata: trailer("sfdc.platform.eventbus.grpc.schema.not.found"),
  };
}

/** Clients branch on this trailer, not on the status (S2.2). */
function trailer(errorCode: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set("error-code", errorCode);
  return metadata;
}
