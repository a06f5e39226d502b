import { describe, expect, it } from "vitest";
import { codeOnly } from "../code-only.ts";
import { importsOf } from "../imports.ts";
import { isTest, read, SOURCES } from "../repository.ts";

/** Doors to time, chance and the world. Product code gets them through a port (docs: core/ports). */
const BANNED: Readonly<Record<string, RegExp>> = {
  "Date.now": /\bDate\.now\b/,
  "new Date()": /\bnew Date\(\s*\)/,
  "Date()": /(?<!new )(?<![\w.])Date\(\s*\)/,
  "performance.now": /\bperformance\.now\b/,
  "Math.random": /\bMath\.random\b/,
  "random of node:crypto": /\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b/,
  "a timer": /(?<![\w.])(?:setTimeout|setInterval|setImmediate)\s*\(/,
  "AbortSignal.timeout": /\bAbortSignal\.timeout\b/,
  fetch: /(?<![\w.#])fetch\s*\((?!\s*[\w,\s:]*\)\s*[:{])/,
  "process.env": /\bprocess\.env\b/,
};

const BANNED_MODULES =
  /^node:(?:net|tls|dgram|http|https|http2|dns|child_process|timers(?:\/promises)?)$/;

/** A `runtime/` folder is the door; a composition root hands it in; the rest never runs in a service. */
function mayTouchTheWorld(file: string): boolean {
  return (
    !file.startsWith("packages/") ||
    isTest(file) ||
    /\/runtime\//.test(file) ||
    /^packages\/[^/]+\/src\/main\.ts$/.test(file) ||
    /^packages\/[^/]+\/scripts\//.test(file) ||
    file.includes("/src/pages/lwc/") ||
    // Virtual time: its only door is the macrotask boundary, which drains what runs without time.
    file === "packages/simulator/src/sim-clock.ts"
  );
}

function bannedIn(file: string): string[] {
  const lines = codeOnly(read(file)).split("\n");
  const calls = Object.entries(BANNED).flatMap(([name, pattern]) =>
    lines.flatMap((line, place) =>
      pattern.test(line) ? [`${file}:${place + 1} uses ${name}`] : [],
    ),
  );
  const modules = importsOf(file)
    .filter((found) => BANNED_MODULES.test(found.specifier))
    .map((found) => `${file} imports ${found.specifier}`);
  return [...calls, ...modules];
}

describe("time, chance and the world", () => {
  it("come in only through runtime/ folders and composition roots", () => {
    const product = SOURCES.filter((file) => !mayTouchTheWorld(file));
    expect(product.length).toBeGreaterThan(100);
    expect(product.flatMap(bannedIn)).toEqual([]);
  });

  it.each([
    ["const t = Date.now();", "Date.now"],
    ["const t = new Date( );", "new Date()"],
    ["await fetch(url);", "fetch"],
    ["setTimeout(() => {}, 1);", "a timer"],
    ["const { PORT } = process.env;", "process.env"],
    ["import { randomUUID } from 'node:crypto';", "random of node:crypto"],
  ])("are seen in %s", (line, name) => {
    expect(BANNED[name]?.test(codeOnly(line))).toBe(true);
  });

  it.each(["new Date(ms)", "engine.fetch(type)", "// Date.now()", "fetch(type: string): void"])(
    "are not seen in %s",
    (line) => {
      const seen = Object.values(BANNED).filter((pattern) => pattern.test(codeOnly(line)));
      expect(seen).toEqual([]);
    },
  );
});
