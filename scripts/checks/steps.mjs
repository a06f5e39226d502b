/** The steps of `npm test`, cheap ones first. Each gives `{passed, failed, repeats}`. */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundledNode, ROOT, toolScript } from "../install.mjs";
import { ensureChromium } from "./chromium.mjs";
import { readReportFile } from "./vitest-report.mjs";

/** Runs a program of ours or a tool on the bundled Node; resolves with its exit code. */
function run(words, environment = {}) {
  const child = spawn(bundledNode(), ["--disable-warning=ExperimentalWarning", ...words], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

const tool = (name, ...words) => [...toolScript(name), ...words];

/** A step that passes or fails as a whole. */
async function asOne(words, repeat, environment) {
  const isGood = (await run(words, environment)) === 0;
  return isGood
    ? { passed: 1, failed: 0, repeats: [] }
    : { passed: 0, failed: 1, repeats: [repeat] };
}

async function vitest(words, repeat, environment) {
  const report = path.join(tmpdir(), `accord-vitest-${process.pid}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run(tool("vitest", "run", ...words, ...reporters), environment);
  const result = readReportFile(report, ROOT, repeat);
  rmSync(report, { force: true });
  // An error outside of any test fails the run, and must not be lost in the count.
  if (code !== 0 && result.failed === 0) return { ...result, failed: 1, repeats: [repeat] };
  return result;
}

const TSCONFIGS = [
  { name: "typecheck", file: "tsconfig.json" },
  { name: "typecheck-screens", file: "salesforce-app/tsconfig.json" },
  { name: "typecheck-browser", file: "tools/lwc-build/browser/tsconfig.json" },
  { name: "typecheck-pages", file: "packages/emulator-salesforce/src/pages/lwc/tsconfig.json" },
];

/** `seed` is this run's: tests that draw random input start from it. */
export function stepsOf({ seed }) {
  const environment = { ACCORD_SEED: String(seed) };
  const seeded = `ACCORD_SEED=${seed} npm run vitest --`;
  return [
    {
      name: "format",
      run: () =>
        asOne(
          tool("biome", "format", "."),
          "npm run format:check   (npm run format -- . repairs it)",
        ),
    },
    {
      name: "lint",
      run: () => asOne(tool("oxlint", "--type-aware", "--deny-warnings"), "npm run lint"),
    },
    ...TSCONFIGS.map(({ name, file }) => ({
      name,
      run: () =>
        asOne(tool("tsc", "--noEmit", "-p", file), `npm run typecheck -- -p ${file}`, environment),
    })),
    {
      name: "unit",
      run: () => vitest([], seeded, environment),
    },
    {
      name: "screens",
      run: () =>
        asOne(["tools/lwc-build/src/main.ts"], "node scripts/run.mjs tools/lwc-build/src/main.ts"),
    },
    {
      name: "e2e",
      run: () => {
        const browser = { ...environment, ACCORD_CHROMIUM: ensureChromium() };
        const config = ["--config", "vitest.e2e.config.ts"];
        return vitest(config, `${seeded} ${config.join(" ")}`, browser);
      },
    },
    {
      name: "simulate",
      run: () =>
        asOne(
          ["packages/simulator/src/main.ts", "--minutes", "2", "--seed", String(seed)],
          `npm run simulate -- --minutes 2 --seed ${seed}   (its own output names the one seed that failed)`,
          environment,
        ),
    },
  ];
}
