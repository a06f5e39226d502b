/** The exact figures at a small size: that each can be taken, and that what must be nothing is nothing. */
import { describe, expect, it } from "vitest";
import type { Figure } from "./figure.ts";
import { SUITES } from "./suites.ts";

/** Enough for every situation to occur; too few to tell how good the figures are. */
const SIZES: Readonly<Record<string, number>> = {
  p1: 10,
  "p1-echo": 3,
  p2: 12,
  "p4-queueing": 8,
  p6: 12,
  pages: 100,
};

async function measure(name: string): Promise<ReadonlyMap<string, Figure>> {
  const suite = SUITES.find((candidate) => candidate.name === name);
  if (suite === undefined) throw new Error(`there is no suite ${name}`);
  const figures = await suite.measure(SIZES[name] ?? 0);
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
    expect(figures.get("sync-now/metered")?.value).toBe(1);
  });

  it("count no read of QuickBooks after our own writes to it", async () => {
    const figures = await measure("p1-echo");
    expect(figures.get("echo-of-quickbooks-writes")?.value).toBe(0);
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
  });

  it("repeat no more than what was in flight when a process dies", async () => {
    const figures = await measure("p6");
    expect(figures.get("crash-in-sync-now/repeated-calls")?.value).toBeLessThanOrEqual(10);
    expect(figures.get("one-percent-poison/healthy-throughput")?.value).toBeGreaterThan(0);
  });
});
