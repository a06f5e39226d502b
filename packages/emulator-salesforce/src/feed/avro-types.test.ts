import { describe, expect, it } from "vitest";
import { field } from "../schema/field-kinds.ts";
import { coerceValue } from "../schema/coerce-value.ts";
import { avroValue, scalarOf } from "./avro-types.ts";

const of = (type: "date" | "datetime" | "time") => field("X__c", "X", type);

describe("times in events", () => {
  it.each([
    ["date", "2026-11-23", Date.UTC(2026, 10, 23)],
    ["datetime", "2026-11-23T10:20:30.000Z", Date.UTC(2026, 10, 23, 10, 20, 30)],
    ["time", "10:20:30.000Z", Date.UTC(1970, 0, 1, 10, 20, 30)],
  ] as const)("travel as numbers and come back: %s %s", (type, text, number) => {
    expect(avroValue(of(type), text)).toBe(number);
    expect(scalarOf(of(type), number)).toBe(text);
  });

  it.each(["date", "datetime", "time"] as const)("that are none are refused: %s", (type) => {
    const value = scalarOf(of(type), 9e15);
    expect(coerceValue(of(type), value)).toHaveProperty("error");
  });
});
