import { describe, expect, it } from "vitest";
import {
  addDays,
  formatDate,
  formatMilliseconds,
  formatSeconds,
  parseTime,
} from "./company-time.ts";

const ZONE = "America/Los_Angeles";

describe("the company's time", () => {
  it("is written with the offset of its moment, summer and winter", () => {
    expect(formatSeconds(Date.parse("2020-09-29T12:58:07.300Z"), ZONE)).toBe(
      "2020-09-29T05:58:07-07:00",
    );
    expect(formatMilliseconds(Date.parse("2015-11-05T13:11:35.042Z"), ZONE)).toBe(
      "2015-11-05T05:11:35.042-08:00",
    );
  });

  it("changes its offset at the hour of the change", () => {
    expect(formatSeconds(Date.parse("2026-03-08T09:59:59Z"), ZONE)).toBe(
      "2026-03-08T01:59:59-08:00",
    );
    expect(formatSeconds(Date.parse("2026-03-08T10:00:00Z"), ZONE)).toBe(
      "2026-03-08T03:00:00-07:00",
    );
  });

  it("decides what day it is", () => {
    expect(formatDate(Date.parse("2026-11-03T07:59:59Z"), ZONE)).toBe("2026-11-02");
    expect(addDays("2026-01-31", 30)).toBe("2026-03-02");
  });

  it("reads times with any offset, and those without in the company's zone", () => {
    const moment = Date.parse("2026-11-02T18:00:00Z");
    for (const text of [
      "2026-11-02T18:00:00Z",
      "2026-11-02T10:00:00-08:00",
      "2026-11-02T10:00:00.000-0800",
      "2026-11-02T10:00:00",
    ]) {
      expect(parseTime(text, ZONE), text).toBe(moment);
    }
    expect(parseTime("2026-11-02", ZONE)).toBe(Date.parse("2026-11-02T08:00:00Z"));
    expect(parseTime("yesterday", ZONE)).toBeUndefined();
    expect(parseTime("2026-13-01", ZONE)).toBeUndefined();
  });
});
