import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Formats, formatsFor } from "./formats.ts";

const LOCALES = ["en-US", "de-DE", "fr-FR", "de-CH", "en-IN", "ar-EG", "pt-BR", "ja-JP"];
/** Intl separates with spaces that do not break. */
const plain = (text: string): string => text.replace(/\s/g, " ");

describe("amounts and dates", () => {
  it("are written as the reader's language writes them", () => {
    const german = new Formats("de-DE", "USD");
    expect(plain(german.money(-1234.5))).toBe("-1.234,50 $");
    expect(german.date("2015-10-08")).toBe("08.10.2015");
    const american = new Formats("en-US", "USD");
    expect(american.money(1234.5)).toBe("$1,234.50");
    expect(american.money(5, "EUR")).toBe("€5.00");
    expect(american.date("2015-10-08")).toBe("Oct 8, 2015");
    expect(american.date("soon")).toBe("soon");
    expect(american.money(5, "no currency")).toBe("5.00");
  });

  it("are read back from every input that shows them, in every language", () => {
    const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
    fc.assert(
      fc.property(cents, fc.constantFrom(...LOCALES), (amount, locale) => {
        const formats = new Formats(locale, "USD");
        const value = amount / 100;
        expect(formats.read(formats.input(value))).toBe(value);
        expect(formats.read(formats.amountInput(value))).toBe(value);
        if (locale !== "ar-EG") expect(formats.read(formats.money(value))).toBe(value);
      }),
    );
  });

  it("are read as the locale groups them, or plain with a point", () => {
    const german = new Formats("de-DE", "USD");
    expect(german.read("1.500")).toBe(1500);
    expect(german.read("10.50")).toBe(10.5);
    expect(german.read("1.234,5")).toBe(1234.5);
    const american = new Formats("en-US", "USD");
    expect(american.read("$1,012.50")).toBe(1012.5);
    expect(american.read("USD 7")).toBe(7);
    expect(american.read(".5")).toBe(0.5);
    expect(american.read("  ")).toBe("empty");
  });

  it.each([
    "dear",
    "1,2",
    "1.2.3",
    "--1",
    "$",
    "1e5",
    "NaN",
    "Infinity",
    "0x10",
    "1234567890123456",
    ".",
  ])("refuse %s, which is no amount", (text) => {
    expect(new Formats("en-US", "USD").read(text)).toBe("unreadable");
  });

  it("never throw for anything that is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...LOCALES), (text, locale) => {
        const read = new Formats(locale, "USD").read(text);
        expect(typeof read === "number" ? Number.isFinite(read) : true).toBe(true);
      }),
    );
  });
});

describe("the language of a page", () => {
  it("is the reader's first that can be written", () => {
    expect(formatsFor("de-DE,de;q=0.9,en;q=0.8", "EUR").locale).toBe("de-DE");
    expect(formatsFor("en;q=0.5, fr-CA;q=0.9", "EUR").locale).toBe("fr-CA");
    expect(formatsFor("fr;q=0, de", "EUR").locale).toBe("de");
  });

  it("is American English for a header that names none, or is hostile", () => {
    const odd = [
      undefined,
      "",
      "*",
      "xx-invalid-locale-000000000",
      "🙂",
      ",;q=",
      "a-".repeat(5000),
    ];
    for (const header of odd) expect(formatsFor(header, "USD").locale, header).toBe("en-US");
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(formatsFor(header, "USD").money(1)).toContain("1");
      }),
    );
  });
});
