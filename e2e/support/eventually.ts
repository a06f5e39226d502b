import { expect } from "vitest";

/** How soon a change must be seen on a page: our share of it takes far less. */
const SEEN_MS_MAX = 15_000;

/** Looks again and again until the assertion holds: `await eventually(() => phone()).toBe("1")`. */
export const eventually = <T>(look: () => T | Promise<T>, timeout = SEEN_MS_MAX) =>
  expect.poll(look, { timeout, interval: 100 });
