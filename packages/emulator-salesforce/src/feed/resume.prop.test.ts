import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventsOrg } from "../../test/support/events-org.ts";
import { encodeReplayId, Subscription } from "./subscription.ts";

/**
 * A subscriber that stores the replay id of what it has worked off, is killed at any moment and resumes from
 * there sees each event at least once and in order: also when it is killed between delivery and storing, on
 * channels that filter and enrich, and with signs of life in between.
 */

type Step =
  | { readonly kind: "create" | "group" | "take" | "alive" | "kill" }
  | { readonly kind: "request"; readonly count: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: "create" as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: "group" as const }) },
    { weight: 3, arbitrary: fc.constant({ kind: "take" as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: "alive" as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: "kill" as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("request" as const),
        count: fc.integer({ min: 1, max: 120 }),
      }),
    },
  ),
  { maxLength: 60 },
);

const TOPICS = ["/data/AccountChangeEvent", "/data/Rich__chn", "/data/Sales__chn"] as const;

describe("a subscriber that is killed and resumed by replay id", () => {
  it("sees each event at least once and in order", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TOPICS), steps, (topic, story) => {
        const client = eventsOrg();
        const { feed } = client.org;
        const ids: string[] = [];
        let stored = 0;
        const seen: { readonly replayId: number; readonly id: string }[] = [];
        const open = (): Subscription => {
          const subscription = new Subscription(feed);
          const replayId = encodeReplayId(stored);
          const wrong = subscription.request({
            topicName: topic,
            replayPreset: stored === 0 ? "EARLIEST" : "CUSTOM",
            replayId: stored === 0 ? Buffer.alloc(0) : replayId,
            numRequested: 1,
          });
          expect(wrong).toBeUndefined();
          return subscription;
        };
        let subscription = open();
        const take = (stores: boolean): void => {
          const delivery = subscription.take();
          for (const event of delivery?.events ?? []) {
            for (const id of event.recordIds) seen.push({ replayId: event.replayId, id });
          }
          if (delivery !== undefined && stores) stored = delivery.latestReplayId;
        };
        for (const step of story) {
          if (step.kind === "create") {
            const Industry = ids.length % 2 === 0 ? "Banking" : "Energy";
            ids.push(client.create("Account", { Name: `A${ids.length}`, Industry }));
          } else if (step.kind === "group" && ids.length > 0) {
            client.send("PATCH", "composite/sobjects", {
              records: ids
                .slice(-150)
                .map((Id) => ({ attributes: { type: "Account" }, Id, Phone: `${client.now}` })),
            });
            client.wait(1000);
          } else if (step.kind === "request") {
            const numRequested = step.count;
            const more = { topicName: "", replayPreset: "LATEST" as const };
            subscription.request({ ...more, replayId: Buffer.alloc(0), numRequested });
          } else if (step.kind === "take") take(true);
          else if (step.kind === "alive") stored = subscription.keepAlive().latestReplayId;
          else if (step.kind === "kill") {
            take(false); // delivered, but lost before it was stored
            subscription = open();
          }
        }
        for (let events = -1; events !== seen.length; ) {
          events = seen.length;
          const numRequested = 100;
          const more = { topicName: "", replayPreset: "LATEST" as const };
          subscription.request({ ...more, replayId: Buffer.alloc(0), numRequested });
          take(true);
        }
        const wanted = feed
          .since(topic, 0)
          .flatMap((event) => event.recordIds.map((id) => `${event.replayId} ${id}`));
        const firsts = [...new Set(seen.map(({ replayId, id }) => `${replayId} ${id}`))];
        expect(firsts).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });
});
