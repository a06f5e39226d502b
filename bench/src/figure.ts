/** One measured figure, and how it stands against its target and its alarm. */

/** A level that a value should keep. */
export type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** A level that a value must not pass; `timesBaseline` is relative to the stored value. */
export type Alarm =
  | { readonly above: number }
  | { readonly below: number }
  | { readonly timesBaseline: number };

/** A number, a word, or a group of them. */
export type Detail = string | number | boolean | null | { readonly [name: string]: Detail };

/** The object that is printed, one a line. */
export interface Figure {
  /** `P1` to `P6`, or the name of a figure that stands beside them. */
  readonly figure: string;
  /** What was done, and which counter of it this is: `steady-salesforce-to-quickbooks/metered`. */
  readonly scenario: string;
  readonly value: number;
  readonly unit: string;
  /** Null for a figure that is only watched. */
  readonly target: Bound | null;
  readonly alarm: Alarm | null;
  readonly detail: { readonly [name: string]: Detail };
}

export type Standing = "meets its target" | "misses its target" | "alarm" | "watched";

/** `baseline` is the stored value of the same figure, null when there is none. */
export function standingOf(figure: Figure, baseline: number | null): Standing {
  const { value, target, alarm } = figure;
  if (alarm !== null && isPassed(alarm, value, baseline)) return "alarm";
  if (target === null) return "watched";
  return isKept(target, value) ? "meets its target" : "misses its target";
}

/** Whether a value reaches its target. */
export function isKept(bound: Bound, value: number): boolean {
  return "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast;
}

function isPassed(alarm: Alarm, value: number, baseline: number | null): boolean {
  if ("above" in alarm) return value > alarm.above;
  if ("below" in alarm) return value < alarm.below;
  return baseline !== null && value > baseline * alarm.timesBaseline;
}

/** Four significant digits: more would only print noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
