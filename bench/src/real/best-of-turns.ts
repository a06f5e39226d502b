/** The best of several rounds is the least disturbed one. */
const ROUNDS = 5;

/**
 * The least time of each of two measurements, which take turns so that noise hits both sides; the first
 * round builds what is lazy.
 */
export async function bestOfTurns(
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<readonly [number, number]> {
  let best: [number, number] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    best = [Math.min(best[0], await a()), Math.min(best[1], await b())];
  }
  return best;
}
