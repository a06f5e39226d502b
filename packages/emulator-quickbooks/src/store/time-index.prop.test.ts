import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimeIndex } from "./time-index.ts";

interface Item {
  readonly id: number;
  readonly at: number;
}

describe("an index of times", () => {
  it("holds what was put and not taken out, in order, whatever the order of changes", () => {
    // Few ids and moments, so that a value often comes back to where it was.
    const item = fc.record({ id: fc.nat(3), at: fc.nat(3) });
    const step = fc.oneof(
      fc.record({ put: item }),
      fc.record({ taken: fc.nat(3) }),
      fc.record({ back: fc.nat(3) }),
    );
    const steps = fc.array(step, { maxLength: 300 });
    fc.assert(
      fc.property(steps, fc.nat(3), fc.nat(3), (all, from, until) => {
        const index = new TimeIndex<Item>(
          ({ at }) => at,
          (a, b) => a.id - b.id,
        );
        const model = new Map<number, Item>();
        const gone = new Map<number, Item>();
        const replace = (id: number, next: Item | undefined): void => {
          const before = model.get(id);
          if (before !== undefined) {
            index.remove(before);
            gone.set(id, before);
          }
          model.delete(id);
          if (next === undefined) return;
          model.set(id, next);
          index.add(next);
        };
        for (const each of all) {
          if ("put" in each) replace(each.put.id, each.put);
          else if ("taken" in each) replace(each.taken, undefined);
          // As an undone write does: the very value that was there before.
          else replace(each.back, gone.get(each.back));
        }
        const expected = [...model.values()].sort((a, b) => a.at - b.at || a.id - b.id);
        const window = expected.filter(({ at }) => at >= from && at <= until);
        expect(index.latestFirst()).toEqual(expected.toReversed());
        expect([...index.between(from, until)]).toEqual(window);
        expect(index.countAtMost(from, until)).toBeGreaterThanOrEqual(window.length);
        expect(index.size).toBe(expected.length);
      }),
      { numRuns: 300 },
    );
  });

  it("holds a value once that came back over another of the same moment", () => {
    const index = new TimeIndex<Item>(
      ({ at }) => at,
      (a, b) => a.id - b.id,
    );
    const value = { id: 2, at: 5 };
    const other = { id: 2, at: 5 };
    index.add(value);
    index.remove(value);
    index.add(other);
    index.remove(other);
    index.add(value);
    expect([...index.between(0, 9)]).toEqual([value]);
  });
});
