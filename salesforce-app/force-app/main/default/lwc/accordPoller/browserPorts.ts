import type { PollerPorts } from "./poller";

/** The page's own clock, timers and visibility. */
export function browserPorts(): PollerPorts {
  return {
    now: () => Date.now(),
    setTimer: (callback, delayMs) => window.setTimeout(callback, delayMs),
    clearTimer: (timer) => window.clearTimeout(timer),
    isHidden: () => document.visibilityState === "hidden",
  };
}
