import { afterEach, describe, expect, it, vi } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";
import {
  arrived,
  ended,
  ERRORS,
  eventsOf,
  failureOf,
  GrpcOrgs,
} from "../../test/support/grpc-org.ts";
import { RETENTION_MS } from "../feed/change-feed.ts";

const orgs = new GrpcOrgs();
afterEach(() => orgs.close());

const TOPIC = "/data/AccountChangeEvent";
const EARLIEST = { topicName: TOPIC, replayPreset: "EARLIEST", numRequested: 100 } as const;

describe("a stream over the daily deliveries", () => {
  it("ends with what was left, and goes on from there when there is room again", async () => {
    const { org, connect } = await orgs.serve(eventsOrg({ deliveriesPerDay: 3 }));
    for (let n = 0; n < 5; n += 1) org.create("Account", { Name: `A${n}` });
    const first = connect().subscribe();
    first.request(EARLIEST);
    expect(await failureOf(first)).toMatchObject({
      code: 8,
      errorCode: `${ERRORS}subscription.limit.exceeded`,
    });
    expect(eventsOf(first)).toHaveLength(3);
    const limits = org.send("GET", "limits").body;
    expect(limits).toMatchObject({ DailyDeliveredPlatformEvents: { Max: 3, Remaining: 0 } });
    const replayId = eventsOf(first).at(-1)?.replayId;
    const resume = { topicName: TOPIC, replayPreset: "CUSTOM", replayId, numRequested: 100 };
    const tooEarly = connect().subscribe();
    tooEarly.request(resume);
    expect(await failureOf(tooEarly)).toMatchObject({
      errorCode: `${ERRORS}subscription.limit.exceeded`,
    });
    org.wait(25 * 3_600_000);
    const later = connect().subscribe();
    later.request(resume);
    await arrived(later, 2);
  });
});

describe("faults of streams", () => {
  async function struck(rule: object) {
    const { org, connect } = await orgs.serve(eventsOrg());
    org.send("POST", "/_emulator/faults", [{ match: { path: "AccountChangeEvent" }, ...rule }]);
    org.create("Account", { Name: "A" });
    const stream = connect().subscribe();
    stream.request(EARLIEST);
    return { stream, connect };
  }

  it("refuse with the code that is asked for, once, and lose nothing", async () => {
    const { stream, connect } = await struck({
      fault: "stream-error",
      errorCode: "service.auth.error",
    });
    expect(await failureOf(stream)).toMatchObject({
      code: 16,
      errorCode: `${ERRORS}service.auth.error`,
    });
    expect(eventsOf(stream)).toEqual([]);
    const again = connect().subscribe();
    again.request(EARLIEST);
    await arrived(again, 1);
  });

  it("garble one delivery: the position moves on, the bytes are of no use", async () => {
    const { stream, connect } = await struck({ fault: "stream-garble" });
    await arrived(stream, 1);
    const again = connect().subscribe();
    again.request(EARLIEST);
    await arrived(again, 1);
    const [broken, whole] = [eventsOf(stream)[0], eventsOf(again)[0]];
    expect(broken?.replayId).toEqual(whole?.replayId);
    const halves = whole?.event.payload.subarray(0, whole.event.payload.length / 2);
    expect(broken?.event.payload).toEqual(halves);
  });

  it("drop the stream without a code of the platform", async () => {
    const { stream } = await struck({ fault: "stream-drop" });
    expect(await failureOf(stream)).toMatchObject({ code: 14, errorCode: "", rpcId: "" });
    expect(eventsOf(stream)).toEqual([]);
  });

  it("delay a delivery", async () => {
    const began = performance.now();
    const { stream } = await struck({ fault: "stream-delay", delayMs: 300 });
    await arrived(stream, 1);
    expect(performance.now() - began).toBeGreaterThan(290);
  });
});

