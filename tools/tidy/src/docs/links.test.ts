import path from "node:path";
import { describe, expect, it } from "vitest";
import { exists, FILES, read } from "../repository.ts";

const pages = FILES.filter((file) => file.endsWith(".md"));

/** Relative targets of links and images; addresses and places in the same page are not ours to check. */
function targetsOf(page: string): string[] {
  const prose = read(page).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");
  return Array.from(prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g), (match) => match[1] ?? "")
    .filter((target) => !/^(?:[a-z]+:|#|\/)/i.test(target))
    .map((target) => target.split("#", 1)[0] ?? "");
}

describe("links in the pages", () => {
  it("lead to files that exist", () => {
    const broken = pages.flatMap((page) =>
      targetsOf(page)
        .filter((target) => !exists(path.posix.join(path.posix.dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe("READMEs", () => {
  const packages = FILES.filter((file) => /^(?:packages|tools)\/[^/]+\/package\.json$/.test(file));
  it.each(packages.map((file) => path.posix.dirname(file)))("%s has one", (folder) => {
    expect(exists(`${folder}/README.md`)).toBe(true);
  });
});
