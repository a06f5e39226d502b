import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as hypotheses from "./hypotheses.ts";

const textAt = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the list of hypotheses", () => {
  const rows = textAt("../docs/not-evidenced.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name, value, , , tried]) => ({ name: bare(name), value: bare(value), tried }));

  it("names every constant, and nothing else", () => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(inSourceOrder()));
  });

  it("gives each constant's value as it is", () => {
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual(
      inSourceOrder(),
    );
  });

  it("holds no constant that the adapter does not use", () => {
    const folder = fileURLToPath(new URL(".", import.meta.url));
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !/test\.ts$|^hypotheses/.test(path))
      .map((path) => readFileSync(join(folder, path), "utf8"))
      .join("\n");
    expect(Object.keys(hypotheses).filter((name) => !sources.includes(name))).toEqual([]);
  });

  it("names only tests that the sandbox suite has", () => {
    const suite = textAt("../test/sandbox.contract.test.ts");
    const named = rows.flatMap(({ tried = "" }) => /^"(.+)"$/.exec(tried)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((title) => !suite.includes(title))).toEqual([]);
  });
});

function bare(cell: string | undefined): string {
  return (cell ?? "").replaceAll("`", "");
}

/** Name and value of each constant as its line is written. */
function inSourceOrder(): Readonly<Record<string, string>> {
  const source = textAt("./hypotheses.ts");
  const lines = source.matchAll(/^export const ([A-Z_]+)(?:: [^=]+)? =\s+(.+);$/gm);
  return Object.fromEntries(Array.from(lines, ([, name = "", value = ""]) => [name, value]));
}
