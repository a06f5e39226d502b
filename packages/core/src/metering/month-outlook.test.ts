import { describe, expect, it } from "vitest";
import {
  dayOf,
  expectedByAverage,
  expectedByWeekday,
  firstDayOfInterest,
  type MonthFacts,
  monthOutlook,
} from "./month-outlook.ts";

const DAY = 24 * 3_600_000;
/** A Monday at noon. */
const NOW = Date.UTC(2026, 10, 23, 12);

const facts = (parts: Partial<MonthFacts> = {}): MonthFacts => ({
  now: NOW,
  budget: 1_000,
  days: new Map(),
  since: Date.UTC(2026, 0, 1),
  ...parts,
});

/** The days before today, and today, with what `used` says of each. */
const history = (count: number, used: (at: number) => number) =>
  new Map(
    Array.from({ length: count + 1 }, (_, back) => {
      const at = NOW - back * DAY;
      return [dayOf(at), used(at)] as const;
    }),
  );

const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());

describe("what the month is expected to need", () => {
  it("is as much each day as so far, where no weekday is known", () => {
    const since = Date.UTC(2026, 10, 13, 12);
    expect(expectedByAverage(facts({ since }), 100)).toBeCloseTo(175);
    expect(monthOutlook(facts({ since, days: new Map([["2026-11-20", 100]]) }))).toMatchObject({
      used: 100,
      expected: 175,
      expectedBy: "average",
    });
  });

  it("takes a first day's load for the habit of no more than a day", () => {
    const since = NOW - 600_000;
    expect(expectedByAverage(facts({ since }), 70)).toBeCloseTo(70 + 70 * 7.5);
  });

  it("goes by weekdays as soon as two weeks are known", () => {
    const days = history(28, (at) => (isWeekend(at) ? 0 : 10));
    const weeks = (count: number) => facts({ days, since: NOW - count * 7 * DAY - DAY });
    expect(expectedByWeekday(weeks(1), 0)).toBeNull();
    // Today has had its ten; four working days and the Monday after are to come.
    expect(expectedByWeekday(weeks(4), 170)).toBe(220);
    const outlook = monthOutlook(weeks(4));
    expect(outlook).toMatchObject({ used: 160, expected: 210, expectedBy: "weekdays" });
  });

  it("expects what is left of today", () => {
    const days = history(28, (at) => (dayOf(at) === dayOf(NOW) ? 4 : 10));
    expect(expectedByWeekday(facts({ days }), 100)).toBe(100 + 6 + 7 * 10);
  });

  it("does not expect one load of many records every week", () => {
    const days = history(28, (at) => (dayOf(at) === "2026-11-16" ? 5_000 : 10));
    expect(expectedByWeekday(facts({ days }), 5_200)).toBe(5_200 + 7 * 10);
  });

  it("counts calls of which the day is not known, and no other month's", () => {
    const days = new Map([
      ["2026-10-31", 500],
      ["2026-11-01", 1],
      ["2026-11-23", 2],
    ]);
    const { used, days: shown } = monthOutlook(facts({ days, undated: 7 }));
    expect(used).toBe(10);
    expect(shown).toHaveLength(23);
    expect(shown[0]).toEqual({ day: "2026-11-01", used: 1 });
    expect(shown.at(-1)).toEqual({ day: "2026-11-23", used: 2 });
  });

  it("counts what is scheduled for the rest of the month", () => {
    const without = monthOutlook(facts({ days: history(3, () => 10) })).expected;
    const planned = monthOutlook(facts({ days: history(3, () => 10), planned: 50 }));
    expect(planned.expected).toBe(without + 50);
  });

  it("ends with the month, also in December and in February", () => {
    const end = (now: number) => monthOutlook(facts({ now })).endsAt;
    expect(end(NOW)).toBe("2026-12-01T00:00:00Z");
    expect(end(Date.UTC(2026, 11, 31, 23, 59))).toBe("2027-01-01T00:00:00Z");
    expect(end(Date.UTC(2028, 1, 29))).toBe("2028-03-01T00:00:00Z");
    expect(firstDayOfInterest(Date.UTC(2026, 10, 5))).toBe("2026-10-08");
    expect(firstDayOfInterest(Date.UTC(2026, 11, 31))).toBe("2026-12-01");
  });
});

describe("how sparing the work is that nobody waits for", () => {
  /** Nothing but this much used, and nothing more expected. */
  const after = (used: number, expectedMore = 0) => {
    const habit = history(28, (at) => (dayOf(at) === dayOf(NOW) ? 0 : expectedMore / 8));
    const held = [...habit].filter(([day]) => day >= "2026-11-01").map(([, calls]) => calls);
    const undated = used - held.reduce((sum, calls) => sum + calls, 0);
    return monthOutlook(facts({ days: habit, undated }));
  };

  it.each([
    [0, 0, "ample"],
    [799, 0, "ample"],
    [800, 0, "watch"],
    [899, 0, "watch"],
    [900, 0, "short"],
    [999, 0, "short"],
    [1_000, 0, "spent"],
    [500, 400, "ample"],
    [500, 408, "watch"],
    [500, 504, "short"],
  ])("used %s and %s more expected of a thousand: %s", (used, more, state) => {
    expect(after(used, more)).toMatchObject({ used, expected: used + more, state });
  });

  it("worries about no expectation that rests on next to nothing", () => {
    const days = new Map([[dayOf(NOW), 49]]);
    expect(monthOutlook(facts({ days, budget: 1_000, since: NOW }))).toMatchObject({
      state: "ample",
    });
    expect(monthOutlook(facts({ days, budget: 300, since: NOW })).state).toBe("short");
  });

  it("lets bulk work have what is not expected to be needed, spread over the month's rest", () => {
    expect(after(500).bulkGapMs).toBe(0);
    expect(after(800).bulkGapMs).toBe((7.5 * DAY) / 200);
    expect(after(1_000).bulkGapMs).toBe(3_600_000);
    const large = monthOutlook(facts({ budget: 5_000_000, undated: 4_100_000 }));
    expect(large.bulkGapMs).toBe(1_000);
  });
});
