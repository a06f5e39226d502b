import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as constants from "./not-evidenced.ts";

const page = readFileSync(new URL("../docs/not-evidenced.md", import.meta.url), "utf8");
const explained = [...page.matchAll(/^## `([A-Z0-9_]+)`$/gm)].map((match) => match[1] ?? "");

describe("docs/not-evidenced.md", () => {
  it("explains every constant, and no other", () => {
    expect([...explained].sort()).toEqual(Object.keys(constants).sort());
  });
});
