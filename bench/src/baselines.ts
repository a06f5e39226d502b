/**
 * Stored results, one JSON object a line, and how today's figures compare with them. A file grows; the
 * last line of a figure at the same size is its baseline, the earlier ones are its history.
 */
import { type Figure, isKept, standingOf, type Standing } from "./figure.ts";
import type { Origin } from "./runtime/machine.ts";

export interface Baseline extends Origin {
  /** Records that the suite was asked for: figures of other sizes are not compared. */
  readonly size: number;
  readonly result: Figure;
}

export interface Measured {
  readonly size: number;
  readonly result: Figure;
}

export interface Comparison {
  readonly figure: Figure;
  readonly baseline: number | null;
  /** Today's value over the baseline's; null without one, or when the baseline is 0. */
  readonly ratio: number | null;
  readonly standing: Standing;
}

/** Throws for a line that is no JSON. */
export function readBaselines(text: string): readonly Baseline[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => JSON.parse(line) as Baseline);
}

export function writeBaseline(measured: Measured, origin: Origin): string {
  return `${JSON.stringify({ ...origin, ...measured })}\n`;
}

export function compare(measured: Measured, baselines: readonly Baseline[]): Comparison {
  const { size, result } = measured;
  const stored = baselines.findLast(
    (candidate) =>
      candidate.size === size &&
      candidate.result.figure === result.figure &&
      candidate.result.scenario === result.scenario,
  );
  const baseline = stored?.result.value ?? null;
  return {
    figure: result,
    baseline,
    ratio: baseline === null || baseline === 0 ? null : result.value / baseline,
    standing: standingOf(result, baseline),
  };
}

const SIGN: Record<Standing, string> = {
  "meets its target": "  ok   ",
  "misses its target": "  MISS ",
  alarm: "  ALARM",
  watched: "       ",
};

/** One line for a person. */
export function comparisonText({ figure, baseline, ratio, standing }: Comparison): string {
  const against =
    baseline === null
      ? "no baseline"
      : `baseline ${baseline}${ratio === null ? "" : ` (×${ratio.toFixed(2)})`}`;
  const target = figure.target === null ? "" : `, target ${boundText(figure.target)}`;
  return `${SIGN[standing]} ${figure.figure} ${figure.scenario}: ${figure.value}${target}, ${against}`;
}

/** Of all that was measured: how many targets are met, and which are not. */
export function summaryText(comparisons: readonly Comparison[]): string {
  const judged = comparisons.filter(({ figure }) => figure.target !== null);
  const missed = judged.filter(
    ({ figure: { value, target } }) => target !== null && !isKept(target, value),
  );
  const lines = missed.map(({ figure: { figure, scenario, value, target } }) =>
    target === null ? "" : `  ${figure} ${scenario}: ${value} where ${boundText(target)} is wanted`,
  );
  const met = `${judged.length - missed.length} of ${judged.length} targets are met`;
  return missed.length === 0 ? `${met}.` : [`${met}; not met:`, ...lines].join("\n");
}

function boundText(bound: NonNullable<Figure["target"]>): string {
  return "atMost" in bound ? `≤ ${bound.atMost}` : `≥ ${bound.atLeast}`;
}
