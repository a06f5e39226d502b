/** The exact figures as gates: each reaches its target, at the smallest size at which that can be told. */
import { describe, expect, it } from "vitest";
import { type Figure, standingOf } from "./figure.ts";
import { SUITES } from "./suites.ts";
import { firstLoad } from "./virtual/call-efficiency.ts";

/** Enough for every situation to occur, and for the targets of what is counted to be reached. */
const SIZES: Readonly<Record<string, number>> = {
  p1: 60,
  "p1-echo": 3,
  p2: 12,
  "p4-queueing": 8,
  p6: 200,
  pages: 100,
};

/** Not reached yet, for the reason that docs/adr/0009 gives. */
const NOT_YET: ReadonlySet<string> = new Set(["backfill/salesforce"]);

/** Scenarios whose target is missed, with their values. */
function missed(figures: Iterable<Figure>): readonly string[] {
  return [...figures]
    .filter(({ scenario }) => !NOT_YET.has(scenario))
    .filter((figure) => /misses|alarm/.test(standingOf(figure, null)))
    .map(({ scenario, value }) => `${scenario}: ${value}`);
}

async function measure(
  name: string,
  size = SIZES[name] ?? 0,
): Promise<ReadonlyMap<string, Figure>> {
  const suite = SUITES.find((candidate) => candidate.name === name);
  if (suite === undefined) throw new Error(`there is no suite ${name}`);
  const figures = await suite.measure(size);
  return new Map(figures.map((figure) => [figure.scenario, figure]));
}

describe("the exact figures", () => {
  it("has a small size for each of them", () => {
    const exact = SUITES.filter(({ isExact }) => isExact).map(({ name }) => name);
    expect(Object.keys(SIZES)).toEqual(exact);
  });

  it("count no metered call for changes from Salesforce to QuickBooks, and one write each", async () => {
    const figures = await measure("p1");
    expect(figures.get("steady-salesforce-to-quickbooks/metered")?.value).toBe(0);
    expect(figures.get("steady-salesforce-to-quickbooks/free")?.value).toBe(1);
    expect(figures.get("steady-quickbooks-to-salesforce/metered")?.value).toBe(1);
    expect(figures.get("steady-quickbooks-to-salesforce/salesforce")?.value).toBe(1);
    expect(figures.get("burst-salesforce-to-quickbooks/salesforce")?.value).toBe(1);
    expect(figures.get("backfill/metered")?.value).toBe(1);
    expect(missed(figures.values())).toEqual([]);
  }, 120_000);

  it("hold for a first load of a thousand records, and of more than one request takes", async () => {
    for (const size of [500, 2_500]) {
      const figures = (await firstLoad(size)).filter(({ scenario }) => !NOT_YET.has(scenario));
      expect(missed(figures)).toEqual([]);
    }
  }, 120_000);

  it("find the target that is not reached yet missed, so that it is named no longer than that", async () => {
    const figures = [...(await measure("p1", 10)).values()];
    const still = figures.filter(({ scenario }) => NOT_YET.has(scenario));
    expect(still.map((figure) => standingOf(figure, null))).toEqual(["alarm"]);
  });

  it("count no read of QuickBooks after our own writes to it", async () => {
    const figures = await measure("p1-echo");
    expect(figures.get("echo-of-quickbooks-writes")?.value).toBe(0);
    expect(missed(figures.values())).toEqual([]);
  });

  it("count no metered call for opening unlinked pages, matches included", async () => {
    const page = (await measure("pages")).get("open-unlinked-pages/metered");
    expect(page).toMatchObject({ value: 0, detail: { pages: 100, matches: 50 } });
  });

  it("measure the use of the budget at each latency", async () => {
    const figures = [...(await measure("p2")).values()];
    expect(figures).toHaveLength(8);
    for (const { value } of figures) expect(value).toBeGreaterThanOrEqual(0);
    for (const { value } of figures) expect(value).toBeLessThanOrEqual(1);
  });

  it("measure waiting as no less than nothing", async () => {
    const figures = [...(await measure("p4-queueing")).values()];
    expect(figures).toHaveLength(3);
    for (const { value } of figures) expect(value).toBeGreaterThanOrEqual(0);
    expect(missed(figures)).toEqual([]);
  });

  it("repeat no more than what was in flight when a process dies", async () => {
    const figures = await measure("p6");
    expect(figures.get("crash-in-backfill/repeated-calls")?.value).toBeLessThanOrEqual(10);
    expect(figures.get("one-percent-poison/healthy-throughput")?.value).toBeGreaterThan(0);
    expect(missed(figures.values())).toEqual([]);
  }, 120_000);
});
