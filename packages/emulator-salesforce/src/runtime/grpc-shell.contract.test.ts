import { afterEach, describe, expect, it, vi } from "vitest";
import { decodeEvent } from "../../test/support/decode-event.ts";
import { OrgClient } from "../../test/support/org-client.ts";
import { type FetchResponse, PubSubClient, type Stream } from "../../test/support/pubsub-client.ts";
import { type GrpcShell, grpcShell } from "./grpc-shell.ts";

const TOPIC = "/data/ChangeEvents";
/** Between signs of life, where a test waits for one. */
const SOON_MS = 40;
const PREFIX = "sfdc.platform.eventbus.grpc.";
const shells: GrpcShell[] = [];
const clients: PubSubClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const shell of shells.splice(0)) await shell.close();
});

async function serve(keepAliveMs?: number) {
  const org = new OrgClient();
  const options = { host: "127.0.0.1", port: 0, now: () => org.now };
  const shell = await grpcShell(
    org.org,
    keepAliveMs === undefined ? options : { ...options, keepAliveMs },
  );
  shells.push(shell);
  const connect = (auth = {}) => {
    const client = new PubSubClient(shell.port, auth);
    clients.push(client);
    return client;
  };
  return { org, connect, client: connect() };
}

const eventsOf = (stream: Stream): FetchResponse["events"] =>
  stream.responses.flatMap((each) => each.events);
const arrived = (stream: Stream, count: number) =>
  vi.waitFor(() => expect(eventsOf(stream)).toHaveLength(count), { timeout: 5000 });
const failed = (stream: Stream) =>
  vi.waitFor(() => expect(stream.failure).toBeDefined(), { timeout: 5000 });

/** A sign of life shows that the server follows the stream from here on; give `serve` a short interval. */
const followed = (stream: Stream) =>
  vi.waitFor(() => expect(stream.responses).not.toEqual([]), { timeout: 5000 });

