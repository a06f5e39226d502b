import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as hypotheses from "./hypotheses.ts";

const textAt = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

const bare = (cell: string | undefined): string => (cell ?? "").replaceAll("`", "");

describe("the list of hypotheses", () => {
  const rows = textAt("../docs/not-evidenced.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name, value, , , tried]) => ({ name: bare(name), value: bare(value), tried }));

  it("names every constant with its value as it is, and nothing else", () => {
    const listed = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    const held = Object.entries(hypotheses).map(([name, value]) => [name, JSON.stringify(value)]);
    expect(listed).toEqual(Object.fromEntries(held));
  });

  it("names for each a test that the suite has", () => {
    const suite = textAt("../test/real-org.contract.test.ts");
    const titles = rows.map(({ tried = "" }) => /^"(.+)"$/.exec(tried)?.[1] ?? "none");
    expect(titles.filter((title) => !suite.includes(title))).toEqual([]);
  });

  it("holds no constant that the adapter does not use", () => {
    const folder = fileURLToPath(new URL(".", import.meta.url));
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !/test\.ts$|^hypotheses/.test(path))
      .map((path) => readFileSync(join(folder, path), "utf8"))
      .join("\n");
    expect(Object.keys(hypotheses).filter((name) => !sources.includes(name))).toEqual([]);
  });
});
