/** `docs/spec/invariants.md` and the tests name each other. */
import { describe, expect, it } from "vitest";
import { exists, FILES, isTest, read } from "../repository.ts";

const PAGE = "docs/spec/invariants.md";
const TEST_FILE = /(?:packages|tools|e2e|salesforce-app|scripts)\/[\w./-]+\.test\.(?:ts|mjs)/g;
/** An invariant's own entry: a heading, a table row or a list item that starts with its number. */
const ENTRY = /^(?:#+ +|\| *|[-*] +)(?:\*\*)?`?(I\d{1,2})\b/;

/** The test files that each invariant's entry names. */
function testsByInvariant(page: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  let current: Set<string> | undefined;
  for (const line of page.split("\n")) {
    const name = ENTRY.exec(line)?.[1];
    if (name !== undefined) {
      current = found.get(name) ?? new Set();
      found.set(name, current);
    }
    for (const [file] of line.matchAll(TEST_FILE)) current?.add(file);
  }
  return found;
}

/** The invariants that a test file names in its titles. */
function invariantsIn(file: string): string[] {
  const titles = read(file).matchAll(
    /\b(?:describe|it|test)(?:\.\w+)*(?:\([^"'`]*\))?\(\s*(["'`])(.*?)\1/g,
  );
  const names = Array.from(titles, (match) => match[2] ?? "").flatMap((title) =>
    Array.from(title.matchAll(/\bI\d{1,2}\b/g), ([name]) => name),
  );
  return [...new Set(names)];
}

describe(PAGE, () => {
  const page = exists(PAGE) ? testsByInvariant(read(PAGE)) : new Map<string, Set<string>>();

  it("states invariants, each with the tests that prove it", () => {
    expect(page.size).toBeGreaterThan(0);
    expect([...page].filter(([, tests]) => tests.size === 0).map(([name]) => name)).toEqual([]);
  });

  it("names tests that exist", () => {
    const named = [...page.values()].flatMap((tests) => [...tests]);
    expect(named.filter((file) => !exists(file))).toEqual([]);
  });

  it("is told of each invariant that a test's title names", () => {
    const unlisted = FILES.filter((file) => isTest(file) && !file.startsWith("tools/tidy/"))
      .filter((file) => /\.test\.(?:ts|mjs)$/.test(file))
      .flatMap((file) =>
        invariantsIn(file)
          .filter((name) => page.get(name)?.has(file) !== true)
          .map((name) => `${name} is named by ${file}`),
      );
    expect(unlisted).toEqual([]);
  });
});
