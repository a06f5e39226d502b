/** The stream's own rules, against a bus that the test writes itself: what is asked for, and when. */
import { fileURLToPath } from "node:url";
import {
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
  type StatusObject,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { afterEach, describe, expect, it } from "vitest";
import type { FeedPage, FeedStart } from "@accord-sync/core/ports/change-feed.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createPubSubFeed } from "../src/runtime/pubsub-feed.ts";
import { ORG_ID, ORIGIN } from "./emulated-org.ts";

interface Asked {
  readonly numRequested: number;
  readonly replayPreset: string;
  readonly replayId: Buffer;
}

type Stream = ServerDuplexStream<Asked, unknown>;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type AnswerSchema = (error: Partial<StatusObject> | null, answer?: object) => void;

/** A bus that does with each stream what `onStream` says, and with each question for a schema `onSchema`. */
async function bus(
  onStream: (stream: Stream, requests: Asked[]) => void,
  onSchema: (answer: AnswerSchema) => void = (answer) => answer({ details: "not served" }),
) {
  const proto = fileURLToPath(new URL("../src/runtime/pubsub.proto", import.meta.url));
  const loaded = loadPackageDefinition(loadSync(proto, { defaults: true, enums: String }));
  const { service } = (
    loaded as unknown as { eventbus: { v1: { PubSub: { service: ServiceDefinition } } } }
  ).eventbus.v1.PubSub;
  const requests: Asked[] = [];
  const sessions: string[] = [];
  const server = new Server();
  server.addService(service, {
    Subscribe: (stream: Stream) => {
      sessions.push(String(stream.metadata.get("accesstoken")[0]));
      stream.on("data", (request: Asked) => requests.push(request));
      stream.on("error", () => {});
      onStream(stream, requests);
    },
    GetSchema: (_call: unknown, answer: AnswerSchema) => onSchema(answer),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  closers.push(() => server.forceShutdown());
  return { endpoint: `127.0.0.1:${port}`, requests, sessions };
}

const page = (replayId: string) => ({
  events: [],
  latestReplayId: Buffer.from(replayId, "hex"),
  rpcId: "r",
  pendingNumRequested: 0,
});

const eventPage = (replayId: string) => ({
  ...page(replayId),
  events: [
    {
      event: { id: "e", schemaId: "unknown", payload: Buffer.from([1, 2, 3]), headers: [] },
      replayId: Buffer.from(replayId, "hex"),
    },
  ],
});

/** The trailer of a refused question for a schema. */
const refusal = (code: number, errorCode: string) => {
  const metadata = new Metadata();
  if (errorCode !== "") metadata.set("error-code", `sfdc.platform.eventbus.grpc.${errorCode}`);
  return { code, details: errorCode, metadata };
};

const refuse = (stream: Stream, code: number, errorCode: string) => {
  const metadata = new Metadata();
  metadata.set("error-code", `sfdc.platform.eventbus.grpc.${errorCode}`);
  stream.emit("error", Object.assign(new Error(errorCode), { code, details: errorCode, metadata }));
};

const DEMO: TokenSource = {
  current: async () => succeed("demo"),
  renew: async () => succeed("demo"),
};

const feedAt = (endpoint: string, tokens = DEMO) =>
  createPubSubFeed({ endpoint, isPlaintext: true, orgId: ORG_ID, instanceUrl: ORIGIN, tokens });

const soon = () => new Promise((resolve) => setTimeout(resolve, 30));
const NO_STOP = new AbortController().signal;
const TIP: FeedStart = { kind: "tip" };

describe("a subscription", () => {
  it.each([
    [TIP, "LATEST", ""],
    [{ kind: "earliest" } as const, "EARLIEST", ""],
    [{ kind: "after", replayId: "00ff" } as const, "CUSTOM", "00ff"],
  ])("that begins at %j asks for a hundred events from %s", async (from, preset, replayId) => {
    const { endpoint, requests } = await bus((stream) => {
      stream.write(page("01"));
      stream.end();
    });
    await feedAt(endpoint).follow(from, async () => {}, NO_STOP);
    expect(requests[0]).toMatchObject({ numRequested: 100, replayPreset: preset });
    expect(requests[0]?.replayId.toString("hex")).toBe(replayId);
  });

  it("takes nothing more while the ledger stores a page, however much the bus would send", async () => {
    const pages: FeedPage[] = [];
    const { endpoint, requests } = await bus((stream) => {
      for (const id of ["01", "02", "03"]) stream.write(page(id));
    });
    let release = () => {};
    const stored = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stop = new AbortController();
    const onPage = async (taken: FeedPage) => {
      pages.push(taken);
      await stored;
      if (pages.length === 3) stop.abort();
    };
    const end = feedAt(endpoint).follow(TIP, onPage, stop.signal);
    while (pages.length === 0) await soon();
    await soon();
    expect([pages.length, requests.length]).toEqual([1, 1]);
    release();
    expect(await end).toEqual({ kind: "stopped" });
    expect(pages.map(({ replayId }) => replayId)).toEqual(["01", "02", "03"]);
  });

  it("that is stopped while its token is fetched is not opened", async () => {
    const stop = new AbortController();
    const tokens: TokenSource = {
      current: async () => {
        stop.abort();
        return succeed("late");
      },
      renew: async () => succeed("late"),
    };
    const { endpoint, sessions } = await bus(() => {});
    const end = await feedAt(endpoint, tokens).follow(TIP, async () => {}, stop.signal);
    expect([end, sessions]).toEqual([{ kind: "stopped" }, []]);
  });

  it("whose session ends in the middle gets a new one once, and keeps what was stored", async () => {
    const pages: string[] = [];
    const used: string[] = [];
    let session = "first";
    const tokens: TokenSource = {
      current: async () => succeed(session),
      renew: async (refused) => {
        used.push(refused);
        session = "second";
        return succeed(session);
      },
    };
    const { endpoint, sessions } = await bus((stream) => {
      stream.write(page("01"));
      setTimeout(() => refuse(stream, 16, "service.auth.error"), 20);
    });
    const feed = feedAt(endpoint, tokens);
    const take = async ({ replayId }: FeedPage) => void pages.push(replayId);
    const first = await feed.follow(TIP, take, NO_STOP);
    expect(first).toMatchObject({ kind: "failed", needsNewToken: false });
    expect([used, pages]).toEqual([["first"], ["01"]]);
    await feed.follow({ kind: "after", replayId: "01" }, take, NO_STOP);
    expect(sessions).toEqual(["first", "second"]);
  });

  it.each([
    ["subscription.limit.exceeded", { kind: "refused", error: { code: "SF_EVENTS_LIMIT" } }],
    ["topic.not.found", { kind: "refused", error: { code: "SF_EVENTS_CLOSED" } }],
    ["subscription.fetch.replayid.corrupted", { kind: "replay-lost" }],
    ["service.unavailable", { kind: "failed", needsNewToken: false }],
  ])("that ends with %s is told apart", async (errorCode, expected) => {
    const { endpoint } = await bus((stream) => refuse(stream, 8, errorCode));
    expect(await feedAt(endpoint).follow(TIP, async () => {}, NO_STOP)).toMatchObject(expected);
  });
});

describe("an event whose schema does not come", () => {
  it.each(["schema.not.found", ""])(
    "because there is none (%j) is passed over, and its page goes on",
    async (errorCode) => {
      const pages: FeedPage[] = [];
      const { endpoint, requests } = await bus(
        (stream) => {
          stream.write(eventPage("01"));
          stream.write(page("02"));
        },
        (answer) => answer(refusal(5, errorCode)),
      );
      const stop = new AbortController();
      const take = async (taken: FeedPage) => {
        pages.push(taken);
        if (pages.length === 2) stop.abort();
      };
      expect(await feedAt(endpoint).follow(TIP, take, stop.signal)).toEqual({ kind: "stopped" });
      const reason = "Salesforce does not know its schema";
      expect(pages).toEqual([
        { notices: [], unreadable: [{ type: null, since: null, reason }], replayId: "01" },
        { notices: [], unreadable: [], replayId: "02" },
      ]);
      // As many are asked for again as came, whether they could be read or not.
      while (requests.length < 2) await soon();
      expect(requests[1]).toMatchObject({ numRequested: 1 });
    },
  );

  it.each([
    [14, ""],
    [14, "schema.api.unavailable"],
    [4, ""],
    [7, "schema.meta.permission"],
    [16, "service.auth.error"],
  ])("for a reason of the moment (%i %s) is not passed over", async (code, errorCode) => {
    const pages: FeedPage[] = [];
    const { endpoint } = await bus(
      (stream) => stream.write(eventPage("01")),
      (answer) => answer(refusal(code, errorCode)),
    );
    const end = await feedAt(endpoint).follow(TIP, async (one) => void pages.push(one), NO_STOP);
    expect([end.kind, pages]).toEqual(["failed", []]);
  });
});
