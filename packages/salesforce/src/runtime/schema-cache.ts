/** The schemas of the events of one stream, fetched once each. */
import type { Metadata } from "@grpc/grpc-js";
import type { EventSchema } from "../feed/event-schema.ts";
import { isNoSuchSchema } from "../feed/feed-end.ts";
import { type NoSchema, schemaOf } from "../feed/read-events.ts";
import type { PubSubClient } from "./pubsub-client.ts";
import { asStreamFailure } from "./stream-failure.ts";

/** An answer that does not come in this time comes no more; the stream is then opened again. */
const FETCH_WITHIN_MS = 10_000;

export interface SchemaCache {
  /** Throws what gRPC throws when the schema cannot be fetched now. */
  find(schemaId: string): Promise<EventSchema | NoSchema>;
}

/** A schema never changes under its id; it gets another id when fields come or go. */
export function createSchemaCache(client: PubSubClient, metadata: Metadata): SchemaCache {
  const known = new Map<string, EventSchema | NoSchema>();
  return {
    async find(schemaId) {
      const found = known.get(schemaId) ?? schemaOf(await fetchSchema(client, metadata, schemaId));
      known.set(schemaId, found);
      return found;
    },
  };
}

/** Null where Salesforce answers that there is none. */
function fetchSchema(
  client: PubSubClient,
  metadata: Metadata,
  schemaId: string,
): Promise<string | null> {
  const deadline = { deadline: Date.now() + FETCH_WITHIN_MS };
  return new Promise((resolve, reject) => {
    client.GetSchema({ schemaId }, metadata, deadline, (error, answer) => {
      if (error === null) return resolve(answer?.schemaJson ?? "");
      const failure = asStreamFailure(error);
      if (failure !== null && isNoSuchSchema(failure)) resolve(null);
      else reject(error);
    });
  });
}
