import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldRule, Mapping } from "../mapping/mapping.ts";
import { type LinkedIds, type References, referredKey } from "../mapping/references.ts";
import { circleThrough } from "./circles.ts";
import { neededToCreate, planCreate } from "./plan-writes.ts";

/**
 * The planner with everything around it perfect: records that refer to one another are made in whatever
 * order they come up, each asking for what it needs. All that can be made is made, once, and after what it
 * names; what is left is on a circle or behind one, and said so.
 */

const PARENTS = ["first", "second", "third"] as const;

const parent = (name: string): FieldRule => ({
  name,
  label: name,
  salesforce: name,
  quickbooks: name,
  kind: "reference",
  direction: "both",
  policy: "ask",
  when: "always",
  reference: { mapping: "thing", unlinked: "make" },
});

const THINGS: Mapping = {
  id: "thing",
  quickbooksType: "Thing",
  salesforceType: "Thing__c",
  matchField: "name",
  activeField: null,
  members: [],
  createValues: [],
  fields: PARENTS.map(parent),
};

type Store = ReadonlyMap<string, Readonly<Record<string, string | null>>>;

const RECORDS_MAX = 8;

/** Some records, each with up to three others that it names. */
const stores: fc.Arbitrary<Store> = fc
  .array(fc.array(fc.nat(RECORDS_MAX - 1), { maxLength: PARENTS.length }), {
    minLength: 1,
    maxLength: RECORDS_MAX,
  })
  .map((rows) => {
    const image = (row: readonly number[], own: number) =>
      Object.fromEntries(
        PARENTS.map((name, index) => {
          const other = (row[index] ?? own) % rows.length;
          return [name, other === own ? null : `s${other}`];
        }),
      );
    return new Map(rows.map((row, own) => [`s${own}`, image(row, own)]));
  });

const target = "quickbooks";
const settings = { incomeAccountId: null };

function plan(source: Readonly<Record<string, string | null>>, references: References) {
  const needs = neededToCreate({ mapping: THINGS, target, source, references });
  if (needs.length > 0) return { needs, patch: null };
  const planned = planCreate({
    mapping: THINGS,
    target,
    source,
    references,
    settings,
    linkMark: null,
  });
  if (!planned.ok) throw new Error("nothing but references is mapped");
  return { needs, patch: planned.value.patch };
}

/** Makes whatever can be made, beginning with one record that is asked for, until nothing moves. */
function makeAll(store: Store, asked: string, order: readonly number[]) {
  const links = new Map<string, LinkedIds>();
  const waits = new Map<string, readonly string[]>();
  const made: string[] = [];
  const dirty = [asked];
  let rounds = 0;
  for (let turn = 0; dirty.length > 0; turn += 1) {
    rounds += 1;
    if (rounds > 1_000) throw new Error("it never ends");
    const [id = ""] = dirty.splice((order[turn % order.length] ?? 0) % dirty.length, 1);
    if (made.includes(id)) continue;
    const { needs, patch } = plan(store.get(id) ?? {}, links);
    if (patch === null) {
      const missing = needs.map((need) => need.id);
      const isNew = !waits.has(id);
      waits.set(id, missing);
      if (isNew) dirty.push(...missing.filter((each) => !waits.has(each)));
      continue;
    }
    made.push(id);
    waits.delete(id);
    const ids = { salesforce: id, quickbooks: `q${id}` };
    links.set(referredKey({ mapping: "thing", system: "salesforce", id }), ids);
    // Linked: who waits for it goes on.
    for (const [waiter, missing] of waits) if (missing.includes(id)) dirty.push(waiter);
  }
  return { made, links, waits };
}

/** Everything that a record names, directly or not. */
function reach(store: Store, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [from];
  for (const id of open) {
    for (const next of Object.values(store.get(id) ?? {})) {
      if (next === null || found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

describe("records that refer to one another", () => {
  it("come to rest: each is made once, after what it names, or waits behind a circle", () => {
    fc.assert(
      fc.property(stores, fc.array(fc.nat(50), { minLength: 1 }), (store, order) => {
        const asked = "s0";
        const { made, links, waits } = makeAll(store, asked, order);
        expect(new Set(made).size).toBe(made.length);
        for (const [position, id] of made.entries()) {
          for (const named of Object.values(store.get(id) ?? {})) {
            if (named !== null) expect(made.indexOf(named)).toBeLessThan(position);
          }
        }
        const isOnCircle = (id: string) => reach(store, id).has(id);
        for (const id of [asked, ...reach(store, asked)]) {
          const isStuck = isOnCircle(id) || [...reach(store, id)].some(isOnCircle);
          expect([id, made.includes(id)]).toEqual([id, !isStuck]);
          expect([id, circleThrough(id, waits) !== null]).toEqual([id, isOnCircle(id)]);
        }
        // Planning again changes nothing.
        for (const id of made) expect(plan(store.get(id) ?? {}, links).needs).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("names a circle by its records, in their order", () => {
    const needs = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["a"]],
      ["x", ["b"]],
    ]);
    expect(circleThrough("a", needs)).toEqual(["a", "b", "c"]);
    expect(circleThrough("x", needs)).toEqual(null);
    expect(circleThrough("d", needs)).toEqual(null);
    expect(circleThrough("e", new Map([["e", ["e"]]]))).toEqual(["e"]);
  });
});
