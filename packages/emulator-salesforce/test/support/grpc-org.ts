import { vi, expect } from "vitest";
import { type GrpcOptions, type GrpcShell, grpcShell } from "../../src/runtime/grpc-shell.ts";
import type { OrgClient } from "./org-client.ts";
import { type FetchResponse, PubSubClient, type Stream } from "./pubsub-client.ts";

/** An org behind a gRPC server of its own, and what tests of streams wait for. */

export const ERRORS = "sfdc.platform.eventbus.grpc.";

type Limits = Partial<
  Pick<GrpcOptions, "keepAliveMs" | "subscribeIdleMs" | "publishIdleMs" | "clientsMax">
>;

/** The servers and clients of one test file; closed after each test. */
export class GrpcOrgs {
  readonly #shells: GrpcShell[] = [];
  readonly #clients: PubSubClient[] = [];

  async serve<Client extends OrgClient>(client: Client, limits: Limits = {}) {
    const options = { host: "127.0.0.1", port: 0, now: () => client.now, ...limits };
    const shell = await grpcShell(client.org, options);
    this.#shells.push(shell);
    return {
      org: client,
      connect: (auth: ConstructorParameters<typeof PubSubClient>[1] = {}): PubSubClient => {
        const made = new PubSubClient(shell.port, auth);
        this.#clients.push(made);
        return made;
      },
    };
  }

  async close(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    for (const shell of this.#shells.splice(0)) await shell.close();
  }
}

export const eventsOf = (stream: Stream): FetchResponse["events"] =>
  stream.responses.flatMap((each) => each.events);

export const arrived = (stream: Stream, count: number) =>
  vi.waitFor(() => expect(eventsOf(stream)).toHaveLength(count), { timeout: 5000 });

/** The failure of a stream, once it has failed. */
export async function failureOf(stream: Stream) {
  await vi.waitFor(() => expect(stream.failure).toBeDefined(), { timeout: 5000 });
  return stream.failure;
}

export const ended = (stream: Stream) =>
  vi.waitFor(() => expect(stream.isEnded).toBe(true), { timeout: 5000 });