/** Time for a mistaken delivery to arrive: a test for absence has nothing to wait for. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

describe("Subscribe", () => {
  it("delivers events live, decodable by the schema they name", async () => {
    const { org, client } = await serve(SOON_MS);
    const stream = client.subscribe();
    stream.request({ topicName: TOPIC, numRequested: 10 });
    await followed(stream);
    const id = org.create("Account", { Name: "A", BillingCity: "Bayshore" });
    await arrived(stream, 1);
    const [consumed] = eventsOf(stream);
    const schema = await client.call("GetSchema", { schemaId: consumed?.event.schemaId });
    const event = decodeEvent(
      String(schema["schemaJson"]),
      consumed?.event.payload ?? Buffer.alloc(0),
    );
    expect(event.header).toMatchObject({
      entityName: "Account",
      recordIds: [id],
      changeType: "CREATE",
    });
    expect(event.fields).toMatchObject({ Name: "A", BillingAddress: { City: "Bayshore" } });
    expect(stream.responses.at(-1)).toMatchObject({
      pendingNumRequested: 9,
      latestReplayId: consumed?.replayId,
    });
    expect(org.org.usage.report().events).toEqual({ published: 1, delivered: 1 });
  });

  it("sends no more than was asked for, and never more than 100 at once", async () => {
    const { org, client } = await serve();
    const create = (count: number) => {
      for (let n = 0; n < count; n += 1) org.create("Account", { Name: `A${n}` });
    };
    create(3);
    const stream = client.subscribe();
    stream.request({ topicName: TOPIC, replayPreset: "EARLIEST", numRequested: 2 });
    await arrived(stream, 2);
    await settle();
    expect(eventsOf(stream)).toHaveLength(2);
    stream.request({ numRequested: 500 });
    await arrived(stream, 3);
    expect(stream.responses.at(-1)?.pendingNumRequested).toBe(99);
    create(120);
    await arrived(stream, 102);
    await settle();
    expect(eventsOf(stream)).toHaveLength(102);
    stream.request({ topicName: TOPIC, numRequested: 100 });
    await arrived(stream, 123);
  });

  it("resumes after a replay id with every event once and in order", async () => {
    const { org, client, connect } = await serve();
    for (let n = 0; n < 5; n += 1) org.create("Account", { Name: `A${n}` });
    const first = client.subscribe();
    first.request({ topicName: TOPIC, replayPreset: "EARLIEST", numRequested: 2 });
    await arrived(first, 2);
    const replayId = eventsOf(first).at(-1)?.replayId;
    first.cancel();
    const second = connect().subscribe();
    second.request({ topicName: TOPIC, replayPreset: "CUSTOM", replayId, numRequested: 100 });
    await arrived(second, 3);
    const ids = [...eventsOf(first), ...eventsOf(second)].map((each) =>
      each.replayId.readBigUInt64BE(),
    );
    expect(ids).toEqual(org.org.feed.since(TOPIC, 0).map((event) => BigInt(event.replayId)));
  });

  it("starts at the tip unless told otherwise", async () => {
    const { org, client } = await serve(SOON_MS);
    org.create("Account", { Name: "Before" });
    const stream = client.subscribe();
    stream.request({ topicName: TOPIC, numRequested: 10 });
    await followed(stream);
    org.create("Account", { Name: "After" });
    await arrived(stream, 1);
    await settle();
    expect(eventsOf(stream)).toHaveLength(1);
  });

  it("gives signs of life whose replay id skips nothing that is still owed", async () => {
    const { org, client } = await serve(SOON_MS);
    org.create("Account", { Name: "A" });
    org.create("Account", { Name: "B" });
    const stream = client.subscribe();
    stream.request({ topicName: TOPIC, replayPreset: "EARLIEST", numRequested: 1 });
    await vi.waitFor(() => expect(stream.responses.length).toBeGreaterThan(2), { timeout: 5000 });
    const alive = stream.responses.filter((each) => each.events.length === 0);
    const delivered = eventsOf(stream)[0]?.replayId;
    expect(alive.every((each) => each.latestReplayId.equals(delivered ?? Buffer.alloc(0)))).toBe(
      true,
    );
    stream.request({ numRequested: 1 });
    await arrived(stream, 2);
  });

  it("ends when the client has finished and has everything that it asked for", async () => {
    const { org, client } = await serve(SOON_MS);
    const stream = client.subscribe();
    stream.request({ topicName: TOPIC, numRequested: 1 });
    stream.end();
    await followed(stream);
    await settle();
    expect(stream.isEnded).toBe(false);
    org.create("Account", { Name: "A" });
    await vi.waitFor(() => expect(stream.isEnded).toBe(true), { timeout: 5000 });
    expect(eventsOf(stream)).toHaveLength(1);
    expect(stream.failure).toBeUndefined();
  });

  it.each([
    [{ topicName: "/data/Nothing__chn", numRequested: 1 }, 5, "topic.not.found"],
    [{ topicName: TOPIC, numRequested: 0 }, 3, "subscription.fetch.requested.events.invalid"],
    [
      { topicName: TOPIC, replayPreset: "CUSTOM", numRequested: 1 },
      3,
      "subscription.fetch.replayid.validation.failed",
    ],
    [
      { topicName: TOPIC, replayPreset: "CUSTOM", replayId: Buffer.alloc(8, 9), numRequested: 1 },
      3,
      "subscription.fetch.replayid.corrupted",
    ],
    [
      { topicName: TOPIC, replayPreset: "CUSTOM", replayId: Buffer.from("x"), numRequested: 1 },
      3,
      "subscription.fetch.replayid.corrupted",
    ],
  ])("refuses %j with the trailer that clients branch on", async (fetch, code, errorCode) => {
    const { client } = await serve();
    const stream = client.subscribe();
    stream.request(fetch);
    await failed(stream);
    expect(stream.failure).toMatchObject({ code, errorCode: PREFIX + errorCode });
  });

  it("refuses a change of topic within a stream", async () => {
    const { client } = await serve();
    const stream = client.subscribe();
    stream.request({ topicName: TOPIC, numRequested: 1 });
    stream.request({ topicName: "/data/AccountChangeEvent", numRequested: 1 });
    await failed(stream);
    expect(stream.failure?.errorCode).toBe(`${PREFIX}subscription.fetch.topic.mismatch`);
  });

  it.each([
    [{ accesstoken: "nonsense" }, "error"],
    [{ tenantid: "00D000000000009EAA" }, "error"],
    [{ accesstoken: "" }, "headers.invalid"],
    [{ tenantid: "" }, "headers.invalid"],
    [{ instanceurl: "" }, "headers.invalid"],
  ])("refuses %j as unauthenticated", async (auth, errorCode) => {
    const { connect } = await serve();
    const stream = connect(auth).subscribe();
    stream.request({ topicName: TOPIC, numRequested: 1 });
    await failed(stream);
    expect(stream.failure).toMatchObject({
      code: 16,
      errorCode: `${PREFIX}service.auth.${errorCode}`,
    });
  });
});

describe("GetTopic and GetSchema", () => {
  it("describe a topic and its schema", async () => {
    const { client } = await serve();
    const topic = await client.call("GetTopic", { topicName: "/data/AccountChangeEvent" });
    expect(topic).toMatchObject({
      topicName: "/data/AccountChangeEvent",
      canSubscribe: true,
      canPublish: false,
    });
    const schema = await client.call("GetSchema", { schemaId: topic["schemaId"] });
    expect(JSON.parse(String(schema["schemaJson"]))).toMatchObject({
      name: "AccountChangeEvent",
      type: "record",
    });
    const several = await client.call("GetTopic", { topicName: "/data/Accord_Sync__chn" });
    expect(several["schemaId"]).toBe("");
  });

  it("refuse unknown names, and the beta of managed subscriptions", async () => {
    const { client, connect } = await serve();
    await expect(client.call("GetTopic", { topicName: "/data/X" })).rejects.toMatchObject({
      code: 5,
      errorCode: `${PREFIX}topic.not.found`,
    });
    await expect(client.call("GetSchema", { schemaId: "x" })).rejects.toMatchObject({
      code: 5,
      errorCode: `${PREFIX}schema.not.found`,
    });
    await expect(
      connect({ accesstoken: "x" }).call("GetTopic", { topicName: TOPIC }),
    ).rejects.toMatchObject({ code: 16 });
    const managed = client.subscribe("ManagedSubscribe");
    await failed(managed);
    expect(managed.failure?.code).toBe(12);
  });
});
