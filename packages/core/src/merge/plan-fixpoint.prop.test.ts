/**
 * The merge and the plan of whole records, carried out perfectly on a model of two systems: from any base
 * and any two sets of edits, a few rounds in any order of writes leave nothing to do.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agree } from "../mapping/canonical.ts";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "../mapping/default-mappings.ts";
import {
  CONFLICT_POLICIES,
  type FieldRule,
  hasPolicy,
  type Mapping,
  pathIn,
  withPolicies,
} from "../mapping/mapping.ts";
import { isoSeconds } from "../ports/clock.ts";
import { type PlannedUpdate, planWrites } from "../plan/plan-writes.ts";
import type { FieldValue, Image } from "../records/image.ts";
import type { Edit } from "../records/observation.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import type { OpenEntry } from "./merge-field.ts";
import { baseAfterMerge, type Merge, mergeRecord } from "./merge-record.ts";

const SYSTEMS = ["salesforce", "quickbooks"] as const;
const ROUNDS_MAX = 5;
const RUNS = 2_000;

interface Side {
  readonly base: Image;
  readonly seen: Image;
  readonly edits: Readonly<Record<string, Edit>>;
}

interface Pair {
  readonly mapping: Mapping;
  readonly salesforce: Side;
  readonly quickbooks: Side;
  readonly entries: Readonly<Record<string, OpenEntry>>;
}

/** Few values, so that edits often meet, agree by chance, or differ in form alone. */
function valueOf({ kind }: FieldRule): fc.Arbitrary<FieldValue> {
  if (kind === "boolean") return fc.constantFrom(true, false);
  if (kind === "money") return fc.constantFrom(null, "0", "1", "1.00", "2.5");
  if (kind === "phone")
    return fc.constantFrom(null, "(650) 555-3311", "650-555-3311", "650-555-9999");
  return fc.constantFrom(null, "a", "A", "b", "c  d");
}

const edit = fc.record({
  at: fc.option(
    fc.integer({ min: 0, max: 40 }).map((second) => isoSeconds(second * 1000)),
    { freq: 6 },
  ),
  by: fc.constant(null),
});

/** The same value in both systems, or another in each, as of a link whose differences are decided. */
function imagesOf(mapping: Mapping): fc.Arbitrary<Readonly<Record<SystemName, Image>>> {
  const shared = fc.record(
    Object.fromEntries(mapping.fields.map((rule) => [rule.name, valueOf(rule)])),
  );
  return shared.map((values) => {
    const image = (system: SystemName): Image =>
      Object.fromEntries(
        mapping.fields.map((rule) => [pathIn(rule, system), values[rule.name] ?? null]),
      );
    return { salesforce: image("salesforce"), quickbooks: image("quickbooks") };
  });
}

/** A base, what people made of it on one side, and who wrote what. */
function sideOf(mapping: Mapping, system: SystemName, base: Image): fc.Arbitrary<Side> {
  const changes = mapping.fields.map((rule) =>
    fc.record({
      path: fc.constant(pathIn(rule, system)),
      value: fc.option(valueOf(rule), { nil: undefined }),
      edit,
    }),
  );
  return fc.tuple(...changes).map((drawn) => {
    const made = drawn.filter(({ value }) => value !== undefined);
    const values = made.map(({ path, value }) => [path, value ?? null]);
    const edits = made.map(({ path, edit: each }) => [path, each]);
    return {
      base,
      seen: { ...base, ...Object.fromEntries(values) },
      edits: Object.fromEntries(edits) as Record<string, Edit>,
    };
  });
}

const mappings = fc.constantFrom(CUSTOMER_ACCOUNT, ITEM_PRODUCT).chain((mapping) => {
  const names = mapping.fields.filter(hasPolicy).map(({ name }) => name);
  const drawn = fc.tuple(...names.map(() => fc.constantFrom(...CONFLICT_POLICIES)));
  return drawn.map((policies) =>
    withPolicies(
      mapping,
      Object.fromEntries(names.map((name, index) => [name, policies[index] ?? "ask"])),
    ),
  );
});

const pairs: fc.Arbitrary<Pair> = mappings.chain((mapping) =>
  imagesOf(mapping).chain((base) =>
    fc.record({
      mapping: fc.constant(mapping),
      salesforce: sideOf(mapping, "salesforce", base.salesforce),
      quickbooks: sideOf(mapping, "quickbooks", base.quickbooks),
      entries: fc.constant({}),
    }),
  ),
);

