/**
 * What a broken request gets, whatever else is broken in it: an unknown property alone, else all faults of
 * fields together, else the reference, else the version. Nothing is written, and a `requestid` is still free.
 */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descriptorOf } from "../entities/registry.ts";
import { REFERENCE_TARGETS } from "../entities/references.ts";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import type { JsonObject } from "../json/json-value.ts";
import { ENTITY_TYPES, type EntityType } from "../store/stored-record.ts";
import { ApiDriver, bodyOf, faultOf } from "../testing/api-driver.ts";
import { bodyAt, placesOf, strangerAt, type Place } from "../testing/schema-places.ts";

/** The seed company, with one record of each type that the seed has none of. */
function furnished(): ApiDriver {
  const driver = new ApiDriver();
  driver.created("class", { Name: "North" });
  driver.created("department", { Name: "Store" });
  driver.created("attachable", { Note: "Bring the keys" });
  return driver;
}

const COMPANY = furnished().company;
/** Types whose records can be sent back as they were read. */
const UPDATED: readonly EntityType[] = ENTITY_TYPES.filter((type) => {
  const { operations, write } = descriptorOf(type);
  const held = COMPANY.store.count(type) > 0;
  return operations.has("update") && write === undefined && held;
});

/** What may be wrong with a request; each part alone is enough to refuse it. */
interface Damage {
  readonly type: EntityType;
  readonly stranger: Place | undefined;
  readonly fields: readonly Place[];
  readonly isLost: boolean;
  readonly isStale: boolean;
}

/** Only at the top: there the rest of the record stays what it was. */
function fieldsOf(type: EntityType): Place[] {
  const kinds: ReadonlySet<string> = new Set(["boolean", "decimal", "date"]);
  return placesOf(type).filter(
    ({ steps, property }) =>
      steps.length === 0 && kinds.has(property.type) && property.many !== true,
  );
}

function referencesOf(type: EntityType): string[] {
  const { readOnly } = descriptorOf(type);
  return Object.entries(SCHEMA_TYPES[type] ?? {}).flatMap(([name, property]) =>
    property.type === "ReferenceType" &&
    REFERENCE_TARGETS[name] !== undefined &&
    !readOnly.has(name)
      ? [name]
      : [],
  );
}

const damage: fc.Arbitrary<Damage> = fc.constantFrom(...UPDATED).chain((type) => {
  const places = placesOf(type);
  return fc.record({
    type: fc.constant(type),
    stranger: fc.option(fc.constantFrom(...places), { nil: undefined, freq: 4 }),
    fields: fc.oneof(
      fc.constant([]),
      fc.uniqueArray(fc.constantFrom(...fieldsOf(type)), {
        minLength: 1,
        maxLength: 4,
        selector: ({ name }) => name,
      }),
    ),
    isLost: fc.boolean(),
    isStale: fc.boolean(),
  });
});

const CODES: Readonly<Record<string, string>> = { boolean: "2230", decimal: "2090", date: "2060" };

/** The codes that the damage must bring, or none when nothing is broken. */
function expectedCodes({ type, stranger, fields, isLost, isStale }: Damage): readonly string[] {
  if (stranger !== undefined) return ["2010"];
  if (fields.length > 0) return fields.map(({ property }) => CODES[property.type] ?? "").toSorted();
  if (isLost && referencesOf(type).length > 0) return ["2500"];
  return isStale ? ["5010"] : [];
}

function damaged(
  whole: JsonObject,
  { type, stranger, fields, isLost, isStale }: Damage,
): JsonObject {
  const [reference] = referencesOf(type);
  const lost = isLost && reference !== undefined ? { [reference]: { value: "99999999" } } : {};
  const broken = fields.map((place) => bodyAt(place, "wrong"));
  const token = isStale ? { SyncToken: "77" } : {};
  const strange = stranger === undefined ? {} : strangerAt(stranger, "Colour");
  return Object.assign({}, whole, lost, ...broken, token, strange) as JsonObject;
}

function readFirst(driver: ApiDriver, type: EntityType): JsonObject {
  const [first] = driver.company.store.records(type);
  const path = type === "Preferences" ? "preferences" : `${type.toLowerCase()}/${first?.id ?? ""}`;
  return driver.read(path);
}

const dumpOf = (driver: ApiDriver): string => JSON.stringify([...driver.company.store.dump()]);

describe("a request with several things wrong", () => {
  it("concerns nearly every type that can be updated", () => {
    const all = ENTITY_TYPES.filter((type) => descriptorOf(type).operations.has("update"));
    // Currencies and rates can be written in a company with several; they have tests of their own.
    expect(all.filter((type) => !UPDATED.includes(type))).toEqual([
      "CompanyCurrency",
      "ExchangeRate",
    ]);
  });

  it("is told of a taken name only when all else is right", () => {
    const taken = { Id: "2", DisplayName: "Amy's Bird Sanctuary", sparse: true };
    const lost = { ParentRef: { value: "99999999" }, Job: true };
    const codes = (body: object): readonly string[] => {
      const driver = new ApiDriver();
      return faultOf(driver.post("customer", body)).codes;
    };
    expect([
      codes({ ...taken, ...lost, SyncToken: "77", Active: "maybe" }),
      codes({ ...taken, ...lost, SyncToken: "77" }),
      codes({ ...taken, SyncToken: "77" }),
      codes({ ...taken, SyncToken: "0" }),
    ]).toEqual([["2230"], ["2500"], ["5010"], ["6240"]]);
  });

  it("gets the refusals of the first kind of check that finds any, and leaves no trace", () => {
    const driver = furnished();
    const whole = new Map(UPDATED.map((type) => [type, readFirst(driver, type)]));
    let runs = 0;
    fc.assert(
      fc.property(damage, (broken) => {
        const expected = expectedCodes(broken);
        if (expected.length === 0) return;
        runs += 1;
        const before = dumpOf(driver);
        const body = damaged(whole.get(broken.type) ?? {}, broken);
        const path = `${broken.type.toLowerCase()}?requestid=r${runs}`;
        const seen = faultOf(driver.post(path, body));
        expect({ ...seen, codes: seen.codes.toSorted() }).toMatchObject({
          status: 400,
          codes: expected,
        });
        expect(dumpOf(driver)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves its requestid to the request that is put right", () => {
    fc.assert(
      fc.property(damage, (broken) => {
        if (expectedCodes(broken).length === 0) return;
        const driver = furnished();
        const whole = readFirst(driver, broken.type);
        const path = `${broken.type.toLowerCase()}?requestid=again`;
        expect(driver.post(path, damaged(whole, broken)).status).toBe(400);
        const right = driver.post(path, whole);
        expect({ status: right.status, body: bodyOf(right) }).toMatchObject({ status: 200 });
      }),
      { numRuns: 40 },
    );
  });
});
