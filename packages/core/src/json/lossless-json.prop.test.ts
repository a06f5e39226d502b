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

  it("reads the same whatever way it takes", () => {
    type Revive = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
    const json = JSON as unknown as { parse(text: string, revive: Revive): unknown };
    const bySource = (text: string): unknown =>
      json.parse(text, (_key, value, { source }) => (typeof value === "number" ? source : value));
    const plain = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 7, 10 ** 15, 2 ** 53));
    const leaf = fc.oneof(plain, fc.string(), fc.boolean(), fc.constant(null), fc.double());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("Id", "__proto__")), tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, fc.boolean(), (drawn, isWide) => {
        const text = JSON.stringify(drawn, null, isWide ? 2 : 0);
        if (/\de[+-]?\d/i.test(text)) return;
        expect(readJson(text)).toEqual(bySource(text));
      }),
      { numRuns: 500 },
    );
    for (const text of ["-0", "[-0]", '{"a":1.50}', '{"a": 12345678901234567}', '["a,1.5"]']) {
      expect(readJson(text)).toEqual(bySource(text));
    }
  });

  it("answers undefined to text that is no JSON", () => {
    expect(readJson("<html>")).toBeUndefined();
    expect(readJson("")).toBeUndefined();
  });
});
