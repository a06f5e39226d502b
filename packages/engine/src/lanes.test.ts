import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lanes } from "./lanes.ts";

const ref = (id: string) => ({ system: "salesforce" as const, type: "Account", id });

describe("Lanes", () => {
  it("never lets two passes hold one record at once, whatever order they finish in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }), {
          minLength: 2,
          maxLength: 8,
        }),
        async (scheduler, sets) => {
          const lanes = new Lanes();
          const inside = new Map<string, number>();
          const passes = sets.map((ids, index) =>
            lanes.run(ids.map(ref), async () => {
              for (const id of ids) {
                expect(inside.has(id)).toBe(false);
                inside.set(id, index);
              }
              await scheduler.schedule(Promise.resolve(), `pass ${index}`);
              for (const id of ids) inside.delete(id);
            }),
          );
          await scheduler.waitFor(Promise.all(passes));
          expect(lanes.isFree(["a", "b", "c"].map(ref))).toBe(true);
        },
      ),
    );
  });

  it("frees the lane when the pass throws", async () => {
    const lanes = new Lanes();
    await expect(lanes.run([ref("a")], () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(lanes.isFree([ref("a")])).toBe(true);
  });

  it("serves passes over one record in the order of their arrival", async () => {
    const lanes = new Lanes();
    const order: number[] = [];
    const pass = (n: number, ids: readonly string[]) =>
      lanes.run(ids.map(ref), async () => {
        await Promise.resolve();
        order.push(n);
      });
    await Promise.all([pass(1, ["a"]), pass(2, ["a", "b"]), pass(3, ["b"]), pass(4, ["a"])]);
    expect(order.indexOf(1)).toBeLessThan(order.indexOf(2));
    expect(order.indexOf(2)).toBeLessThan(order.indexOf(3));
    expect(order.indexOf(2)).toBeLessThan(order.indexOf(4));
  });
});
