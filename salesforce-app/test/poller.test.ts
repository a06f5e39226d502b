import { describe, expect, it } from "vitest";
import {
  BUSY_DELAY_MS,
  CALM_DELAY_MS,
  FAILURE_DELAYS_MS,
  IDLE_AFTER_MS,
  IDLE_DELAY_MS,
  nextDelayMs,
  Poller,
  type PollOutcome,
} from "../force-app/main/default/lwc/accordPoller/poller";

/** A clock that only moves when told, and the one timer that a poller holds. */
class World {
  time = 0;
  hidden = false;
  timer: { callback: () => void; at: number } | null = null;
  readonly ports = {
    now: () => this.time,
    setTimer: (callback: () => void, delayMs: number) => {
      this.timer = { callback, at: this.time + delayMs };
      return 1;
    },
    clearTimer: () => {
      this.timer = null;
    },
    isHidden: () => this.hidden,
  };

  /** Milliseconds until the next poll; undefined when none is planned. */
  get wait(): number | undefined {
    return this.timer === null ? undefined : this.timer.at - this.time;
  }

  async fire(): Promise<void> {
    const { timer } = this;
    if (timer === null) throw new Error("No timer is set.");
    this.time = timer.at;
    this.timer = null;
    timer.callback();
    await settle();
  }
}

/** Lets the promises of a poll run to their end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

const CALM: PollOutcome = { busy: false, changed: false };

describe("the rhythm", () => {
  it("is quick while work is under way, even on a page long untouched", () => {
    expect(nextDelayMs({ busy: true, quietMs: IDLE_AFTER_MS * 2, failuresInRow: 0 })).toBe(
      BUSY_DELAY_MS,
    );
  });

  it("is calm at rest and slow once nothing has changed for minutes", () => {
    expect(nextDelayMs({ busy: false, quietMs: 0, failuresInRow: 0 })).toBe(CALM_DELAY_MS);
    const idle = { busy: false, quietMs: IDLE_AFTER_MS, failuresInRow: 0 };
    expect(nextDelayMs(idle)).toBe(IDLE_DELAY_MS);
  });

  it("backs off with each failure in a row and then stays at the longest wait", () => {
    const waits = [1, 2, 3, 4, 5, 50].map((failuresInRow) =>
      nextDelayMs({ busy: true, quietMs: 0, failuresInRow }),
    );
    expect(waits).toEqual([
      ...FAILURE_DELAYS_MS,
      FAILURE_DELAYS_MS.at(-1),
      FAILURE_DELAYS_MS.at(-1),
    ]);
  });
});

describe("a poller", () => {
  it("asks at once when started, then by the rhythm", async () => {
    const world = new World();
    let polls = 0;
    const poller = new Poller(() => {
      polls += 1;
      return Promise.resolve({ busy: polls === 1, changed: false });
    }, world.ports);
    poller.start();
    await settle();
    expect([polls, world.wait]).toEqual([1, BUSY_DELAY_MS]);
    await world.fire();
    expect([polls, world.wait]).toEqual([2, CALM_DELAY_MS]);
  });

  it("does not ask while the page is hidden, and asks at once when it is shown again", async () => {
    const world = new World();
    let polls = 0;
    const poller = new Poller(() => {
      polls += 1;
      return Promise.resolve(CALM);
    }, world.ports);
    poller.start();
    await settle();
    world.hidden = true;
    await world.fire();
    expect([polls, world.wait]).toEqual([1, undefined]);
    world.hidden = false;
    poller.poke();
    await settle();
    expect([polls, world.wait]).toEqual([2, CALM_DELAY_MS]);
  });

  it("never asks twice at a time: a poke during a poll asks again right after it", async () => {
    const world = new World();
    const answers: ((outcome: PollOutcome) => void)[] = [];
    const poller = new Poller(() => new Promise((resolve) => answers.push(resolve)), world.ports);
    poller.start();
    poller.poke();
    poller.poke();
    expect(answers).toHaveLength(1);
    answers[0]?.(CALM);
    await settle();
    expect(world.wait).toBe(0);
    await world.fire();
    expect(answers).toHaveLength(2);
  });

  it("goes on after a failure, and forgets it after a success", async () => {
    const world = new World();
    let polls = 0;
    const poller = new Poller(() => {
      polls += 1;
      return polls < 3 ? Promise.reject(new Error("down")) : Promise.resolve(CALM);
    }, world.ports);
    poller.start();
    await settle();
    expect(world.wait).toBe(FAILURE_DELAYS_MS[0]);
    await world.fire();
    expect(world.wait).toBe(FAILURE_DELAYS_MS[1]);
    await world.fire();
    expect(world.wait).toBe(CALM_DELAY_MS);
  });

  it("asks no more once stopped, even when an answer is still on its way", async () => {
    const world = new World();
    const answers: ((outcome: PollOutcome) => void)[] = [];
    const poller = new Poller(() => new Promise((resolve) => answers.push(resolve)), world.ports);
    poller.start();
    poller.stop();
    answers[0]?.(CALM);
    await settle();
    expect(world.wait).toBeUndefined();
  });
});
