import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as constants from "./not-evidenced.ts";

const nameIn = (match: RegExpExecArray): string => match[1] ?? match[2] ?? "";

describe("the list of what is not evidenced", () => {
  const page = readFileSync(new URL("../docs/not-evidenced.md", import.meta.url), "utf8");
  const source = readFileSync(new URL("./not-evidenced.ts", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^- `([A-Z_]+)` = `(.*?)`: (.+)$/gm)];

  it("names every constant, and nothing else", () => {
    expect(rows.map((row) => row[1] ?? "").toSorted()).toEqual(Object.keys(constants).toSorted());
  });

  it("gives each constant's value as it is", () => {
    const oneLine = source.replace(/\s+/g, " ");
    for (const [, name, value] of rows)
      expect(oneLine).toContain(`export const ${name} = ${value};`);
  });

  it("stands in the order of the constants, under the same headings", () => {
    const listed = [...page.matchAll(/^(?:## (.+)|- `([A-Z_]+)`)/gm)].map(nameIn);
    const declared = [...source.matchAll(/^(?:\/\/ (.+)\.|export const ([A-Z_]+))/gm)].map(nameIn);
    expect(listed.slice(0, declared.length)).toEqual(declared);
  });

  it("holds no constant that the emulator does not use", () => {
    const folder = fileURLToPath(new URL(".", import.meta.url));
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.includes("not-evidenced"))
      .map((path) => readFileSync(join(folder, path), "utf8"))
      .join("\n");
    expect(Object.keys(constants).filter((name) => !sources.includes(name))).toEqual([]);
  });
});
