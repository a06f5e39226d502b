import { describe, expect, it } from "vitest";
import { nextTurn, type Schedule, scheduleProblem, turnsBetween } from "./schedule.ts";

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const recurring = (parts: Partial<Extract<Schedule, { type: "recurring" }>> = {}): Schedule => ({
  type: "recurring",
  every: 1,
  unit: "days",
  start: "2026-03-06T02:30",
  timeZone: "America/Los_Angeles",
  ...parts,
});

describe("a job that is due once", () => {
  const once: Schedule = { type: "once", start: "2026-11-23T18:30", timeZone: "Europe/Berlin" };

  it("is due at that time of its zone, and never again", () => {
    expect(iso(nextTurn(once, at("2026-11-01T00:00:00Z")))).toBe("2026-11-23T17:30:00.000Z");
    expect(nextTurn(once, at("2026-11-23T17:30:00Z"))).toBeNull();
  });
});

describe("a recurring job", () => {
  it("keeps its time of day when the clocks change, and goes on an hour later on the day that skips it", () => {
    const turns: (string | null)[] = [];
    let after = at("2026-03-01T00:00:00Z");
    for (let count = 0; count < 4; count += 1) {
      after = nextTurn(recurring(), after) ?? 0;
      turns.push(iso(after));
    }
    expect(turns).toEqual([
      "2026-03-06T10:30:00.000Z",
      "2026-03-07T10:30:00.000Z",
      "2026-03-08T10:30:00.000Z", // 2:30 does not exist: 3:30 by the new time.
      "2026-03-09T09:30:00.000Z",
    ]);
  });

  it("takes the first of two when a time comes twice", () => {
    const autumn = recurring({ start: "2026-11-01T01:30" });
    const first = nextTurn(autumn, at("2026-10-31T00:00:00Z")) ?? 0;
    expect(iso(first)).toBe("2026-11-01T08:30:00.000Z");
    expect(iso(nextTurn(autumn, first))).toBe("2026-11-02T09:30:00.000Z");
  });

  it("passes over what was missed: the next turn is later than now, on its own raster", () => {
    const weekly = recurring({ unit: "weeks", every: 2, timeZone: "UTC" });
    expect(iso(nextTurn(weekly, at("2027-01-01T00:00:00Z")))).toBe("2027-01-08T02:30:00.000Z");
    const hourly = recurring({ unit: "hours", every: 5, timeZone: "UTC" });
    expect(iso(nextTurn(hourly, at("2026-03-06T02:30:00Z")))).toBe("2026-03-06T07:30:00.000Z");
    expect(iso(nextTurn(hourly, at("2026-03-06T07:29:59Z")))).toBe("2026-03-06T07:30:00.000Z");
  });

  it("never stands still, whatever the zone, over a year of turns", () => {
    for (const timeZone of ["UTC", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]) {
      for (const unit of ["hours", "days", "weeks"] as const) {
        const job = recurring({ unit, every: 3, timeZone });
        let turn = nextTurn(job, at("2026-01-01T00:00:00Z")) ?? 0;
        for (let count = 0; count < 100; count += 1) {
          const next = nextTurn(job, turn) ?? 0;
          expect(next).toBeGreaterThan(turn);
          expect(nextTurn(job, next - 1)).toBe(next);
          turn = next;
        }
      }
    }
  });

  it("counts its turns in a month", () => {
    const daily = recurring({ timeZone: "UTC" });
    expect(turnsBetween(daily, at("2026-04-01T00:00:00Z"), at("2026-05-01T00:00:00Z"))).toBe(30);
  });
});

describe("a schedule that makes no sense is told in a sentence", () => {
  it.each([
    [recurring({ start: "2026-02-31T10:00" }), "is not a date and time"],
    [recurring({ start: "tomorrow" }), "is not a date and time"],
    [recurring({ timeZone: "Mars/Olympus" }), "is not a time zone"],
    [recurring({ every: 0 }), "whole number from 1 to 366"],
    [recurring({ every: 1.5 }), "whole number from 1 to 366"],
  ])("%j", (schedule, problem) => {
    expect(scheduleProblem(schedule)).toContain(problem);
  });

  it("says nothing of a good one", () => {
    expect(scheduleProblem(recurring())).toBeNull();
  });
});
