import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDecimal, JsonNumber, readJson, writeJson } from "./lossless-json.ts";

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.stringMatching(/^\d{0,12}$/))
  .map(([negative, whole, fraction]) => {
    const text = fraction === "" ? String(whole) : `${whole}.${fraction}`;
    return negative ? `-${text}` : text;
  });

describe("lossless JSON", () => {
  it("returns every decimal digit for digit, however long", () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(isDecimal(text)).toBe(true);
        expect(readJson(writeJson({ amount: new JsonNumber(text) }))).toEqual({ amount: text });
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the digits that a binary float would lose", () => {
    expect(readJson('{"UnitPrice":99999999999.9999999,"Balance":100.00}')).toEqual({
      UnitPrice: "99999999999.9999999",
      Balance: "100.00",
    });
  });

  it.each([
    ["1E+2", "100"],
    ["1.5e2", "150"],
    ["1.2345E2", "123.45"],
    ["25e-3", "0.025"],
    ["-0.5e1", "-5"],
    ["1e-1", "0.1"],
  ])("writes %s without its exponent, as %s", (source, plain) => {
    expect(readJson(source)).toBe(plain);
  });

  it("answers undefined to text that is no JSON", () => {
    expect(readJson("<html>")).toBeUndefined();
    expect(readJson("")).toBeUndefined();
  });
});
