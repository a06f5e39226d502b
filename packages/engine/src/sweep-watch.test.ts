import { describe, expect, it } from "vitest";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { quickbooksRef } from "./engine-context.ts";
import { PAGE_OPEN_MS, SweepWatch, WEBHOOK_LATEST_MS } from "./sweep-watch.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const customer = (id: number) => quickbooksRef("Customer", String(id));

function setUp() {
  const clock = new VirtualClock();
  const watch = new SweepWatch(clock);
  const found = (id: number) => watch.foundFirst(customer(id), isoSeconds(clock.now()));
  const told = (...ids: number[]) => {
    for (const id of ids) watch.webhookCame(customer(id));
  };
  return { clock, watch, found, told };
}

describe("the trust in webhooks", () => {
  it("is not there at first, and comes with the fifth change that was told", () => {
    const { watch, told } = setUp();
    told(1, 2, 3, 4);
    expect(watch.webhooks).toBe("unknown");
    told(5);
    expect(watch.webhooks).toBe("reliable");
  });

  it("waits for the webhook of a change that a sweep found first, as long as QuickBooks may hold it back", async () => {
    const { clock, watch, found, told } = setUp();
    found(1);
    await clock.advance(WEBHOOK_LATEST_MS - 1);
    expect(watch.webhooks).toBe("unknown");
    told(1);
    await clock.advance(WEBHOOK_LATEST_MS);
    expect(watch.webhooks).toBe("unknown");
    found(2);
    await clock.advance(WEBHOOK_LATEST_MS);
    expect(watch.webhooks).toBe("missing");
  });

  it("comes back with the next that arrives, and is whole after ten of them", async () => {
    const { clock, watch, found, told } = setUp();
    found(1);
    await clock.advance(WEBHOOK_LATEST_MS);
    expect(watch.webhooks).toBe("missing");
    told(2);
    expect(watch.webhooks).toBe("unknown");
    told(3, 4, 5, 6, 7, 8, 9, 10);
    expect(watch.webhooks).toBe("unknown");
    told(11);
    expect(watch.webhooks).toBe("reliable");
  });

  it("is not lost over a record that sweeps find again long after it was told", async () => {
    const { clock, watch, told } = setUp();
    const changedAt = isoSeconds(clock.now());
    await clock.advance(60_000);
    told(1, 2, 3, 4, 5);
    watch.foundFirst(customer(1), changedAt);
    await clock.advance(WEBHOOK_LATEST_MS);
    expect(watch.webhooks).toBe("reliable");
    // A change after that is another one.
    watch.foundFirst(customer(1), isoSeconds(clock.now()));
    await clock.advance(WEBHOOK_LATEST_MS);
    expect(watch.webhooks).toBe("missing");
  });

  it("says nothing of what changed before the start", async () => {
    const { clock, watch } = setUp();
    watch.foundFirst(customer(1), isoSeconds(clock.now() - 1_000));
    await clock.advance(WEBHOOK_LATEST_MS);
    expect(watch.webhooks).toBe("unknown");
  });
});

describe("a page that is open", () => {
  it("is told once when it opens, and counts until it has not asked for a minute", async () => {
    const { clock, watch } = setUp();
    let opened = 0;
    watch.onWatched = () => {
      opened += 1;
    };
    expect(watch.isWatched).toBe(false);
    watch.pageSeen();
    await clock.advance(PAGE_OPEN_MS - 1);
    watch.pageSeen();
    await clock.advance(PAGE_OPEN_MS - 1);
    expect(watch.isWatched).toBe(true);
    expect(opened).toBe(1);
    await clock.advance(1);
    expect(watch.isWatched).toBe(false);
    watch.pageSeen();
    expect(opened).toBe(2);
  });
});
