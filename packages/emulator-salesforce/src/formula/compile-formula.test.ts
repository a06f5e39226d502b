import { describe, expect, it } from "vitest";
import { dmlWorld, customLookup, customObject, number } from "../dml/testing/dml-world.ts";
import { field, picklist, text } from "../schema/field-kinds.ts";
import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { compileFormula } from "./compile-formula.ts";
import { FormulaError } from "./formula-error.ts";
import { fieldValue } from "./field-value.ts";

const FIELDS = [
  number("A__c"),
  number("B__c"),
  text("T__c", "T", 80),
  field("Money__c", "Money", "currency", { precision: 18, scale: 2 }),
  field("Share__c", "Share", "percent", { precision: 5, scale: 2 }),
  field("Day__c", "Day", "date"),
  field("Time__c", "Time", "datetime"),
  field("Flag__c", "Flag", "boolean", { nillable: false, defaultValue: false }),
  picklist("Stage__c", "Stage", ["Open", "Won"]),
  field("Colours__c", "Colours", "multipicklist", { length: 255 }),
  customLookup("Account__c", "Account"),
  field("Double__c", "Double", "double", { precision: 18, scale: 1, formula: "A__c * 2" }),
];

const world = dmlWorld({ objects: [customObject("Thing__c", FIELDS)] });
const thing = world.org.schema.object("Thing__c");
if (thing === undefined) throw new Error("the object is missing");
const account = world.create("Account", { Name: "Acme", Industry: "Banking" });

/** The result of a formula on a record with the given values. */
function result(
  formula: string,
  row: Readonly<Record<string, Scalar>> = {},
  options: {
    readonly returns?: FieldType;
    readonly before?: Record<string, Scalar>;
    zero?: boolean;
  } = {},
): Scalar {
  const compiled = compileFormula(world.org.schema, thing as NonNullable<typeof thing>, {
    text: formula,
    place: "Thing__c.Test__c",
    returns: options.returns ?? "boolean",
    scale: 4,
    blanksAsZero: options.zero ?? false,
  });
  const userId = world.org.settings.adminUserId;
  return compiled.evaluate({ world: { ...world.at(0), userId }, row, before: options.before });
}

const textOf = (formula: string, row = {}) => result(formula, row, { returns: "string" });
const numberOf = (formula: string, row = {}) => result(formula, row, { returns: "double" });

/** A formula, the record's values, and what the platform's documentation says of it. */
type Example = readonly [string, Readonly<Record<string, Scalar>>, Scalar];

