import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bounds, compareKeys, OrderedIndex, type OrderKey } from "./ordered-index.ts";

const value = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom("A", "B", "BA", "C"),
);
const key = fc.integer({ min: 0, max: 60 }).map((n) => `k${String(n).padStart(2, "0")}`);
const bound = fc.option(fc.record({ value, inclusive: fc.boolean() }), { nil: undefined });
const bounds = fc
  .tuple(bound, bound)
  .map(([from, to]): Bounds => ({ ...(from && { from }), ...(to && { to }) }));

/** The same entries in a plain sorted array. */
function plain(entries: ReadonlyMap<string, OrderKey>, { from, to }: Bounds, falling: boolean) {
  return [...entries]
    .filter(([, each]) => {
      const low = from === undefined ? 1 : compareKeys(each, from.value);
      const high = to === undefined ? -1 : compareKeys(each, to.value);
      return (from?.inclusive ? low >= 0 : low > 0) && (to?.inclusive ? high <= 0 : high < 0);
    })
    .sort(
      ([a, left], [b, right]) => (falling ? -1 : 1) * compareKeys(left, right) || (a < b ? -1 : 1),
    )
    .map(([each, own]) => [own, each]);
}

describe("the ordered index", () => {
  it("answers any stretch in either direction as a sorted array does, after any writes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, fc.option(value, { nil: undefined })), { maxLength: 1_500 }),
        fc.array(fc.tuple(key, value), { maxLength: 30 }),
        bounds,
        (writes, first, stretch) => {
          const model = new Map<string, OrderKey>(first);
          const index = new OrderedIndex([...model].map(([each, own]) => [own, each] as const));
          for (const [each, own] of writes) {
            const before = model.get(each);
            if (before !== undefined) index.delete(before, each);
            model.delete(each);
            if (own === undefined) continue;
            index.insert(own, each);
            model.set(each, own);
          }
          expect(index.size).toBe(model.size);
          expect([...index.ascending(stretch)]).toEqual(plain(model, stretch, false));
          expect([...index.descending(stretch)]).toEqual(plain(model, stretch, true));
          expect(index.count(stretch)).toBe(plain(model, stretch, false).length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("keeps thousands of entries in order across its chunks", () => {
    const index = new OrderedIndex([]);
    const count = 5_000;
    for (let n = 0; n < count; n += 1) index.insert((n * 7_919) % count, `k${n}`);
    for (let n = 0; n < count; n += 3) index.delete((n * 7_919) % count, `k${n}`);
    const values = [...index.ascending({})].map(([each]) => Number(each));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(
      index.count({ from: { value: 100, inclusive: true }, to: { value: 200, inclusive: false } }),
    ).toBe(values.filter((each) => each >= 100 && each < 200).length);
  });
});