function mergeOf({ mapping, salesforce, quickbooks, entries }: Pair): Merge {
  return mergeRecord({ mapping, salesforce, quickbooks, entries, forceFrom: null });
}

function planOf(pair: Pair, merge: Merge): readonly PlannedUpdate[] {
  const target = (system: SystemName) => ({
    ref: { system, type: "T", id: "1" },
    version: "1",
    seen: pair[system].seen,
    members: {},
  });
  return planWrites({
    mapping: pair.mapping,
    merge,
    forceFrom: null,
    targets: { salesforce: target("salesforce"), quickbooks: target("quickbooks") },
  });
}

/** Both bases past what agrees, and an entry for each conflict: what a round commits. */
function committed(pair: Pair, merge: Merge): Pair {
  const moved = (system: SystemName): Side => ({
    ...pair[system],
    base: baseAfterMerge(merge, system, pair[system].base),
  });
  const conflicts = merge.fields.filter(({ verdict }) => verdict.kind === "conflict");
  const opened = conflicts.map(({ rule }) => [rule.name, "undecided" as const]);
  return {
    ...pair,
    salesforce: moved("salesforce"),
    quickbooks: moved("quickbooks"),
    entries: { ...pair.entries, ...Object.fromEntries(opened) },
  };
}

/** The write is applied as it was sent: the target holds it, and both bases stand on it. */
function applied(pair: Pair, { target, fields, write }: PlannedUpdate): Pair {
  const source = otherSystem(target);
  const settled = fields.map(({ rule, seen }) => [pathIn(rule, source), seen[source]]);
  return {
    ...pair,
    [source]: {
      ...pair[source],
      base: { ...pair[source].base, ...Object.fromEntries(settled) },
    },
    [target]: {
      ...pair[target],
      base: { ...pair[target].base, ...write.patch },
      seen: { ...pair[target].seen, ...write.patch },
    },
  };
}

/** Carried out until nothing is planned, one of the planned writes at a time: rounds, and the end. */
function carriedOut(start: Pair, order: readonly number[]): { rounds: number; end: Pair } {
  let pair = start;
  for (let round = 0; round <= ROUNDS_MAX; round += 1) {
    const merge = mergeOf(pair);
    pair = committed(pair, merge);
    const planned = planOf(pair, merge);
    if (planned.length === 0) return { rounds: round, end: pair };
    const next = planned[(order[round] ?? 0) % planned.length];
    if (next !== undefined) pair = applied(pair, next);
  }
  return { rounds: ROUNDS_MAX + 1, end: pair };
}

const orders = fc.array(fc.nat(1), { minLength: ROUNDS_MAX, maxLength: ROUNDS_MAX });

describe("merge and plan of a record", () => {
  it("come to rest within five rounds, in any order of writes (I2)", () => {
    fc.assert(
      fc.property(pairs, orders, (pair, order) => {
        expect(carriedOut(pair, order).rounds).toBeLessThanOrEqual(ROUNDS_MAX);
      }),
      { numRuns: RUNS },
    );
  });

  it("leave systems that agree in every field but those that wait for a person (I1)", () => {
    fc.assert(
      fc.property(pairs, orders, (pair, order) => {
        const { end } = carriedOut(pair, order);
        for (const rule of end.mapping.fields.filter(hasPolicy)) {
          if (end.entries[rule.name] !== undefined) continue;
          const [salesforce = null, quickbooks = null] = SYSTEMS.map(
            (system) => end[system].seen[pathIn(rule, system)],
          );
          expect(agree(rule.kind, salesforce, quickbooks)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("end alike whichever write went first", () => {
    fc.assert(
      fc.property(pairs, orders, orders, (pair, one, another) => {
        expect(carriedOut(pair, one).end).toEqual(carriedOut(pair, another).end);
      }),
      { numRuns: RUNS },
    );
  });

  it("plan the same when they plan twice", () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const merge = mergeOf(pair);
        const again = mergeOf(pair);
        expect(again).toEqual(merge);
        expect(planOf(pair, again)).toEqual(planOf(pair, merge));
      }),
      { numRuns: RUNS },
    );
  });
});
