/** axe-core on a page as it stands. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What is still fading in has the contrast of no finished screen. Endless ones, a spinner's, are not waited for. */
const SETTLED = `Promise.allSettled(document.getAnimations()
  .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
  .map((each) => each.finished)).then(() => undefined)`;

/** Fails on any serious or critical violation; `state` names the screen in the failure. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await page.evaluate(SETTLED);
  await page.evaluate(AXE);
  const violations = await page.evaluate<readonly Violation[]>(
    "axe.run().then(({ violations }) => violations)",
  );
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`);
  expect(grave, `accessibility of ${state}`).toEqual([]);
}
