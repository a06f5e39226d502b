import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusalOf, dmlWorld } from "../dml/testing/dml-world.ts";
import { javaRegex } from "./regex.ts";
import { RegexTooComplicated } from "./regex-match.ts";

/** Small patterns of everything that can be combined. */
const pattern = fc.letrec<{ all: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\d", "\\b", "^", "$", "é"),
    tie("all").map((inner) => `(${inner})`),
    tie("all").map((inner) => `(?:${inner})`),
    tie("all").map((inner) => `(?=${inner})`),
    tie("all").map((inner) => `(?<!${inner})`),
  ),
  all: fc
    .array(fc.tuple(tie("part"), fc.constantFrom("", "*", "+?", "?", "{1,2}", "|")), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) =>
      parts
        .map(
          ([part, sign]) =>
            part + (/^(?:\\b|\^|\$|\(\?[=<])/.test(part) && sign !== "|" ? "" : sign),
        )
        .join(""),
    ),
})).all;

describe("regular expressions", () => {
  it("match what the native engine matches", () => {
    fc.assert(
      fc.property(
        pattern,
        fc.array(fc.constantFrom("a", "b", "1", "é", "\n"), { maxLength: 6 }),
        (source, letters) => {
          const text = letters.join("");
          expect(javaRegex(source).matches(text)).toBe(
            new RegExp(`^(?:${source})$`, "u").test(text),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["(?i)ACME", "acme", true],
    ["(a|b)\\1", "aa", true],
    ["(a|b)\\1", "ab", false],
    ["(?<x>a)\\k<x>", "aa", true],
    ["\\p{Alpha}++\\d{2,}", "ab12", true],
    ["[A-Z]{2}-\\d{4}", "AB-1234", true],
    ["a{,2}", "a{,2}", true],
    ["", "", true],
    [".*", "x".repeat(100_000), true],
  ])("%s on %s → %s", (source, text, expected) => {
    expect(javaRegex(source).matches(text)).toBe(expected);
  });

  it.each(["(a+)+b", "(a|a)*b", "(a*)*b", "(?=(a+)+b)a"])("end soon with %s", (source) => {
    const start = performance.now();
    expect(() => javaRegex(source).matches("a".repeat(60))).toThrow(RegexTooComplicated);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

it("a hostile rule refuses the save, loses nothing and lets other saves pass", () => {
  const w = dmlWorld({
    validationRules: new Map([
      [
        "Account",
        [
          {
            name: "Hostile",
            active: true,
            formula: 'REGEX(Site, "(a+)+b")',
            message: "No.",
            errorField: null,
          },
        ],
      ],
    ]),
  });
  const id = w.create("Account", { Name: "Fine", Site: "ab!" });
  expect(refusalOf(() => w.update("Account", id, { Site: "a".repeat(60) }))).toMatchObject([
    { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" },
  ]);
  expect(w.row("Account", id)?.["Site"]).toBe("ab!");
});
