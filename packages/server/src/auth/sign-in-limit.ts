import type { Clock } from "@accord-sync/core/ports/clock.ts";

/** Wrong passwords that are allowed in one window, from everywhere together. */
const ATTEMPTS_MAX = 10;
const WINDOW_MS = 60_000;

/**
 * Slows down guessing. There is one password, so there is one counter: guesses from many addresses
 * gain nothing. A sign-in link is not counted and still works.
 */
export interface SignInLimit {
  isClosed(): boolean;
  countWrong(): void;
}

export function createSignInLimit(clock: Clock): SignInLimit {
  let wrongAt: readonly number[] = [];
  const recent = () => wrongAt.filter((at) => clock.now() - at < WINDOW_MS);
  return {
    isClosed: () => recent().length >= ATTEMPTS_MAX,
    countWrong: () => {
      wrongAt = [...recent(), clock.now()];
    },
  };
}
