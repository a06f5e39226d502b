/** What the adapters rely on names the tests that would notice: the files are there, and so are the titles. */
import { describe, expect, it } from "vitest";
import { exists, read } from "../repository.ts";
import { tableRows } from "./markdown-table.ts";

const PAGES = ["docs/spec/assumptions-salesforce.md", "docs/spec/assumptions-quickbooks.md"];
/** A test file, and the beginnings of titles quoted behind it. */
const NAMED = /`([\w./-]+\.test\.ts)`((?:[, ;]*(?:and )?"[^"]+")*)/g;

interface Named {
  readonly row: string;
  readonly file: string;
  readonly titles: readonly string[];
}

function namedIn(page: string): readonly Named[] {
  return tableRows(read(page)).flatMap((cells) =>
    Array.from((cells.at(-1) ?? "").matchAll(NAMED), ([, file = "", titles = ""]) => ({
      row: cells[0] ?? "",
      file: `packages/${file}`,
      titles: Array.from(titles.matchAll(/"([^"]+)"/g), ([, title]) => title ?? ""),
    })),
  );
}

/** A title of a table of cases is known by what stands before its case, and by the last words quoted. */
function hasTitle(file: string, wanted: string): boolean {
  const titles = Array.from(read(file).matchAll(/(["'`])((?:(?!\1).)+)\1/g), ([, , text]) => text);
  const ending = wanted.split(" ").slice(-2).join(" ");
  return titles.some((text = "") => {
    if (text.includes(wanted)) return true;
    const [front = "", ...cases] = text.split(/%[sj]/);
    if (cases.length === 0 || front === "") return false;
    return wanted.startsWith(front) && text.includes(ending);
  });
}

describe.each(PAGES)("%s", (page) => {
  const named = namedIn(page);

  it("names tests", () => {
    expect(named.length).toBeGreaterThan(10);
  });

  it("names files that exist", () => {
    expect(named.filter(({ file }) => !exists(file))).toEqual([]);
  });

  it("quotes titles that exist", () => {
    const missing = named.flatMap(({ row, file, titles }) =>
      titles.filter((title) => exists(file) && !hasTitle(file, title)).map((title) => [row, title]),
    );
    expect(missing).toEqual([]);
  });
});
