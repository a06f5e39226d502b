import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fittingUpload, writeCsv } from "./load-csv.ts";
import type { Row } from "./row.ts";

const rowOf = (address: string, values: Row["values"]): Row => ({
  key: address,
  operation: "upsert",
  address,
  values,
});

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "ü", "漢", "😀"), maxLength: 20 }),
  fc.constant(null),
  fc.boolean(),
);
const values = fc.dictionary(fc.constantFrom("Name", "Phone", "Website"), cell);

describe("the rows of one upload", () => {
  it("are never more than it can hold, and all of them where it can hold them easily", () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 30 }), fc.nat(3_000), (all, max) => {
        const rows = all.map((each, place) => rowOf(`9:Customer:${place}`, each));
        const fitting = fittingUpload(rows, max);
        expect(rows.slice(0, fitting.length)).toEqual(fitting);
        if (fitting.length > 0) {
          expect(Buffer.byteLength(writeCsv(fitting))).toBeLessThanOrEqual(max);
        }
        const whole = Buffer.byteLength(writeCsv(rows));
        if (fitting.length < rows.length) expect(whole * 3 + 100).toBeGreaterThan(max);
      }),
    );
  });

  it("are counted in time with their number", () => {
    const rows = Array.from({ length: 60_000 }, (_, place) =>
      rowOf(`9:Customer:${place}`, { Name: "n".repeat(2_000) }),
    );
    const fitting = fittingUpload(rows);
    expect(fitting.length).toBeGreaterThan(45_000);
    expect(fitting.length).toBeLessThan(50_000);
  });
});
