/** The clock as one process sees it: when that is dead, it never wakes. */
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { SimClock } from "./sim-clock.ts";
import { SleepWatch } from "./sleep-watch.ts";

/** @param restless told when the process sleeps so often that it never rests */
export function clockFor(clock: SimClock, owner: object, restless: () => void): Clock {
  const watch = new SleepWatch();
  return {
    now: () => clock.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (watch.isRestless(ms, clock.now())) restless();
        const cancel = clock.at(clock.now() + ms, "wake", owner, resolve);
        signal?.addEventListener("abort", () => {
          cancel();
          reject(signal.reason as Error);
        });
      }),
  };
}
