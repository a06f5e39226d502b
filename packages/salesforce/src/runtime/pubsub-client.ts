/** The gRPC client of the Pub/Sub API, typed. */
import { fileURLToPath } from "node:url";
import {
  type ChannelCredentials,
  type ClientDuplexStream,
  credentials,
  loadPackageDefinition,
  type Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

export interface FetchRequest {
  readonly topicName?: string;
  readonly replayPreset?: "LATEST" | "EARLIEST" | "CUSTOM";
  readonly replayId?: Buffer;
  readonly numRequested: number;
}

export interface FetchResponse {
  readonly events: readonly {
    readonly event: { readonly schemaId: string; readonly payload: Buffer };
    readonly replayId: Buffer;
  }[];
  readonly latestReplayId: Buffer;
  readonly pendingNumRequested: number;
}

export type Subscription = ClientDuplexStream<FetchRequest, FetchResponse>;

export interface PubSubClient {
  // The names are the service's own.
  Subscribe(metadata: Metadata): Subscription;
  GetSchema(
    request: { readonly schemaId: string },
    metadata: Metadata,
    options: { readonly deadline: number },
    done: (error: ServiceError | null, answer?: { readonly schemaJson: string }) => void,
  ): unknown;
  close(): void;
}

type PubSubConstructor = new (
  endpoint: string,
  security: ChannelCredentials,
  options: Readonly<Record<string, number>>,
) => PubSubClient;

/**
 * A message may hold all events that were asked for, each up to 1 MB (S2.2), many times what gRPC takes
 * of itself: one that is refused would come again at every attempt.
 */
const MESSAGE_BYTES_MAX = 128 * 1_048_576;

/** Notice a dead connection in half a minute, though Salesforce itself is silent for up to 270 s. */
const KEEP_ALIVE = { "grpc.keepalive_time_ms": 20_000, "grpc.keepalive_timeout_ms": 10_000 };
const CHANNEL = { ...KEEP_ALIVE, "grpc.max_receive_message_length": MESSAGE_BYTES_MAX };

export function createPubSubClient(endpoint: string, isPlaintext: boolean): PubSubClient {
  const proto = fileURLToPath(new URL("./pubsub.proto", import.meta.url));
  const definition = loadSync(proto, { defaults: true, enums: String, longs: String });
  const loaded = loadPackageDefinition(definition) as unknown as {
    readonly eventbus: { readonly v1: { readonly PubSub: PubSubConstructor } };
  };
  const security = isPlaintext ? credentials.createInsecure() : credentials.createSsl();
  return new loaded.eventbus.v1.PubSub(endpoint, security, CHANNEL);
}
