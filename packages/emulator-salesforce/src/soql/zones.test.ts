import { describe, expect, it } from "vitest";
import { OrgClient, USERS } from "../../test/support/org-client.ts";
import { fromLocal, toLocal } from "./locale.ts";

/** An org whose users live in a zone, with an account created at each of the moments. */
function orgIn(TimeZoneSidKey: string, moments: readonly string[]): OrgClient {
  const seed = {
    ...USERS,
    User: (USERS["User"] ?? []).map((user) => ({ ...user, TimeZoneSidKey })),
  };
  const client = new OrgClient({ seed, seededAt: Date.parse("2026-01-01T00:00:00Z") });
  for (const moment of moments) {
    client.now = Date.parse(moment);
    client.create("Account", { Name: moment });
  }
  return client;
}

const found = (client: OrgClient, where: string): readonly unknown[] =>
  client.records(`SELECT Name FROM Account WHERE ${where} ORDER BY Name`).map((row) => row["Name"]);

/** The night in which the clocks of Los Angeles go back: the first of November has 25 hours. */
const AUTUMN = [
  "2026-10-31T06:59:59Z",
  "2026-10-31T07:00:00Z",
  "2026-11-01T06:59:59Z",
  "2026-11-01T07:00:00Z",
  "2026-11-01T08:30:00Z",
  "2026-11-01T09:30:00Z",
  "2026-11-02T07:59:59Z",
  "2026-11-02T08:00:00Z",
];
/** The night in which they go forward: the eighth of March has 23 hours. */
const SPRING = [
  "2026-03-08T07:59:59Z",
  "2026-03-08T08:00:00Z",
  "2026-03-09T06:59:59Z",
  "2026-03-09T07:00:00Z",
];

describe("date literals in the zone of the asking user", () => {
  it.each([
    ["2026-11-02T07:59:59Z", "CreatedDate = TODAY", AUTUMN.slice(3, 7)],
    ["2026-11-02T07:59:59Z", "CreatedDate = YESTERDAY", AUTUMN.slice(1, 3)],
    ["2026-11-02T07:59:59Z", "CreatedDate = LAST_N_DAYS:1", AUTUMN.slice(1, 7)],
    ["2026-11-02T07:59:59Z", "CreatedDate < TODAY", AUTUMN.slice(0, 3)],
    // At midnight the next day has begun.
    ["2026-11-02T08:00:00Z", "CreatedDate = TODAY", AUTUMN.slice(7)],
    ["2026-11-02T08:00:00Z", "CreatedDate = LAST_N_DAYS:1", AUTUMN.slice(3)],
    ["2026-11-02T08:00:00Z", "CreatedDate = N_DAYS_AGO:2", AUTUMN.slice(1, 3)],
    ["2026-11-02T08:00:00Z", "CreatedDate = LAST_MONTH", AUTUMN.slice(0, 3)],
  ])("when the clocks go back, at %s: %s", (now, where, expected) => {
    const client = orgIn("America/Los_Angeles", AUTUMN);
    client.now = Date.parse(now);
    expect(found(client, where)).toEqual(expected);
  });

  it.each([
    ["2026-03-09T06:59:59Z", "CreatedDate = TODAY", SPRING.slice(1, 3)],
    ["2026-03-09T07:00:00Z", "CreatedDate = YESTERDAY", SPRING.slice(1, 3)],
    ["2026-03-09T07:00:00Z", "CreatedDate = LAST_N_DAYS:1", SPRING.slice(1)],
    ["2026-03-09T07:00:00Z", "CreatedDate = LAST_N_DAYS:0", SPRING.slice(3)],
  ])("when they go forward, at %s: %s", (now, where, expected) => {
    const client = orgIn("America/Los_Angeles", SPRING);
    client.now = Date.parse(now);
    expect(found(client, where)).toEqual(expected);
  });

  it("begin a day without a midnight with its first moment", () => {
    const midnight = Date.UTC(2026, 2, 29);
    const first = fromLocal(midnight, "Asia/Beirut");
    expect(new Date(first).toISOString()).toBe("2026-03-28T22:00:00.000Z");
    expect(toLocal(first, "Asia/Beirut")).toBe(midnight + 3_600_000);
  });
});

describe("date functions", () => {
  it("count in UTC, and with convertTimezone() in the user's zone", () => {
    const client = orgIn("America/Los_Angeles", AUTUMN);
    expect(found(client, "DAY_ONLY(CreatedDate) = 2026-11-01")).toEqual(AUTUMN.slice(2, 6));
    expect(found(client, "DAY_ONLY(convertTimezone(CreatedDate)) = 2026-11-01")).toEqual(
      AUTUMN.slice(3, 7),
    );
    // The hour from one to two comes twice.
    expect(found(client, "HOUR_IN_DAY(convertTimezone(CreatedDate)) = 1")).toEqual(
      AUTUMN.slice(4, 6),
    );
  });
});

describe("a fiscal year that begins in July", () => {
  function sales(extra: object = {}): OrgClient {
    const [organization] = USERS["Organization"] ?? [];
    const client = new OrgClient({
      seed: { ...USERS, Organization: [{ ...organization, FiscalYearStartMonth: 7, ...extra }] },
    });
    for (const CloseDate of [
      "2025-07-01",
      "2026-06-30",
      "2026-07-01",
      "2026-09-30",
      "2026-10-01",
      "2027-01-01",
      "2027-06-30",
      "2027-07-01",
    ]) {
      client.create("Opportunity", { Name: CloseDate, CloseDate, StageName: "Prospecting" });
    }
    return client;
  }
  const names = (where: string): readonly unknown[] =>
    sales()
      .records(`SELECT Name FROM Opportunity WHERE ${where} ORDER BY CloseDate`)
      .map((row) => row["Name"]);

  // The clock stands at 2026-11-20.
  it.each([
    ["THIS_FISCAL_YEAR", ["2026-07-01", "2026-09-30", "2026-10-01", "2027-01-01", "2027-06-30"]],
    ["LAST_FISCAL_YEAR", ["2025-07-01", "2026-06-30"]],
    ["NEXT_FISCAL_YEAR", ["2027-07-01"]],
    ["N_FISCAL_YEARS_AGO:1", ["2025-07-01", "2026-06-30"]],
    ["THIS_FISCAL_QUARTER", ["2026-10-01"]],
    ["LAST_FISCAL_QUARTER", ["2026-07-01", "2026-09-30"]],
    ["NEXT_N_FISCAL_QUARTERS:2", ["2027-01-01", "2027-06-30"]],
    ["LAST_N_FISCAL_QUARTERS:2", ["2026-06-30", "2026-07-01", "2026-09-30"]],
  ])("lies where it should: %s", (literal, expected) => {
    expect(names(`CloseDate = ${literal}`)).toEqual(expected);
  });

  it("is named after its end, or its beginning where the org says so", () => {
    const soql =
      "SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate) q, FISCAL_MONTH(CloseDate) m FROM Opportunity WHERE CloseDate = 2026-10-01 GROUP BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate), FISCAL_MONTH(CloseDate)";
    expect(sales().records(soql)).toEqual([{ y: 2027, q: 2, m: 4 }]);
    expect(sales({ UsesStartDateAsFiscalYearName: true }).records(soql)).toEqual([
      { y: 2026, q: 2, m: 4 },
    ]);
  });
});
