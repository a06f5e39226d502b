/** What the build says while it works. Pure: the caller brings the time and prints the lines. */

/**
 * How far the build is, as a share of its time, when so many modules have been compiled: measured on two
 * cores. Modules are not alike (the first hundred bring the compiler up and take longest), and at the end
 * the files are written with no module to count. Only the estimate depends on it.
 */
const MEASURED: readonly (readonly [modules: number, share: number])[] = [
  [0, 0],
  [23, 0.08],
  [138, 0.14],
  [315, 0.27],
  [675, 0.38],
  [1_611, 0.48],
  [2_740, 0.61],
  [4_300, 0.72],
];
/** Least time between two lines. */
const LINE_EVERY_MS = 2_000;
/** From this share on the time says how fast the machine is; before, it is the start of the compiler. */
const ESTIMATE_FROM = 0.12;

/** The share of the whole time that has passed, from 0; never 1, because what comes after the last module is not counted. */
export function shareOf(count: number): number {
  const next = MEASURED.findIndex(([modules]) => modules > count);
  // Past the table `next` is -1, and the last row is the one before.
  const before = next < 0 ? MEASURED.at(-1) : MEASURED[next - 1];
  const after = MEASURED[next];
  if (before === undefined) return 0;
  if (after === undefined) return before[1];
  const way = (count - before[0]) / (after[0] - before[0]);
  return before[1] + way * (after[1] - before[1]);
}

/**
 * Makes a line at most every two seconds: "Building Lightning components: 45 % (about 12 s left)"; without
 * the rest of the time until enough is compiled to tell.
 */
export function progressLines(
  startedAtMs: number,
): (count: number, nowMs: number) => string | null {
  let lastAtMs = startedAtMs;
  return (count, nowMs) => {
    const share = shareOf(count);
    if (share === 0 || nowMs - lastAtMs < LINE_EVERY_MS) return null;
    lastAtMs = nowMs;
    const elapsedMs = nowMs - startedAtMs;
    const line = `Building Lightning components: ${Math.round(share * 100)} %`;
    if (share < ESTIMATE_FROM) return line;
    const leftSeconds = Math.max(1, Math.round((elapsedMs / share - elapsedMs) / 1_000));
    return `${line} (about ${leftSeconds} s left)`;
  };
}
