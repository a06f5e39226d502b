import { describe, expect, it } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";
import type { OrgClient } from "../../test/support/org-client.ts";
import { encodeReplayId, type FetchRequest, Subscription } from "./subscription.ts";

const ACCOUNTS = "/data/AccountChangeEvent";

const fetch = (more: Partial<FetchRequest> = {}): FetchRequest => ({
  topicName: ACCOUNTS,
  replayPreset: "EARLIEST",
  replayId: Buffer.alloc(0),
  numRequested: 100,
  ...more,
});

function subscribed(client: OrgClient, more: Partial<FetchRequest> = {}): Subscription {
  const subscription = new Subscription(client.org.feed);
  expect(subscription.request(fetch(more))).toBeUndefined();
  return subscription;
}

const resumed = (client: OrgClient, replayId: number) =>
  new Subscription(client.org.feed).request(
    fetch({ replayPreset: "CUSTOM", replayId: encodeReplayId(replayId) }),
  )?.errorCode;

const CORRUPTED = "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted";

describe("a subscription", () => {
  it("gets large events in messages that a gRPC client takes, and loses none", () => {
    const client = eventsOrg();
    const Description = "字".repeat(32_000); // 96 KB each
    for (let n = 0; n < 80; n += 1) client.create("Account", { Name: `A${n}`, Description });
    const subscription = subscribed(client);
    const sizes: number[] = [];
    const seen: number[] = [];
    for (let next = subscription.take(); next !== undefined; next = subscription.take()) {
      sizes.push(next.events.reduce((sum, { payload }) => sum + payload.length * 0.75, 0));
      seen.push(...next.events.map(({ replayId }) => replayId));
      expect(next.latestReplayId).toBe(seen.at(-1));
    }
    expect(Math.max(...sizes)).toBeLessThan(4_000_000);
    expect(seen).toEqual(client.org.feed.since(ACCOUNTS, 0).map(({ replayId }) => replayId));
  });

  it("looks at each event once, however many of them its filter holds back", () => {
    const client = eventsOrg();
    const subscription = subscribed(client, { topicName: "/data/Sales__chn" });
    const { feed } = client.org;
    const from: number[] = [];
    const since = feed.since.bind(feed);
    feed.since = (topic, replayId, ...rest) => {
      from.push(replayId);
      return since(topic, replayId, ...rest);
    };
    for (let n = 0; n < 5; n += 1) {
      client.create("Account", { Name: `A${n}`, Industry: "Energy" });
      expect(subscription.hasEvents()).toBe(false);
    }
    expect(new Set(from).size).toBe(5);
    client.create("Account", { Name: "Bank", Industry: "Banking" });
    expect(subscription.take()?.events).toHaveLength(1);
  });

  it("resumes only after replay ids that were given to an event", () => {
    const client = eventsOrg();
    for (let n = 0; n < 10; n += 1) client.create("Account", { Name: `A${n}` });
    const given = client.org.feed.since(ACCOUNTS, 0).map(({ replayId }) => replayId);
    for (const id of given) expect(resumed(client, id)).toBeUndefined();
    const last = given.at(-1) ?? 0;
    const others = Array.from({ length: last + 1 }, (_, n) => n + 1).filter(
      (id) => !given.includes(id),
    );
    expect(others.length).toBeGreaterThan(1);
    for (const id of others) expect(resumed(client, id)).toBe(CORRUPTED);
  });

  it("cannot resume over a reset, but after what it is told next", () => {
    const client = eventsOrg();
    client.create("Account", { Name: "A" });
    const before = client.org.feed.latest();
    client.send("POST", "/_emulator/reset");
    expect(resumed(client, before)).toBe(CORRUPTED);
    expect(resumed(client, 0)).toBe(CORRUPTED);
    const alive = subscribed(client, { replayPreset: "LATEST" }).keepAlive().latestReplayId;
    client.create("Account", { Name: "B" });
    const again = subscribed(client, {
      replayPreset: "CUSTOM",
      replayId: encodeReplayId(alive),
    });
    expect(again.take()?.events).toHaveLength(1);
  });
});
