import { type ErrorRow, ERRORS } from "@accord-sync/core/errors/registry.ts";
import { describe, expect, it } from "vitest";
import { isTest, read, SOURCES } from "../repository.ts";
import { tableRows, unquoted } from "./markdown-table.ts";

const told = Object.fromEntries(
  tableRows(read("docs/errors.md"))
    .filter(([code]) => /^`[A-Z][A-Z0-9]*_[A-Z0-9_]+`$/.test(code ?? ""))
    .map(([code, disposition, message, action]) => [
      unquoted(code),
      { disposition: unquoted(disposition), message, action },
    ]),
);

const REGISTRY = "packages/core/src/errors/registry.ts";

const asCell = (text: string): string => text.replaceAll("|", String.raw`\|`);

/** The line to paste into the page. */
function lineOf(code: string, { disposition, message, action }: ErrorRow): string {
  return `| \`${code}\` | \`${disposition}\` | ${asCell(message)} | ${asCell(action)} |`;
}

describe("docs/errors.md", () => {
  it("tells each error of the registry, in the same words", () => {
    const missing = Object.entries(ERRORS)
      .filter(([code, row]) => {
        const { disposition, message, action } = row;
        const page = told[code];
        return (
          page?.disposition !== disposition || page.message !== message || page.action !== action
        );
      })
      .map(([code, row]) => lineOf(code, row));
    expect(missing).toEqual([]);
  });

  it("tells no error that the registry does not have", () => {
    expect(Object.keys(told).filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([]);
  });

  it("tells no error that no code makes", () => {
    const code = SOURCES.filter(
      (file) => file.startsWith("packages/") || file.startsWith("scripts/"),
    )
      .filter((file) => file !== REGISTRY && !isTest(file))
      .map((file) => read(file))
      .join("\n");
    expect(Object.keys(ERRORS).filter((name) => !code.includes(`"${name}"`))).toEqual([]);
  });
});
