import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "../api-error.ts";
import { text } from "../schema/field-kinds.ts";
import type { Rollup } from "../schema/types.ts";
import { emptyBin } from "./delete-rows.ts";
import { mergeRows } from "./merge-rows.ts";
import { rollupOf } from "./rollups.ts";
import {
  customLookup,
  customObject,
  type DmlWorld,
  dmlWorld,
  masterDetail,
  number,
} from "./testing/dml-world.ts";
import { undeleteRow } from "./undelete-rows.ts";

/**
 * Random sequences of creates, updates, deletes, undeletes, merges and emptied bins, over a small world in
 * which everything hangs on everything. Hypothesis to break: some order of them leaves a reference to a row
 * that is gone, two live rows with one unique value, a roll-up that is not what its children add up to, or
 * an index that does not say what a scan says.
 */

const rollup = (operation: Rollup["operation"], filters: Rollup["filters"] = []) => ({
  rollup: {
    operation,
    childObject: "Item__c",
    foreignKey: "Account__c",
    summarizedField: operation === "count" ? null : "Amount__c",
    filters,
  },
  createable: false,
  updateable: false,
});

const newWorld = () =>
  dmlWorld({
    fields: new Map([
      [
        "Account",
        [
          text("Code__c", "Code", 9, { unique: true, externalId: true }),
          number("Sum__c", rollup("sum")),
          number("Max__c", rollup("max")),
          number(
            "Few__c",
            rollup("count", [{ field: "Amount__c", operation: "lessThan", value: "5" }]),
          ),
        ],
      ],
    ]),
    objects: [
      customObject("Item__c", [masterDetail("Account__c", "Account"), number("Amount__c")]),
      customObject("Part__c", [
        masterDetail("Item__c", "Item__c"),
        customLookup("Friend__c", "Account"),
      ]),
    ],
  });

const OBJECTS = ["Account", "Contact", "Item__c", "Part__c"] as const;

const pick = fc.nat({ max: 5 });
const amount = fc.integer({ min: -999, max: 999 }).map((cents) => cents / 100);
const code = fc.constantFrom("a", "A", "b", "c", null);
const anObject = fc.constantFrom(...OBJECTS);

const step = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), object: anObject, pick, amount, code }),
  fc.record({ kind: fc.constant("update" as const), object: anObject, pick, amount, code }),
  fc.record({ kind: fc.constant("delete" as const), object: anObject, pick }),
  fc.record({ kind: fc.constant("undelete" as const), object: anObject, pick }),
  fc.record({ kind: fc.constant("merge" as const), pick, code }),
  fc.record({ kind: fc.constant("empty" as const), object: anObject, pick }),
);

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** Three accounts with two of everything, so that no step has to be in vain. */
const BEGINNING: readonly Step[] = [
  "Account",
  "Account",
  "Account",
  ...OBJECTS.slice(1),
  ...OBJECTS.slice(1),
].map((object, index) => ({
  kind: "create",
  object: object as (typeof OBJECTS)[number],
  pick: index,
  amount: index - 5,
  code: null,
}));

/** The n-th of an object's rows, counted round. */
function nth(w: DmlWorld, object: string, index: number, isDeleted = false): string | null {
  const ids = [...w.org.store.all(object)]
    .filter(([, row]) => (row["IsDeleted"] === true) === isDeleted)
    .map(([id]) => id);
  return ids.length === 0 ? null : (ids[index % ids.length] ?? null);
}

/** A body for a row of an object; parents are chosen by the same number. */
function bodyOf(
  w: DmlWorld,
  each: { object: string; pick: number; amount: number; code: string | null },
) {
  const parent = nth(w, "Account", each.pick);
  if (each.object === "Account") return { Name: "A", Code__c: each.code, ParentId: parent };
  if (each.object === "Contact") return { LastName: "C", AccountId: parent };
  if (each.object === "Item__c") return { Name: "I", Account__c: parent, Amount__c: each.amount };
  return { Name: "P", Item__c: nth(w, "Item__c", each.pick), Friend__c: parent };
}

function run(w: DmlWorld, each: Step, second: number): void {
  if (each.kind === "create") w.create(each.object, bodyOf(w, each), second);
  else if (each.kind === "update") {
    w.update(each.object, nth(w, each.object, each.pick) ?? "", bodyOf(w, each), second);
  } else if (each.kind === "delete") w.remove(each.object, nth(w, each.object, each.pick) ?? "");
  else if (each.kind === "undelete") {
    undeleteRow(w.at(second), each.object, nth(w, each.object, each.pick, true) ?? "");
  } else if (each.kind === "empty") {
    emptyBin(w.at(second), nth(w, each.object, each.pick, true) ?? "");
  } else {
    mergeRows(w.at(second), "Account", {
      masterId: nth(w, "Account", each.pick) ?? "",
      loserIds: [nth(w, "Account", each.pick + 1) ?? ""],
      values: { Code__c: each.code },
    });
  }
}

/** Everything that must hold after each step. */
function check(w: DmlWorld): void {
  const { store, schema } = w.org;
  for (const objectName of OBJECTS) {
    const object = schema.object(objectName);
    if (object === undefined) throw new Error(`${objectName} is missing`);
    const codes = new Set<string>();
    for (const [id, row] of store.all(objectName)) {
      if (row["IsDeleted"] === true) continue;
      for (const field of object.fields) {
        const value = row[field.name];
        if (field.type === "reference" && field.updateable && typeof value === "string") {
          const target = schema.objectOfId(value);
          if (target?.name === "User") continue;
          const found = store.get(target?.name ?? "", value);
          expect(found?.["IsDeleted"], `${objectName} ${id} ${field.name} → ${value}`).toBe(false);
        }
        if (field.unique && typeof value === "string") {
          expect(codes.has(value.toLowerCase()), `${value} twice`).toBe(false);
          codes.add(value.toLowerCase());
        }
        if (field.rollup !== null) {
          const counted = rollupOf(w.at(0), object, field, id);
          expect(value ?? null, `${field.name} of ${id}`).toBe(counted);
        }
      }
    }
    for (const { name } of object.fields.filter((field) =>
      store.hasIndex(objectName, field.name),
    )) {
      for (const [id, row] of store.all(objectName)) {
        const value = row[name] ?? null;
        if (value !== null) expect(store.lookup(objectName, name, value).has(id)).toBe(true);
      }
    }
  }
}

describe("any sequence of changes", () => {
  it("keeps references, unique values, roll-ups and indexes true, and refusals leave nothing behind", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const w = newWorld();
        for (const each of BEGINNING) run(w, each, 0);
        for (const [second, each] of steps.entries()) {
          const before = w.org.store.snapshot();
          try {
            run(w, each, second);
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            for (const name of [...OBJECTS, "recycleBin"]) {
              const now = Object.fromEntries(w.org.store.all(name));
              expect(now).toEqual(Object.fromEntries(before.get(name) ?? []));
            }
          }
          check(w);
        }
      }),
      { numRuns: 250 },
    );
  });
});
