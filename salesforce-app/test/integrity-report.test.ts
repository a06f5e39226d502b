import { describe, expect, it } from "vitest";
import {
  dayOf,
  timesOfDay,
  wholeNumber,
} from "../force-app/main/default/lwc/accordIntegrityJobs/times";
import { amountText, segmentsOf } from "../force-app/main/default/lwc/accordIntegrityReport/chart";

const NONE = {
  missing: 0,
  drift: 0,
  gone: 0,
  older: 0,
  mark: 0,
  unlinked: 0,
  match: 0,
  ambiguous: 0,
};

describe("the chart of a report", () => {
  it("draws what there is, in order, each as long as what it stands for", () => {
    const parts = segmentsOf({
      agreed: 90,
      waiting: 0,
      busy: 0,
      open: { ...NONE, drift: 5, mark: 1, gone: 4 },
      unlinked: { quickbooks: 0, salesforce: 100 },
    });
    expect(parts.map(({ key, count, style }) => [key, count, style])).toEqual([
      ["agreed", 90, "flex-grow: 450"],
      ["drift", 6, "flex-grow: 30"],
      ["missing", 4, "flex-grow: 20"],
      ["salesforce", 100, "flex-grow: 500"],
    ]);
    expect(parts[1]?.title).toBe("Differ: 6");
  });

  it("keeps one record of very many visible, and draws nothing of nothing", () => {
    const none = { waiting: 0, busy: 0, unlinked: { quickbooks: 0, salesforce: 0 } };
    const rare = segmentsOf({ ...none, agreed: 100_000, open: { ...NONE, drift: 1 } });
    expect(rare[1]?.style).toBe("flex-grow: 1");
    expect(segmentsOf({ ...none, agreed: 0, open: NONE })).toEqual([]);
  });
});

describe("an amount", () => {
  it.each([
    ["1205.1", "1,205.10"],
    ["-1000000", "-1,000,000.00"],
    ["12345678901234567890.123", "12,345,678,901,234,567,890.123"],
    ["0", "0.00"],
    ["about 5", "about 5"],
  ])("%s reads %s, exact to its last digit", (amount, text) => {
    expect(amountText(amount)).toBe(text);
  });
});

describe("the form of a job", () => {
  it("offers every half hour", () => {
    const times = timesOfDay();
    expect(times).toHaveLength(48);
    expect([times[0], times[3], times.at(-1)]).toEqual(["00:00", "01:30", "23:30"]);
  });

  it("begins with the day that it is where the person is", () => {
    const late = new Date("2026-11-23T23:30:00Z");
    expect(dayOf(late, "Europe/Berlin")).toBe("2026-11-24");
    expect(dayOf(late, "America/Los_Angeles")).toBe("2026-11-23");
  });

  it("takes whole numbers, and 0 for what is none", () => {
    expect([" 12 ", "0", "1.5", "-3", "many", ""].map(wholeNumber)).toEqual([12, 0, 0, 0, 0, 0]);
  });
});
