import { describe, expect, it } from "vitest";
import { agree, canonicalName, isSameStored } from "./canonical.ts";

describe("agree", () => {
  it.each([
    ["phone", "(650) 555-3311", "650-555-3311"],
    ["phone", "(650) 555-3311 x12", "6505553311X12"],
    ["url", "http://www.Example.com", "www.example.com/"],
    ["money", "0.00", null],
    ["email", "Birds@Intuit.com", "birds@intuit.com"],
    ["url", "http://www.example.com/", "www.example.com"],
    ["money", "75", "75.00"],
    ["multiline", "12 Ocean Dr.\r\nUnit 4", "12 Ocean Dr. \nUnit 4"],
    ["text", " Cool  Cars ", "Cool Cars"],
    ["text", "", null],
  ] as const)("takes two spellings of one %s as the same: %j and %j", (kind, left, right) => {
    expect(agree(kind, left, right)).toBe(true);
  });

  it.each([
    ["phone", "555-3311", "555-3312"],
    ["phone", "+1 555 3311", "1 555 3311"],
    ["phone", "555-1234 Bob", "555-1234 Sue"],
    ["url", "http://a.example/AbC", "http://a.example/aBc"],
    ["url", "http://a.example", "https://a.example"],
    ["text", "Cool Cars", "cool cars"],
    ["money", "19.99", "19.990001"],
    ["boolean", true, false],
    ["boolean", false, null],
  ] as const)("tells two values of one %s apart: %j and %j", (kind, left, right) => {
    expect(agree(kind, left, right)).toBe(false);
  });

  it("compares a phone of letters only as it is written", () => {
    expect(agree("phone", "ask Amy", "ask Diego")).toBe(false);
  });
});

describe("isSameStored", () => {
  it("keeps an edit of the spelling as an edit", () => {
    expect(isSameStored("phone", "(650) 555-3311", "650-555-3311")).toBe(false);
  });

  it("never calls an amount changed because it is printed otherwise", () => {
    expect(isSameStored("money", "100", "100.00")).toBe(true);
  });
});

describe("canonicalName", () => {
  it("matches names regardless of case, width and extra spaces", () => {
    expect(canonicalName("  COOL  cars ")).toBe(canonicalName("Cool Cars"));
    expect(canonicalName("Ｃool Cars")).toBe(canonicalName("Cool Cars"));
  });
});
