import { describe, expect, it } from "vitest";
import { field, picklist, text } from "./field-kinds.ts";
import type { FieldSchema } from "./types.ts";
import { coerceValue } from "./coerce-value.ts";

const message = (of: FieldSchema, input: unknown): string => {
  const coerced = coerceValue(of, input);
  return "error" in coerced ? `${coerced.error.errorCode}: ${coerced.error.message}` : "accepted";
};

const value = (of: FieldSchema, input: unknown) => {
  const coerced = coerceValue(of, input);
  return "value" in coerced ? coerced.value : `refused: ${coerced.error.errorCode}`;
};

const name = text("Name", "Account Name", 5);
const amount = field("Amount", "Amount", "currency", { precision: 5, scale: 2 });
const clock = field("At__c", "At", "time");
const colours = field("Colours__c", "Colours", "multipicklist", {
  picklist: picklist("P", "P", ["Red", "Blue"]).picklist,
  restrictedPicklist: true,
});

describe("a value", () => {
  it("of text is cut at its ends, and measured in UTF-16 units", () => {
    expect(value(name, "  ab ")).toBe("ab");
    expect(value(name, " \t ")).toBeNull();
    expect(value(name, "😀😀")).toBe("😀😀");
    expect(message(name, "😀😀😀")).toBe(
      "STRING_TOO_LONG: Account Name: data value too large: 😀😀😀 (max length=5)",
    );
  });

  it("of the wrong JSON type is named as the platform's parser names it", () => {
    expect(message(name, 12)).toContain("instance of string from VALUE_NUMBER_INT value 12 or");
    expect(message(name, 1.5)).toContain("VALUE_NUMBER_FLOAT value 1.5");
    expect(message(name, true)).toContain("VALUE_TRUE value true");
    expect(message(amount, "abc")).toContain("instance of double from VALUE_STRING value abc or");
    expect(message(name, {})).toContain("START_OBJECT");
    expect(message(name, [])).toContain("START_ARRAY");
  });

  it("of a number is rounded to its scale and refused beyond its digits", () => {
    expect(value(amount, 1.005)).toBe(1.01);
    expect(value(amount, "-1.005")).toBe(-1.01);
    expect(value(amount, 999.99)).toBe(999.99);
    expect(value(amount, 999.995)).toBe("refused: NUMBER_OUTSIDE_VALID_RANGE");
    for (const tooMuch of [1e19, -1e20, 1e30, "1e300"]) {
      expect(value(amount, tooMuch)).toBe("refused: NUMBER_OUTSIDE_VALID_RANGE");
    }
    expect(value(amount, 1e-9)).toBe(0);
    expect(value(amount, Number.POSITIVE_INFINITY)).toBe("refused: JSON_PARSER_ERROR");
  });

  it("of a whole number has no parts", () => {
    const count = field("Count__c", "Count", "int", { precision: 8 });
    expect([value(count, 12), value(count, "12"), value(count, "1e2")]).toEqual([12, 12, 100]);
    expect(message(count, 1.5)).toContain("instance of int from VALUE_NUMBER_FLOAT value 1.5 or");
    expect(message(count, "many")).toContain("instance of int from VALUE_STRING value many or");
  });

  it("of a time is stored to the millisecond", () => {
    expect(value(clock, "10:20")).toBe("10:20:00.000Z");
    expect(value(clock, "10:20:30.5Z")).toBe("10:20:30.500Z");
    expect(value(clock, "24:00")).toBe("refused: JSON_PARSER_ERROR");
  });

  it("of a moment is a day that exists, at any offset", () => {
    const moment = field("At__c", "At", "datetime");
    expect(value(moment, "2028-02-29T23:30:00-01:00")).toBe("2028-03-01T00:30:00.000+0000");
    for (const none of ["2026-02-29T10:00:00Z", "2026-04-31T10:00:00+0200", "2026-02-30"]) {
      expect(value(moment, none)).toBe("refused: JSON_PARSER_ERROR");
    }
  });

  it("of several choices keeps each listed one once", () => {
    expect(value(colours, "Red; Blue;Red;")).toBe("Red;Blue");
    expect(value(colours, ";")).toBeNull();
    expect(message(colours, "Red;Green")).toBe(
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Colours: bad value for restricted picklist field: Green",
    );
  });
});
