/** P2 as a gate, apart from the other exact figures: it takes the longest, at the size that it is judged at. */
import { expect, it } from "vitest";
import { standingOf } from "./figure.ts";
import { SUITES } from "./suites.ts";

it("uses what QuickBooks permits, and wastes next to nothing of it", async () => {
  const suite = SUITES.find(({ name }) => name === "p2");
  const figures = (await suite?.measure(suite.size)) ?? [];
  expect(figures.filter(({ target }) => target !== null)).toHaveLength(7);
  const missed = figures.filter((figure) => /misses|alarm/.test(standingOf(figure, null)));
  expect(missed.map(({ scenario, value }) => `${scenario}: ${value}`)).toEqual([]);
}, 900_000);