describe("formulas", () => {
  it.each<Example>([
    ["a__C > 1 && b__c <= 2", { A__c: 2, B__c: 2 }, true],
    ["and(A__c = 1, Or(FALSE, not(Flag__c)))", { A__c: 1, Flag__c: false }, true],
    ["A__c <> B__c", { A__c: 0.3, B__c: 0.1 + 0.2 }, true],
    ["A__c = 0.1 + 0.2", { A__c: 0.3 }, true],
    ["A__c < 5", { A__c: null }, false],
    ["ISPICKVAL(Stage__c, 'Won')", { Stage__c: "Won" }, true],
    ['ISPICKVAL(Stage__c, "")', { Stage__c: null }, false],
    ['TEXT(Stage__c) = "won"', { Stage__c: "Won" }, false],
    ['INCLUDES(Colours__c, "Red")', { Colours__c: "Blue;Red" }, true],
    ["ISBLANK(T__c)", { T__c: null }, true],
    ["ISBLANK(A__c)", { A__c: 0 }, false],
    ["ISNULL(Day__c)", { Day__c: null }, true],
    ['CONTAINS(T__c, "b c")', { T__c: "a b c" }, true],
    ['BEGINS(T__c, "A")', { T__c: "Abc" }, true],
    ['T__c = "it\'s \\"so\\""', { T__c: 'it\'s "so"' }, true],
    ["/* note */ TRUE", {}, true],
    ["Day__c < TODAY()", { Day__c: "2026-11-19" }, true],
    ["Day__c + 30 = DATE(2026, 12, 20)", { Day__c: "2026-11-20" }, true],
    ["Day__c - DATE(2026, 3, 1) = 31", { Day__c: "2026-04-01" }, true],
    ["Time__c < NOW() - 1", { Time__c: "2026-11-18T10:00:00.000+0000" }, true],
    ["DATEVALUE(Time__c) = DATE(2026, 11, 18)", { Time__c: "2026-11-18T23:59:59.000+0000" }, true],
    ['REGEX(T__c, "[0-9]{5}(-[0-9]{4})?")', { T__c: "12345-6789" }, true],
    ['REGEX(T__c, "\\\\d{3}")', { T__c: "1234" }, false],
    ['REGEX(T__c, "(?i)\\\\p{Alpha}++")', { T__c: "Abc" }, true],
    ['NOT(REGEX(T__c, "\\\\d+"))', { T__c: null }, true],
  ])("%s with %j is %s", (formula, row, expected) => {
    expect(result(formula, row)).toBe(expected);
  });

  it.each<Example>([
    ["A__c * .5", { A__c: 3 }, 1.5],
    ["1.005 * 100", {}, 100.5],
    ["ROUND(A__c, 2)", { A__c: 1.005 }, 1.01],
    ["A__c / 3", { A__c: 1 }, 0.3333],
    ["A__c / 0", { A__c: 1 }, null],
    ["A__c + B__c", { A__c: 1, B__c: null }, null],
    ["Money__c * Share__c", { Money__c: 200, Share__c: 12.5 }, 25],
    ["A__c ^ 0.5", { A__c: 9 }, 3],
    ["TRUNC(A__c, 1)", { A__c: -1.29 }, -1.2],
    ["TRUNC(A__c, 2)", { A__c: 0.0000001 }, 0],
    ["TRUNC(A__c, -2)", { A__c: 1239 }, 1200],
    ["MOD(A__c, 3)", { A__c: 7 }, 1],
    ["CEILING(A__c) + FLOOR(A__c)", { A__c: 1.5 }, 3],
    ['CASE(Stage__c, "Open", 1, "Won", 2, 0)', { Stage__c: "Won" }, 2],
    ["IF(ISBLANK(T__c), 1, LEN(T__c))", { T__c: "four" }, 4],
    ["VALUE(T__c) + 1", { T__c: "41" }, 42],
    ["YEAR(Day__c) * 100 + MONTH(Day__c)", { Day__c: "2026-11-20" }, 202_611],
    ["ISOWEEK(Day__c)", { Day__c: "2027-01-01" }, 53],
    ["DAYOFYEAR(Day__c)", { Day__c: "2024-12-31" }, 366],
    ["WEEKDAY(Day__c)", { Day__c: "2026-11-23" }, 2],
    ["PICKLISTCOUNT(Colours__c)", { Colours__c: "a;b;c" }, 3],
    ["Double__c + 1", { A__c: 1.25 }, 3.5],
  ])("%s with %j is %s", (formula, row, expected) => {
    expect(numberOf(formula, row)).toBe(expected);
  });

  it.each<Example>([
    ['T__c & "-" & TEXT(A__c)', { T__c: "x", A__c: 1.5 }, "x-1.5"],
    ["UPPER(LEFT(T__c, 2)) + LOWER(RIGHT(T__c, 2))", { T__c: "abCD" }, "ABcd"],
    ["SUBSTITUTE(T__c, ' ', '_')", { T__c: "a b c" }, "a_b_c"],
    ["MID(T__c, 2, 2)", { T__c: "abcd" }, "bc"],
    ["LPAD(T__c, 5, '0')", { T__c: "42" }, "00042"],
    ["BLANKVALUE(T__c, 'none')", { T__c: null }, "none"],
    ["TEXT(ADDMONTHS(Day__c, 1))", { Day__c: "2026-01-31" }, "2026-02-28"],
    ["INITCAP(T__c)", { T__c: "o'neil mc-donald" }, "O'Neil Mc-Donald"],
  ])("%s with %j is %s", (formula, row, expected) => {
    expect(textOf(formula, row)).toBe(expected);
  });

  it("counts a blank number as nothing or as zero, as the formula says", () => {
    const row = { A__c: 1, B__c: null };
    expect(result("A__c + B__c", row, { returns: "double", zero: false })).toBeNull();
    expect(result("A__c + B__c", row, { returns: "double", zero: true })).toBe(1);
  });

  it("looks at parents and at the acting user", () => {
    const row = { Account__c: account };
    expect(textOf("Account__r.Name & ' ' & TEXT(Account__r.Industry)", row)).toBe("Acme Banking");
    expect(textOf("Account__r.Name", { Account__c: null })).toBeNull();
    world.org.store.put("User", world.org.settings.adminUserId, { Id: "x", Email: "a@b.co" });
    expect(textOf("$User.Email")).toBe("a@b.co");
    expect(result("Account__r.Parent.ParentId = $User.Id", row)).toBe(false);
  });

  it("knows what changed", () => {
    const before = { A__c: 1 };
    expect(result("ISNEW()", {})).toBe(true);
    expect(result("ISNEW()", {}, { before })).toBe(false);
    expect(result("ISCHANGED(A__c)", { A__c: 2 }, { before })).toBe(true);
    expect(result("ISCHANGED( a__c )", { A__c: 1 }, { before })).toBe(false);
    expect(result("ISCHANGED(A__c)", { A__c: 2 })).toBe(false);
    expect(result("PRIORVALUE(A__c) < A__c", { A__c: 2 }, { before })).toBe(true);
    expect(result("PRIORVALUE(A__c) = A__c", { A__c: 2 })).toBe(true);
  });

  it("gives formula fields their value when they are read, rounded to their scale", () => {
    const double = thing.field("Double__c");
    if (double === undefined) throw new Error("the field is missing");
    expect(fieldValue(world.at(0), thing, double, { A__c: 0.03 })).toBe(0.1);
    expect(fieldValue(world.at(0), thing, double, { A__c: null })).toBeNull();
  });

  it.each([
    [
      "Nope__c = 1",
      "Thing__c.Test__c: field Nope__c does not exist on Thing__c at line 1, column 1",
    ],
    ["TRUE &&\n  Owner.X = 1", "Thing__c has no relationship Owner at line 2, column 3"],
    ["VLOOKUP(A__c, B__c, 1)", "function VLOOKUP is not supported by this emulator"],
    ["FROB(1)", "unknown function FROB at line 1, column 1"],
    ["A__c + T__c = 1", "expected a 'number'"],
    ["A__c", "expected a 'boolean' type value, but 'number' type found"],
    ["AND(TRUE", "the formula is not well formed"],
    ['"open', "a text without its closing quote at line 1, column 1"],
    ["A__c # 1", "unexpected '#' at line 1, column 6"],
    ['REGEX(T__c, "[")', "the pattern is no regular expression"],
    ["ISCHANGED(Account__r.Name)", "ISCHANGED takes a field of the record itself"],
    ["$Label.X = 'a'", "the global variable $Label does not exist in this org"],
    [" ", "the formula is empty"],
  ])("refuse %s, naming the place", (formula, message) => {
    expect(() => result(formula)).toThrow(FormulaError);
    expect(() => result(formula)).toThrow(message);
  });
});
