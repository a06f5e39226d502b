import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readScenarioFile } from "./read-scenario.ts";
import { runScenario } from "./run-scenario.ts";
import { readText } from "./runtime/host.ts";

/** Every scenario that once broke an invariant, shrunk; each runs again for ever. */

const FOLDER = fileURLToPath(new URL("../regressions/", import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

describe("scenarios that once failed", () => {
  it.each(files)("%s breaks no invariant any more", async (name) => {
    const { about, scenario } = readScenarioFile(readText(FOLDER + name));
    expect(about).not.toBe("");
    const { violations } = await runScenario(scenario);
    expect(violations, about).toEqual([]);
    if (scenario.isHot !== true) return;
    // As hunts run it, where nobody presses Re-Process in the end, which asks for all of it once more.
    const brief = await runScenario(scenario, { isBrief: true });
    expect(brief.violations, about).toEqual([]);
  });
});
