/**
 * References: fields whose value is the id of another mapped record. Each system stores its own id, and
 * the images hold what each system stores; what the two have in common is the link between the records.
 * So values are compared as links, and a value that goes over is looked up in its link. Where there is none
 * the rule of the field says what happens: the record is made first, waited for, or left out.
 */
import type { FieldValue, Image } from "../records/image.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import { agree, canonical } from "./canonical.ts";
import { type FieldRule, type Mapping, pathIn, type ReferenceRule } from "./mapping.ts";
import { nameInRow, readRows, type Row, writeRows } from "./rows.ts";

/** One side of a reference: a record of the mapping, by the id that `system` knows it by. */
export interface Referred {
  readonly mapping: string;
  readonly system: SystemName;
  readonly id: string;
}

/** The ids of a linked pair. */
export type LinkedIds = Readonly<Record<SystemName, string>>;

/** The links of all records that are referred to, by `referredKey`; one that is missing is not linked. */
export type References = ReadonlyMap<string, LinkedIds>;

export const NO_REFERENCES: References = new Map();

/** A record that must be linked before a write can name it. */
export interface Prerequisite extends Referred {
  readonly unlinked: "make" | "wait";
  /** What a person calls it; null where the system did not tell. */
  readonly name: string | null;
}

export function referredKey({ mapping, system, id }: Referred): string {
  return `${mapping}/${system}/${id}`;
}

/** What becomes of a value on its way into the other system. */
export type Carried =
  | { readonly kind: "value"; readonly value: FieldValue }
  /** Not before these records are linked; with none, the mapping leaves the value out. */
  | { readonly kind: "blocked"; readonly needs: readonly Prerequisite[] };

/** Values and the names that came with them: an image, or a row. */
type Holder = Readonly<Record<string, FieldValue>>;

interface Place {
  readonly rule: FieldRule;
  /** The system that holds the value. */
  readonly system: SystemName;
  readonly value: FieldValue;
  readonly name: FieldValue;
}

/** Every record that `image` of `system` refers to, in its rows too. */
export function referredIn(
  mapping: Mapping,
  system: SystemName,
  image: Image,
): readonly Referred[] {
  return mapping.fields.flatMap((rule) =>
    placesIn(rule, system, image).flatMap((place) => {
      const { reference } = place.rule;
      if (reference === undefined || typeof place.value !== "string") return [];
      return [{ mapping: reference.mapping, system, id: place.value }];
    }),
  );
}

function placesIn(rule: FieldRule, system: SystemName, image: Image): readonly Place[] {
  if (rule.rows === undefined) return [placeIn(rule, system, image)];
  const { columns } = rule.rows;
  return readRows(image[pathIn(rule, system)] ?? null).flatMap((row) =>
    columns.map((column) => placeInRow(column, system, row)),
  );
}

function placeIn(rule: FieldRule, system: SystemName, image: Holder): Place {
  const namePath = rule.reference?.names?.[system];
  const name = namePath === undefined ? null : (image[namePath] ?? null);
  return { rule, system, value: image[pathIn(rule, system)] ?? null, name };
}

function placeInRow(rule: FieldRule, system: SystemName, row: Row): Place {
  return { rule, system, value: row[rule.name] ?? null, name: row[nameInRow(rule.name)] ?? null };
}

/**
 * The form in which a value of `system` is compared across systems: of a reference its link, of rows
 * each value's own; of anything else the value itself. An id without a link is like no id of the other
 * system.
 */
export function inCommon(
  rule: FieldRule,
  system: SystemName,
  value: FieldValue,
  references: References,
): FieldValue {
  if (rule.rows !== undefined) {
    const { columns } = rule.rows;
    const rows = readRows(value).map((row) =>
      columns.map((column) => {
        const common = inCommon(column, system, row[column.name] ?? null, references);
        return canonical(column.kind, common);
      }),
    );
    return rows.length === 0 ? null : JSON.stringify(rows);
  }
  const { reference } = rule;
  if (reference === undefined || typeof value !== "string") return value;
  const ids = references.get(referredKey({ mapping: reference.mapping, system, id: value }));
  return ids === undefined ? `${system} ${value}` : `link ${ids.salesforce} ${ids.quickbooks}`;
}

/** True when the values of the two systems mean the same. */
export function agreeAcross(
  rule: FieldRule,
  values: Readonly<Record<SystemName, FieldValue>>,
  references: References,
): boolean {
  const common = (system: SystemName) => inCommon(rule, system, values[system], references);
  return agree(rule.kind, common("salesforce"), common("quickbooks"));
}

/** The value of a field of `image`, as the other system takes it. */
export function carry(
  rule: FieldRule,
  system: SystemName,
  image: Image,
  references: References,
): Carried {
  const { rows } = rule;
  if (rows === undefined) return carryOne(placeIn(rule, system, image), references);
  const needs: Prerequisite[] = [];
  const carried = readRows(image[pathIn(rule, system)] ?? null).map((row): Row => {
    const values: Record<string, FieldValue> = {};
    for (const column of rows.columns) {
      const one = carryOne(placeInRow(column, system, row), references);
      if (one.kind === "value") values[column.name] = one.value;
      else needs.push(...one.needs);
    }
    return values;
  });
  if (needs.length > 0) return { kind: "blocked", needs: withoutDoubles(needs) };
  return { kind: "value", value: carried.length === 0 ? null : writeRows(carried) };
}

function carryOne({ rule, system, value, name }: Place, references: References): Carried {
  const { reference } = rule;
  if (reference === undefined || typeof value !== "string") return { kind: "value", value };
  const target = otherSystem(system);
  const referred: Referred = { mapping: reference.mapping, system, id: value };
  const ids = references.get(referredKey(referred));
  return ids === undefined
    ? withoutLink(reference, referred, name)
    : { kind: "value", value: ids[target] };
}

function withoutLink(
  { unlinked, otherwise }: ReferenceRule,
  referred: Referred,
  name: FieldValue,
): Carried {
  if (unlinked !== "skip") {
    const called = typeof name === "string" ? name : null;
    return { kind: "blocked", needs: [{ ...referred, unlinked, name: called }] };
  }
  const value = otherwise?.[otherSystem(referred.system)];
  return value === undefined ? { kind: "blocked", needs: [] } : { kind: "value", value };
}

/** Each record once, in the order in which it was met. */
export function withoutDoubles(needs: readonly Prerequisite[]): readonly Prerequisite[] {
  return [...new Map(needs.map((need) => [referredKey(need), need])).values()];
}
