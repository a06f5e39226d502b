import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";
import type { OrgClient } from "../../test/support/org-client.ts";
import { RETENTION_MS } from "./change-feed.ts";
import { encodeReplayId, type FetchRequest, Subscription } from "./subscription.ts";

/**
 * A subscriber stores the position of what it has worked off, is killed at any moment and resumes from there:
 * also between delivery and storing, over restarts of the org, over retention and resets, on channels that
 * filter and that part groups. What it must have seen is written down from what was done to the org, never
 * asked of the feed. Only a refused position excuses a loss, and only of what is gone.
 */

type Step =
  | { readonly kind: "create" | "take" | "lose" | "alive" | "kill" | "restart" | "reset" }
  | { readonly kind: "group" | "request" | "batch"; readonly count: number }
  | { readonly kind: "wait"; readonly hours: number };

const plain = (kind: "create" | "take" | "lose" | "alive" | "kill" | "restart" | "reset") =>
  fc.constant<Step>({ kind });
const counted = (kind: "group" | "request" | "batch", max: number) =>
  fc.integer({ min: 1, max }).map((count): Step => ({ kind, count }));

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: plain("create") },
    { weight: 2, arbitrary: counted("batch", 40) },
    { weight: 3, arbitrary: counted("group", 250) },
    { weight: 5, arbitrary: counted("request", 120) },
    { weight: 5, arbitrary: plain("take") },
    { weight: 2, arbitrary: plain("lose") },
    { weight: 2, arbitrary: plain("alive") },
    { weight: 3, arbitrary: plain("kill") },
    { weight: 1, arbitrary: plain("restart") },
    { weight: 1, arbitrary: plain("reset") },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 1, max: 80 }).map((hours): Step => ({ kind: "wait", hours })),
    },
  ),
  { maxLength: 50 },
);

/** Each topic, and whether it carries the records of an industry. */
const TOPICS = {
  "/data/AccountChangeEvent": () => true,
  "/data/ChangeEvents": () => true,
  "/data/Rich__chn": () => true,
  "/data/Sales__chn": (industry: string) => industry === "Banking",
} as const;
type Topic = keyof typeof TOPICS;

const MORE: FetchRequest = {
  topicName: "",
  replayPreset: "LATEST",
  replayId: Buffer.alloc(0),
  numRequested: 100,
};

/** The org, and what its subscribers are owed of it. */
class World {
  client: OrgClient = eventsOrg();
  /** Change by change in order: the record, when, and how often it had changed by then. */
  owed: { readonly what: string; readonly at: number }[] = [];
  readonly #topic: Topic;
  /** Live records with their industry and number of changes. */
  #records = new Map<string, { readonly industry: string; readonly changes: number }>();

  constructor(topic: Topic) {
    this.#topic = topic;
  }

