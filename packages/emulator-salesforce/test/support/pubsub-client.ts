import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

/** A Pub/Sub API client as a customer would write one: the proto file and nothing of the emulator. */

export interface FetchResponse {
  readonly events: readonly {
    readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer };
    readonly replayId: Buffer;
  }[];
  readonly latestReplayId: Buffer;
  readonly pendingNumRequested: number;
  /** Of a publish stream. */
  readonly results?: readonly object[];
}

export interface Failure {
  readonly code: number;
  readonly errorCode: string;
  /** The text, which ends in the id of the call. */
  readonly details: string;
  /** The trailer `rpc-id`. */
  readonly rpcId: string;
}

const PROTO = fileURLToPath(new URL("../../data/proto/pubsub_api.proto", import.meta.url));

export interface Stream {
  readonly responses: FetchResponse[];
  failure: Failure | undefined;
  isEnded: boolean;
  request(fetch: object): void;
  end(): void;
  cancel(): void;
}

export class PubSubClient {
  readonly #client: grpc.Client;
  readonly #metadata = new grpc.Metadata();

  constructor(
    port: number,
    auth: { accesstoken?: string; instanceurl?: string; tenantid?: string } = {},
  ) {
    const loaded = grpc.loadPackageDefinition(loadSync(PROTO, { enums: String, defaults: true }));
    const { PubSub } = (loaded["eventbus"] as grpc.GrpcObject)["v1"] as {
      PubSub: grpc.ServiceClientConstructor;
    };
    this.#client = new PubSub(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const values = {
      accesstoken: "demo",
      instanceurl: "http://127.0.0.1",
      tenantid: "00D000000000001EAA",
      ...auth,
    };
    for (const [name, value] of Object.entries(values)) this.#metadata.set(name, value);
  }

  call(
    method: "GetSchema" | "GetTopic" | "Publish",
    request: object,
  ): Promise<Record<string, unknown>> {
    const client = this.#client as unknown as Record<
      string,
      (
        request: object,
        metadata: grpc.Metadata,
        done: (error: grpc.ServiceError | null, answer: Record<string, unknown>) => void,
      ) => void
    >;
    return new Promise((resolve, reject) => {
      client[method]?.call(client, request, this.#metadata, (error, answer) => {
        if (error === null) resolve(answer);
        else reject(Object.assign(new Error(error.details), failureOf(error)));
      });
    });
  }

  /** Opens a stream of any of the methods that stream; the answers are called as those of Subscribe. */
  subscribe(method: "Subscribe" | "PublishStream" | "ManagedSubscribe" = "Subscribe"): Stream {
    const client = this.#client as unknown as Record<
      string,
      (metadata: grpc.Metadata) => grpc.ClientDuplexStream<object, FetchResponse>
    >;
    const call = client[method]?.call(client, this.#metadata);
    if (call === undefined) throw new Error(`No method ${method}`);
    const stream: Stream = {
      responses: [],
      failure: undefined,
      isEnded: false,
      request: (fetch) => void call.write(fetch),
      end: () => call.end(),
      cancel: () => call.cancel(),
    };
    call.on("data", (response: FetchResponse) => stream.responses.push(response));
    call.on("error", (error: grpc.ServiceError) => {
      stream.failure = failureOf(error);
    });
    call.on("end", () => {
      stream.isEnded = true;
    });
    return stream;
  }

  close(): void {
    this.#client.close();
  }
}

function failureOf(error: grpc.ServiceError): Failure {
  const trailer = (name: string): string => String(error.metadata?.get(name)[0] ?? "");
  const { code, details } = error;
  return { code, details, errorCode: trailer("error-code"), rpcId: trailer("rpc-id") };
}
