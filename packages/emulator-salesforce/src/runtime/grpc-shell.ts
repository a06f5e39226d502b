import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { pubSubError } from "../feed/errors.ts";
import { topicNotFound } from "../feed/subscription.ts";
import { PUBLISH_STREAM_IDLE_MS, PUBSUB_CLIENTS_MAX, SUBSCRIBE_IDLE_MS } from "../not-evidenced.ts";
import type { Org } from "../org.ts";
import { authorise } from "./grpc-auth.ts";
import { type GrpcContext, isRefusal } from "./grpc-context.ts";
import { publish, type PublishCall, publishStream } from "./grpc-publish.ts";
import { statusOf } from "./grpc-status.ts";
import { subscribe, type SubscribeCall } from "./grpc-subscribe.ts";
import { addressesOf, inUrl } from "./listen.ts";

/**
 * The Pub/Sub API (S2.2): a gRPC server around the org's event bus. Plaintext, for this machine; with a key
 * and certificate also TLS on a port of its own, because most clients of the platform insist on it.
 */

const PROTO = fileURLToPath(new URL("../../data/proto/pubsub_api.proto", import.meta.url));
/** A sign of life is due within 270 s. */
const KEEP_ALIVE_MS = 240_000;
/** Streams that one HTTP/2 connection may have (S2.2). */
const STREAMS_PER_CONNECTION_MAX = 1000;

export interface GrpcShell {
  /** The port that was bound; useful when 0 was asked for. */
  readonly port: number;
  /** The port of TLS, when it was asked for. */
  readonly tlsPort: number | undefined;
  close(): Promise<void>;
}

export interface GrpcOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly now: () => number;
  /** Milliseconds between signs of life; default 240,000. */
  readonly keepAliveMs?: number;
  /** Milliseconds that a subscription without outstanding requests is kept; default 60,000. */
  readonly subscribeIdleMs?: number;
  /** Milliseconds that a publish stream may be silent; default 70,000. */
  readonly publishIdleMs?: number;
  /** Streams that may be open at once; default 1,000. */
  readonly clientsMax?: number;
  /** TLS on a second port. */
  readonly tls?: GrpcTls;
}

export interface GrpcTls {
  /** 0 for a free one. */
  readonly port: number;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

type Unary<Request, Response> = grpc.handleUnaryCall<Request, Response>;

/** Serves the org's event bus. @throws the system's error when the port is taken */
export async function grpcShell(org: Org, options: GrpcOptions): Promise<GrpcShell> {
  const server = new grpc.Server({
    "grpc.max_concurrent_streams": STREAMS_PER_CONNECTION_MAX,
  });
  const context: GrpcContext = {
    org,
    now: options.now,
    keepAliveMs: options.keepAliveMs ?? KEEP_ALIVE_MS,
    subscribeIdleMs: options.subscribeIdleMs ?? SUBSCRIBE_IDLE_MS,
    publishIdleMs: options.publishIdleMs ?? PUBLISH_STREAM_IDLE_MS,
    clientsMax: options.clientsMax ?? PUBSUB_CLIENTS_MAX,
    streams: new Set(),
  };
  const stopListening = org.onCommit((commit) => {
    const streams = [...context.streams];
    if (commit.events.length > 0) for (const stream of streams) stream.pump();
    // What they were owed is gone; following again tells them so.
    if (commit.replacedBy === undefined) return;
    for (const stream of streams) stream.fail(pubSubError("service.unavailable"));
  });
  // ManagedSubscribe, a beta, is declared but not handled: gRPC answers UNIMPLEMENTED.
  server.addService(serviceDefinition(), {
    Subscribe: (call: SubscribeCall) => subscribe(context, call),
    GetSchema: getSchema(context),
    GetTopic: getTopic(context),
    Publish: publish(context),
    PublishStream: (call: PublishCall) => publishStream(context, call),
  });
  const stop = (): void => {
    stopListening();
    server.forceShutdown();
  };
  try {
    return { ...(await bindPorts(server, options)), close: async () => stop() };
  } catch (error) {
    // A port that was bound before the one that is taken would stay so.
    stop();
    throw error;
  }
}

async function bindPorts(
  server: grpc.Server,
  { host, port, tls }: GrpcOptions,
): Promise<Pick<GrpcShell, "port" | "tlsPort">> {
  const plain = await bindAll(server, host, port, grpc.ServerCredentials.createInsecure());
  const tlsPort =
    tls === undefined ? undefined : await bindAll(server, host, tls.port, credentialsOf(tls));
  return { port: plain, tlsPort };
}

function getSchema(context: GrpcContext): Unary<{ readonly schemaId: string }, object> {
  return (call, callback) => {
    const { schemaId } = call.request;
    const session = authorise(context.org, call, context.now());
    if (isRefusal(session)) return callback(statusOf(session));
    if (schemaId.trim() === "") return callback(statusOf(pubSubError("schema.validation.failed")));
    const schemaJson = context.org.feed.schemaJson(schemaId);
    if (schemaJson === undefined) {
      return callback(statusOf(pubSubError("schema.not.found", schemaId)));
    }
    callback(null, { schemaJson, schemaId, rpcId: randomUUID() });
  };
}

function getTopic(context: GrpcContext): Unary<{ readonly topicName: string }, object> {
  return (call, callback) => {
    const { topicName } = call.request;
    const { org } = context;
    const session = authorise(org, call, context.now());
    if (isRefusal(session)) return callback(statusOf(session));
    if (topicName.trim() === "") return callback(statusOf(pubSubError("topic.validation.empty")));
    const entities = org.feed.entitiesOf(topicName);
    if (entities === undefined) return callback(statusOf(topicNotFound(topicName)));
    const access = org.accessOf(session.userId);
    const published = org.schema.object(/^\/event\/(\w+__e)$/.exec(topicName)?.[1] ?? "");
    callback(null, {
      topicName,
      tenantGuid: `core/emulator/${org.settings.organizationId}`,
      canPublish: published !== undefined && access.object(published.name).create,
      canSubscribe: entities.size === 0 || [...entities].some((name) => access.object(name).read),
      schemaId: org.feed.schemaOfTopic(topicName)?.id ?? "",
      rpcId: randomUUID(),
    });
  };
}

/** The service as the proto file declares it, so that the wire format is not ours to get wrong. */
function serviceDefinition(): grpc.ServiceDefinition {
  const definition = loadSync(PROTO, { enums: String, longs: Number, defaults: true });
  return definition["eventbus.v1.PubSub"] as unknown as grpc.ServiceDefinition;
}

const credentialsOf = (tls: GrpcTls): grpc.ServerCredentials =>
  grpc.ServerCredentials.createSsl(null, [
    { cert_chain: Buffer.from(tls.certificatePem), private_key: Buffer.from(tls.privateKeyPem) },
  ]);

/** On every address that the host stands for; only the first must be there. */
async function bindAll(
  server: grpc.Server,
  host: string,
  wanted: number,
  credentials: grpc.ServerCredentials,
): Promise<number> {
  const [first, ...others] = addressesOf(host);
  const port = await bind(server, `${inUrl(first)}:${wanted}`, credentials);
  for (const address of others) {
    await bind(server, `${inUrl(address)}:${port}`, credentials).catch((error: unknown) => {
      if (String(error).includes("EADDRINUSE")) throw error;
    });
  }
  return port;
}

/** Binds the port; the library's callback as a promise. */
function bind(
  server: grpc.Server,
  address: string,
  credentials: grpc.ServerCredentials,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