describe("the server", () => {
  it("takes only so many streams of all kinds at once", async () => {
    const { org, connect } = await orgs.serve(eventsOrg(), { clientsMax: 2 });
    org.create("Account", { Name: "Shows which streams are open" });
    const [first, second] = [connect().subscribe(), connect().subscribe("PublishStream")];
    first.request(EARLIEST);
    await arrived(first, 1);
    second.request({ topicName: "/event/Low_Ink__e", events: [] });
    await failureOf(second); // gives its place back
    const third = connect().subscribe();
    third.request(EARLIEST);
    await arrived(third, 1);
    for (const method of ["Subscribe", "PublishStream"] as const) {
      const refused = connect().subscribe(method);
      refused.request(EARLIEST);
      expect(await failureOf(refused)).toMatchObject({
        code: 8,
        errorCode: `${ERRORS}concurrent.client.limit.exceeded`,
      });
    }
    first.cancel();
    const open = async () => {
      const next = connect().subscribe();
      next.request(EARLIEST);
      await vi.waitFor(() =>
        expect([next.failure, eventsOf(next)[0]]).not.toEqual([undefined, undefined]),
      );
      expect(next.failure).toBeUndefined();
    };
    await vi.waitFor(open, { timeout: 5000 });
  });

  it("ends a subscription that asks for nothing more, and keeps one that waits", async () => {
    const { org, connect } = await orgs.serve(eventsOrg(), { subscribeIdleMs: 150 });
    org.create("Account", { Name: "A" });
    const waiting = connect().subscribe();
    waiting.request(EARLIEST);
    const idle = connect().subscribe();
    idle.request({ ...EARLIEST, numRequested: 1 });
    await ended(idle);
    expect(idle.failure).toBeUndefined();
    expect(eventsOf(idle)).toHaveLength(1);
    await sleep(100);
    expect(waiting.isEnded).toBe(false);
  });

  it("ends a publish stream that is silent, and not one that speaks", async () => {
    const { org, connect } = await orgs.serve(eventsOrg(), { publishIdleMs: 1500 });
    const silent = connect().subscribe("PublishStream");
    const speaking = connect().subscribe("PublishStream");
    const schemaId = org.org.feed.schemaOfTopic("/event/Low_Ink__e")?.id;
    const event = { id: "1", schemaId, payload: Buffer.from("no Avro") };
    const talk = setInterval(
      () => speaking.request({ topicName: "/event/Low_Ink__e", events: [event] }),
      100,
    );
    expect(await failureOf(silent)).toMatchObject({
      errorCode: `${ERRORS}publish.stream.sweeper.timeout`,
    });
    clearInterval(talk);
    expect(speaking.failure).toBeUndefined();
  });

  it("forgets events past their retention when a stream opens, though nothing happened", async () => {
    const { org, connect } = await orgs.serve(eventsOrg());
    org.create("Account", { Name: "Old" });
    org.wait(RETENTION_MS / 2).create("Account", { Name: "Half" });
    org.wait(RETENTION_MS / 2 + 1000);
    const stream = connect().subscribe();
    stream.request({ ...EARLIEST, numRequested: 2 });
    await arrived(stream, 1);
    await sleep(100);
    expect(eventsOf(stream)).toHaveLength(1);
    const lost = connect().subscribe();
    const replayId = Buffer.alloc(8);
    lost.request({ topicName: TOPIC, replayPreset: "CUSTOM", replayId, numRequested: 1 });
    expect(await failureOf(lost)).toMatchObject({
      errorCode: `${ERRORS}subscription.fetch.replayid.corrupted`,
    });
  });

  it("ends open streams at a reset, which takes away what they were owed", async () => {
    const { org, connect } = await orgs.serve(eventsOrg());
    org.create("Account", { Name: "A" });
    org.create("Account", { Name: "B" });
    const stream = connect().subscribe();
    stream.request({ ...EARLIEST, numRequested: 1 });
    await arrived(stream, 1);
    org.send("POST", "/_emulator/reset");
    expect(await failureOf(stream)).toMatchObject({ errorCode: `${ERRORS}service.unavailable` });
    const replayId = eventsOf(stream)[0]?.replayId;
    const again = connect().subscribe();
    again.request({ topicName: TOPIC, replayPreset: "CUSTOM", replayId, numRequested: 1 });
    expect(await failureOf(again)).toMatchObject({
      errorCode: `${ERRORS}subscription.fetch.replayid.corrupted`,
    });
  });

  it("sends a hundred large events to a client with the usual limits", async () => {
    const { org, connect } = await orgs.serve(eventsOrg());
    const Description = "字".repeat(32_000);
    for (let n = 0; n < 100; n += 1) org.create("Account", { Name: `A${n}`, Description });
    const stream = connect().subscribe();
    stream.request(EARLIEST);
    await arrived(stream, 100);
    expect(stream.failure).toBeUndefined();
  });
});

const sleep = (ms: number) =>
  new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms));
