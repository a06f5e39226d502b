/**
 * Laws of list records over any sequence of creates, renames, deactivations and reactivations, refused
 * ones included. Each run draws a fresh seed; a failure prints it.
 */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, textOf, type JsonObject } from "../../json/json-value.ts";
import { nameKey } from "../../store/record-indexes.ts";
import type { Store } from "../../store/store.ts";
import { ENTITY_TYPES } from "../../store/stored-record.ts";
import { ApiDriver, bodyOf } from "../../testing/api-driver.ts";

const NAMES = ["Fern", "fern", "FERN ", "Moss", "Oak (deleted)", "Books by Bessie", "A:B", ""];
const LISTS = ["customer", "vendor", "employee", "class", "item", "account", "term"] as const;

type Step =
  | {
      readonly kind: "create";
      readonly list: (typeof LISTS)[number];
      readonly name: string;
      readonly below: number;
    }
  | { readonly kind: "rename"; readonly which: number; readonly name: string }
  | {
      readonly kind: "switch";
      readonly which: number;
      readonly active: boolean;
      readonly isSparse: boolean;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("create" as const),
    list: fc.constantFrom(...LISTS),
    name: fc.constantFrom(...NAMES),
    below: fc.nat(20),
  }),
  fc.record({
    kind: fc.constant("rename" as const),
    which: fc.nat(20),
    name: fc.constantFrom(...NAMES),
  }),
  fc.record({
    kind: fc.constant("switch" as const),
    which: fc.nat(20),
    active: fc.boolean(),
    isSparse: fc.boolean(),
  }),
);

interface Known {
  readonly list: string;
  shown: JsonObject;
}

/** The properties that a list wants besides the name. */
function bodyFor(list: string, name: string): JsonObject {
  switch (list) {
    case "employee":
      return { GivenName: "G", DisplayName: name };
    case "item":
      return { Name: name, Type: "Service", IncomeAccountRef: { value: "1" } };
    case "account":
      return { Name: name, AccountType: "Expense" };
    case "term":
      return { Name: name, DueDays: 1 };
    case "class":
      return { Name: name };
    default:
      return { DisplayName: name };
  }
}

function apply(driver: ApiDriver, known: Known[], each: Step): void {
  if (each.kind === "create") {
    const parent = known.filter(({ list }) => list === each.list)[each.below];
    const below = parent === undefined ? {} : { ParentRef: { value: parent.shown["Id"] ?? "" } };
    const hasParents = ["customer", "class", "account"].includes(each.list);
    const body = { ...bodyFor(each.list, each.name), ...(hasParents ? below : {}) };
    const made = objectIn(driver.post(each.list, body));
    if (made !== undefined) known.push({ list: each.list, shown: made });
    return;
  }
  const target = known[each.which % Math.max(1, known.length)];
  if (target === undefined) return;
  const { Id, SyncToken } = target.shown;
  const key = { Id: Id ?? "", SyncToken: SyncToken ?? "" };
  const body: JsonObject =
    each.kind === "rename"
      ? { ...key, sparse: true, ...nameOf(target.list, each.name) }
      : each.isSparse
        ? { ...key, sparse: true, Active: each.active }
        : { ...target.shown, Active: each.active };
  target.shown = objectIn(driver.post(target.list, body)) ?? target.shown;
}

function nameOf(list: string, name: string): JsonObject {
  return ["customer", "vendor", "employee"].includes(list) ? { DisplayName: name } : { Name: name };
}

function objectIn(answer: ReturnType<ApiDriver["post"]>): JsonObject | undefined {
  if (answer.status !== 200) return undefined;
  const found = Object.values(bodyOf(answer))[0];
  return isObject(found) ? found : undefined;
}

/** The keys that two active records share: of the recorded company, the name that two customers really have. */
function sharedNames(store: Store): string[] {
  const names = ENTITY_TYPES.flatMap((type) =>
    [...store.records(type)]
      .filter((record) => record.fields["Active"] !== false)
      .flatMap((record) => nameKey(record) ?? []),
  );
  return names.filter((name, index) => names.indexOf(name) !== index);
}

describe("any sequence of list writes", () => {
  it("leaves each active name to one record, and SyncTokens that only grow", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const driver = new ApiDriver();
        const { store } = driver.company;
        const known: Known[] = [];
        const tokens = new Map<string, number>();
        for (const each of steps) {
          apply(driver, known, each);
          for (const type of ENTITY_TYPES) {
            for (const record of store.records(type)) {
              const key = `${type}/${record.id}`;
              expect(record.syncToken).toBeGreaterThanOrEqual(tokens.get(key) ?? 0);
              tokens.set(key, record.syncToken);
            }
          }
        }
        expect(sharedNames(store)).toEqual(["name:party:jack doe"]);
        for (const { shown } of known) {
          const name = textOf(shown, "DisplayName") ?? textOf(shown, "Name") ?? "";
          const isMarked = name.endsWith(" (deleted)");
          // A person may choose a name that looks marked.
          if (shown["Active"] === false) expect(isMarked).toBe(true);
          else if (!name.startsWith("Oak")) expect(isMarked).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});
