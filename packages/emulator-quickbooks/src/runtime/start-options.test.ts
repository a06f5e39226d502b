import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";

const folder = mkdtempSync(join(tmpdir(), "start-options-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const startOf = (...argv: readonly string[]): unknown => {
  const options = readOptions(argv);
  if (options === "help") return options;
  return "problem" in options ? options.problem : options.settings.start;
};

describe("the options of a company's first day", () => {
  it("are those of a US company with one currency, unless told", () => {
    expect(startOf()).toEqual({
      country: "US",
      multiCurrency: false,
      customTransactionNumbers: false,
      preferences: {},
    });
    expect(startOf("--country", "gb", "--multi-currency", "--custom-transaction-numbers")).toEqual({
      country: "GB",
      multiCurrency: true,
      customTransactionNumbers: true,
      preferences: {},
    });
  });

  it("take sections of preferences, bare or as the API answers them", () => {
    const sections = { SalesFormsPrefs: { AllowShipping: true } };
    const answer = { Preferences: { ...sections, Id: "1", SyncToken: "4", domain: "QBO" } };
    for (const [name, content] of [
      ["bare.json", sections],
      ["answer.json", answer],
    ] as const) {
      const path = file(name, JSON.stringify(content));
      expect(startOf("--preferences", path)).toMatchObject({ preferences: sections });
    }
  });

  it.each([
    [
      "a country that is not known",
      ["--country", "FR"],
      /^--country FR is none of US, GB, CA, AU$/,
    ],
    ["a file that is not there", ["--preferences", join(folder, "no.json")], /ENOENT/],
    ["a file that is no JSON", ["--preferences", file("bad.json", "{")], /no JSON object/],
    [
      "a section that does not exist",
      ["--preferences", file("section.json", '{"ColourPrefs":{}}')],
      /Unrecognized field "ColourPrefs"$/,
    ],
    [
      "a month that is none",
      ["--preferences", file("month.json", '{"AccountingInfoPrefs":{"TaxYearMonth":"Brumaire"}}')],
      /Invalid Enumeration : Brumaire/,
    ],
  ])("refuse %s in a sentence", (_claim, argv, words) => {
    expect(startOf(...argv)).toMatch(words);
  });
});
