import type { IdSource } from "../emulator-request.ts";

/** Ids that count upwards and draws from a seeded generator: the same run gives the same ids. */
export function predictableIds(seed = 1): IdSource {
  let count = 0;
  let state = seed >>> 0 || 1;
  return {
    token: () => `TOKEN${String((count += 1)).padStart(6, "0")}`,
    uuid: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`,
    draw: () => {
      // xorshift32
      state ^= state << 13;
      state >>>= 0;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state / 2 ** 32;
    },
  };
}