  #happened(id: string, industry: string, changes: number): void {
    this.#records.set(id, { industry, changes });
    const what = `${id} ${changes === 0 ? "CREATE" : "UPDATE"} ${this.client.now}`;
    if (TOPICS[this.#topic](industry)) this.owed.push({ what, at: this.client.now });
  }

  create(count: number): void {
    this.client.wait(1000);
    const industries = Array.from({ length: count }, (_, n) =>
      (n + this.#records.size) % 2 === 0 ? "Banking" : "Energy",
    );
    const { body } = this.client.send("POST", "composite/sobjects", {
      records: industries.map((Industry, n) => ({
        attributes: { type: "Account" },
        Name: `A${n}`,
        Industry,
      })),
    });
    for (const [n, { id }] of (body as { id: string }[]).entries()) {
      this.#happened(id, industries[n] ?? "", 0);
    }
  }

  /** The same change to many records: events of several records, unless the channel parts them. */
  changeTogether(count: number): void {
    this.client.wait(1000);
    const chosen = [...this.#records].slice(-Math.min(count, 200));
    if (chosen.length === 0) return;
    this.client.send("PATCH", "composite/sobjects", {
      records: chosen.map(([Id]) => ({
        attributes: { type: "Account" },
        Id,
        Phone: `${this.client.now}`,
      })),
    });
    for (const [id, { industry, changes }] of chosen) this.#happened(id, industry, changes + 1);
  }

  restart(): void {
    const { now } = this.client;
    this.client = eventsOrg({}, this.client.org.store.snapshot());
    this.client.now = now;
  }

  reset(): void {
    this.client.send("POST", "/_emulator/reset");
    this.#records = new Map();
    for (const [n, owed] of this.owed.entries()) this.owed[n] = { ...owed, at: -Infinity };
  }

  /** What is gone may be missed by somebody who was told so. */
  forgive(seen: ReadonlySet<string>): void {
    const oldest = this.client.now - RETENTION_MS;
    this.owed = this.owed.filter(({ what, at }) => at > oldest || seen.has(what));
  }
}

class Subscriber {
  readonly seen = new Set<string>();
  readonly #world: World;
  readonly #topic: Topic;
  #stored: number | undefined;
  #stream: Subscription;

  constructor(world: World, topic: Topic) {
    this.#world = world;
    this.#topic = topic;
    this.#stream = this.#open();
  }

  resume(): void {
    this.#stream = this.#open();
  }

  #open(): Subscription {
    const { feed } = this.#world.client.org;
    feed.expire(this.#world.client.now); // as the server does
    const first = { ...MORE, topicName: this.#topic, numRequested: 1 };
    if (this.#stored !== undefined) {
      const replayId = encodeReplayId(this.#stored);
      const stream = new Subscription(feed);
      const refusal = stream.request({ ...first, replayPreset: "CUSTOM", replayId });
      if (refusal === undefined) return stream;
      expect(refusal.errorCode).toMatch(/replayid\.corrupted$/);
    }
    this.#world.forgive(this.seen);
    const stream = new Subscription(feed);
    expect(stream.request({ ...first, replayPreset: "EARLIEST" })).toBeUndefined();
    return stream;
  }

  request(count: number): void {
    expect(this.#stream.request({ ...MORE, numRequested: count })).toBeUndefined();
  }

  /** @param isStored whether it lives long enough to store the position; @returns events received */
  take(isStored = true): number {
    const delivery = this.#stream.take();
    if (delivery === undefined) return 0;
    const ids = delivery.events.map(({ replayId }) => replayId);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(delivery.latestReplayId).toBe(ids.at(-1));
    for (const { recordIds, changeType, at } of delivery.events) {
      for (const id of recordIds) this.seen.add(`${id} ${changeType} ${at}`);
    }
    if (isStored) this.#stored = delivery.latestReplayId;
    return ids.length;
  }

  noteSignOfLife(): void {
    this.#stored = this.#stream.keepAlive().latestReplayId;
  }
}

/** A reset, a restart and time that passes unseen all end a stream, as the server does. */
function play(world: World, subscriber: Subscriber, step: Step): void {
  switch (step.kind) {
    case "create":
      return world.create(1);
    case "batch":
      return world.create(step.count);
    case "group":
      return world.changeTogether(step.count);
    case "request":
      return subscriber.request(step.count);
    case "take":
      return void subscriber.take();
    case "alive":
      return subscriber.noteSignOfLife();
    case "lose":
      subscriber.take(false);
      return subscriber.resume();
    case "restart":
      world.restart();
      return subscriber.resume();
    case "reset":
      world.reset();
      return subscriber.resume();
    case "wait":
      world.client.wait(step.hours * 3_600_000);
      return subscriber.resume();
    case "kill":
      return subscriber.resume();
    default:
      throw new Error(`No such step: ${JSON.stringify(step satisfies never)}`);
  }
}

describe("a subscriber that is killed and resumed by replay id", () => {
  it("sees each event at least once and in order", () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(TOPICS) as Topic[])), steps, (topic, story) => {
        const world = new World(topic);
        const subscriber = new Subscriber(world, topic);
        for (const step of story) play(world, subscriber, step);
        subscriber.resume();
        do subscriber.request(100);
        while (subscriber.take() > 0);
        expect([...subscriber.seen]).toEqual(world.owed.map(({ what }) => what));
      }),
      { numRuns: 150 },
    );
  });
});
