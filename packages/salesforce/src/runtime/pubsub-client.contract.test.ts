import { fileURLToPath } from "node:url";
import {
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { expect, it } from "vitest";
import { createPubSubClient, type FetchResponse } from "./pubsub-client.ts";

const PROTO = fileURLToPath(new URL("./pubsub.proto", import.meta.url));

it("takes a message of a hundred large events", async () => {
  const loaded = loadPackageDefinition(loadSync(PROTO, { defaults: true })) as unknown as {
    eventbus: { v1: { PubSub: ServiceClientConstructor } };
  };
  const server = new Server({ "grpc.max_send_message_length": -1 });
  const event = {
    event: { schemaId: "s", payload: Buffer.alloc(96_000) },
    replayId: Buffer.alloc(8),
  };
  server.addService(loaded.eventbus.v1.PubSub.service, {
    Subscribe: (call: ServerDuplexStream<object, object>) => {
      call.once("data", () => call.write({ events: Array.from({ length: 100 }, () => event) }));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const client = createPubSubClient(`127.0.0.1:${port}`, true);
  const stream = client.Subscribe(new Metadata());
  try {
    const response = new Promise<FetchResponse>((resolve, reject) => {
      stream.once("data", resolve).on("error", reject);
    });
    stream.write({ topicName: "/data/ChangeEvents", numRequested: 100 });
    expect((await response).events).toHaveLength(100);
  } finally {
    stream.on("error", () => undefined).cancel();
    client.close();
    server.forceShutdown();
  }
});
