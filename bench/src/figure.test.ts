import { describe, expect, it } from "vitest";
import { type Figure, rounded, standingOf } from "./figure.ts";

const figure = (parts: Partial<Figure>): Figure => ({
  figure: "P1",
  scenario: "made up",
  value: 1,
  unit: "ratio",
  target: { atMost: 1.1 },
  alarm: { above: 1.25 },
  detail: {},
  ...parts,
});

describe("the standing of a figure", () => {
  it("is good at its target, missed beyond it, and an alarm beyond the alarm", () => {
    expect(standingOf(figure({ value: 1.1 }), null)).toBe("meets its target");
    expect(standingOf(figure({ value: 1.2 }), null)).toBe("misses its target");
    expect(standingOf(figure({ value: 1.3 }), null)).toBe("alarm");
  });

  it("counts downwards where more is better", () => {
    const use = { target: { atLeast: 0.95 }, alarm: { below: 0.9 } };
    expect(standingOf(figure({ ...use, value: 0.96 }), null)).toBe("meets its target");
    expect(standingOf(figure({ ...use, value: 0.92 }), null)).toBe("misses its target");
    expect(standingOf(figure({ ...use, value: 0.8 }), null)).toBe("alarm");
  });

  it("compares with the baseline only when there is one", () => {
    const overhead = figure({ value: 2.6, target: { atMost: 3 }, alarm: { timesBaseline: 1.2 } });
    expect(standingOf(overhead, 2)).toBe("alarm");
    expect(standingOf(overhead, 2.5)).toBe("meets its target");
    expect(standingOf(overhead, null)).toBe("meets its target");
    expect(standingOf(figure({ target: null, alarm: null, value: 1e9 }), 1)).toBe("watched");
  });

  it("keeps four digits", () => {
    expect([rounded(1.23456), rounded(0), rounded(123_456)]).toEqual([1.235, 0, 123_500]);
  });
});
