import { beforeAll, describe, expect, it } from "vitest";
import { drawHotScenario } from "./hot-workload.ts";
import { huntAll, isMet } from "./mutants/hunt-all.ts";
import type { Replay } from "./mutants/hunt.ts";
import { killingScenarios, mutantNames, mutantPatch } from "./mutants/mutants.ts";
import { applyPatch, readPatch } from "./mutants/patch.ts";
import { runScenario } from "./run-scenario.ts";
import { runOrder } from "./runtime/mutant-processes.ts";

/**
 * Known bugs, planted one at a time in the real engine. Each is found by its committed scenarios, which the
 * unmutated code passes: whoever disarms the simulator, or lets a mutant wither, sees it here.
 */

/** Mutants of one process, which loads what they share once. */
const IN_ONE_PROCESS = 8;

const names = mutantNames();
const replays: Replay[] = [];

beforeAll(async () => {
  const groups = Array.from({ length: Math.ceil(names.length / IN_ONE_PROCESS) }, (_, group) =>
    names.slice(group * IN_ONE_PROCESS, (group + 1) * IN_ONE_PROCESS),
  );
  const runs = groups.map((group) =>
    runOrder({ kind: "replay", names: group }, (report) => {
      if (report.kind === "replayed") replays.push(...report.replays);
    }),
  );
  await Promise.all(runs);
}, 120_000);

describe.each(names)("the mutant %s", (name) => {
  const files = killingScenarios(name).map(([file]) => file);
  const replayOf = (file: string) =>
    replays.find((each) => each.name === name && each.file === file);

  it("says what it plants and has a scenario that kills it", () => {
    expect(mutantPatch(name).about).not.toBe("");
    expect(files).not.toEqual([]);
  });

  it.each(files)("is killed by %s", (file) => {
    expect(replayOf(file)?.onMutant).not.toEqual([]);
  });

  it.each(files)("alone breaks what %s shows", (file) => {
    expect(replayOf(file)?.onOriginal).toEqual([]);
  });
});

describe("a hunt", () => {
  it("meets a mutant, and tells how often and what caught it", async () => {
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    const order = {
      names: ["last-writer-wins"],
      base: "met at once",
      seeds: 6,
      isKept: false,
      say,
    };
    const [result, ...others] = await huntAll(order);
    expect(others).toEqual([]);
    expect(result).toMatchObject({ name: "last-writer-wins", seeds: 6, unmutatedFails: [] });
    expect(result?.kills).toBeGreaterThan(0);
    const caught = Object.values(result?.caughtBy ?? {}).reduce((sum, count) => sum + count, 0);
    expect(caught).toBe(result?.kills);
    expect(said.join("\n")).toMatch(/last-writer-wins +6 /);
  }, 60_000);

  it("calls a mutant met that two seeds in a thousand kill, and none that the product fails too", () => {
    const result = { name: "x", caughtBy: { I3: 2 }, scenarios: [], unmutatedFails: [] };
    expect(isMet({ ...result, seeds: 1_000, kills: 2 })).toBe(true);
    expect(isMet({ ...result, seeds: 1_000, kills: 1 })).toBe(false);
    expect(isMet({ ...result, seeds: 10, kills: 2, unmutatedFails: ["y.3"] })).toBe(false);
  });

  it("draws the same from the same seed, and the unmutated code passes", async () => {
    for (let index = 0; index < 12; index += 1) {
      const scenario = drawHotScenario(`unmutated ${index}`);
      expect(drawHotScenario(`unmutated ${index}`)).toEqual(scenario);
      const { violations, world } = await runScenario(scenario, { isBrief: true });
      world.end();
      expect(violations, scenario.seed).toEqual([]);
    }
  }, 60_000);
});

describe("the patch of a mutant", () => {
  const patch = readPatch(
    [
      "What it plants.",
      "",
      "diff --git a/x.ts b/x.ts",
      "--- a/x.ts",
      "+++ b/x.ts",
      "@@ -1,3 +1,3 @@ class X",
      " one();",
      "-two();",
      "+three();",
      " four();",
      "",
    ].join("\n"),
  );
  const [file = { file: "", hunks: [] }] = patch.files;

  it("is planted wherever its lines moved", () => {
    const text = "zero();\n\none();\ntwo();\nfour();\n";
    expect(patch.about).toBe("What it plants.");
    expect(file.file).toBe("x.ts");
    expect(applyPatch(text, file)).toBe("zero();\n\none();\nthree();\nfour();\n");
  });

  it("is refused when its lines are gone, or there twice", () => {
    const lines = "one();\ntwo();\nfour();\n";
    expect(() => applyPatch("one();\nfour();\n", file)).toThrow(/no more/);
    expect(() => applyPatch(lines + lines, file)).toThrow(/2 times/);
  });

  it("is refused when it changes nothing", () => {
    expect(() => readPatch("Nothing at all.\n")).toThrow(/changes nothing/);
  });
});
