/** What the build says while it works. Pure: the caller brings the time and prints the lines. */

/** Modules of the vendor stage, measured; only the estimate depends on it. */
export const EXPECTED_MODULES = 4_300;
/** Least time between two lines. */
const LINE_EVERY_MS = 2_000;

/** Makes a line at most every two seconds: "Building Lightning components: 45 % (about 12 s left)". */
export function progressLines(
  startedAtMs: number,
): (count: number, nowMs: number) => string | null {
  let lastAtMs = startedAtMs;
  return (count, nowMs) => {
    if (nowMs - lastAtMs < LINE_EVERY_MS) return null;
    lastAtMs = nowMs;
    const share = Math.min(count / EXPECTED_MODULES, 0.97);
    const elapsedMs = nowMs - startedAtMs;
    const leftSeconds = Math.max(1, Math.round((elapsedMs / share - elapsedMs) / 1_000));
    return `Building Lightning components: ${Math.round(share * 100)} % (about ${leftSeconds} s left)`;
  };
}
