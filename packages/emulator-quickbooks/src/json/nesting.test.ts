import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JSON_DEPTH_MAX } from "../not-evidenced.ts";
import { ApiDriver, bodyOf, faultOf, invoiceOf } from "../testing/api-driver.ts";
import { nestsDeeperThan } from "./nesting.ts";

/** Measured on the value, where the other reads the text. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("the depth of a body", () => {
  it("is that of its value, whatever stands in its strings", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6, stringUnit: "binary" }), (text) => {
        const depth = depthOf(JSON.parse(text));
        expect(nestsDeeperThan(text, depth)).toBe(false);
        expect(depth > 0 && !nestsDeeperThan(text, depth - 1)).toBe(false);
      }),
    );
  });

  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const sale = (depth: number): string =>
    JSON.stringify({ ...invoiceOf("1", 5), InvoiceEx: { any: ["here"] } }).replace(
      '"here"',
      nested(depth),
    );

  it("may be what the limit says, and the record can be read, queried and printed", () => {
    const driver = new ApiDriver();
    // The body and the list around it are two of the levels, `InvoiceEx` is the third.
    const created = driver.post("invoice", sale(JSON_DEPTH_MAX - 3));
    expect(created.status).toBe(200);
    const invoice = bodyOf(created)["Invoice"] as { Id: string };
    for (const address of [`invoice/${invoice.Id}`, `invoice/${invoice.Id}/pdf`])
      expect(driver.get(address).status).toBe(200);
    expect(driver.query(`select * from Invoice where Id = '${invoice.Id}'`).status).toBe(200);
  });

  for (const depth of [JSON_DEPTH_MAX - 2, 5000, 200_000]) {
    it(`of ${depth} and more is a body that cannot be read, alone and in a batch`, () => {
      const driver = new ApiDriver();
      expect(faultOf(driver.post("invoice", sale(depth))).codes).toEqual(["2010"]);
      const batch = `{"BatchItemRequest":[{"bId":"1","Customer":${nested(depth)}}]}`;
      expect(faultOf(driver.post("batch", batch)).codes).toEqual(["2010"]);
    });
  }
});
