/**
 * I3, the other way round: the product invents no value. What it sends into a record stood, written like
 * that, in a record that is or was linked with it; or in the record itself, as parts of an address that
 * travel with the one that changes.
 */
import { refKey, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { findRecord } from "../remote-view.ts";
import {
  meansTheSame,
  type Pair,
  PAIR_LIST,
  type Value,
  type ValueForm,
} from "../shared-fields.ts";
import { type Evidence, everLinkedWith, type Violation } from "./evidence.ts";

/** By record and field. */
class Held {
  readonly #values = new Map<string, Value[]>();

  add(key: string, field: string, value: Value): void {
    const place = `${key} ${field}`;
    const before = this.#values.get(place);
    if (before === undefined) this.#values.set(place, [value]);
    else before.push(value);
  }

  has(key: string, field: string, isIt: (value: Value) => boolean): boolean {
    return this.#values.get(`${key} ${field}`)?.some(isIt) ?? false;
  }
}

interface Known {
  /** What people wrote, and what the product found before it wrote. */
  readonly stood: Held;
  /** What the product sent, and what stands there in the end. */
  readonly came: Held;
}

export function judgeProvenance(evidence: Evidence): readonly Violation[] {
  const { stood, came } = knownOf(evidence);
  const linked = new Map<string, readonly string[]>();
  const found: Violation[] = [];
  for (const { changes } of evidence.world.traffic) {
    for (const { system, mapping, id, field, sent } of changes) {
      const pair = pairOf(mapping);
      const form = pair?.fields.find(({ name }) => name === field)?.form;
      if (pair === undefined || form === undefined) continue;
      const own = keyOf(system, pair, id);
      const others = linked.get(own) ?? othersOf(evidence, system, pair, id);
      linked.set(own, others);
      const isIt = (value: Value) => isWrittenAlike(form, value, sent);
      const isFrom = (key: string) => stood.has(key, field, isIt) || came.has(key, field, isIt);
      if (others.some(isFrom) || stood.has(own, field, isIt)) continue;
      if (field === "name" && isForAMoment(sent, id)) continue;
      // A removal carries no value over, and has a judge of its own (removals.ts).
      if (field === "active" && others.some((key) => wasRemoved(evidence, key))) continue;
      const text = `${JSON.stringify(sent)}, sent into ${field} of ${own}, stood in no record linked with it`;
      found.push({ id: "I3", text });
    }
  }
  return found;
}

/** Outer spaces are kept by neither system, and an amount has many writings. */
function isWrittenAlike(form: ValueForm, left: Value, right: Value): boolean {
  if (form === "amount") return meansTheSame(form, left, right);
  return (left ?? "").trim() === (right ?? "").trim();
}

/** The name that a record has while it exchanges its own with another. */
function isForAMoment(sent: Value, id: string): boolean {
  return sent?.endsWith(` (renaming ${id})`) ?? false;
}

const pairOf = (mapping: string): Pair | undefined =>
  PAIR_LIST.find((each) => each.mapping === mapping);

const keyOf = (system: SystemName, pair: Pair, id: string): string =>
  refKey({ system, type: pair.types[system], id });

function wasRemoved({ journal }: Evidence, key: string): boolean {
  return journal.deletionsOf(key.slice(key.lastIndexOf("/") + 1)) > 0;
}

function othersOf(
  evidence: Evidence,
  system: SystemName,
  pair: Pair,
  id: string,
): readonly string[] {
  const keys = everLinkedWith(evidence, { system, type: pair.types[system], id });
  return [...keys].filter((key) => !key.startsWith(`${system}/`));
}

function knownOf({ world, journal, reports }: Evidence): Known {
  const stood = new Held();
  const came = new Held();
  const born = new Set<string>();
  for (const { system, pair: name, id, field, previous, value, isCreate } of journal.writes) {
    const pair = PAIR_LIST.find((each) => each.name === name);
    if (pair === undefined) continue;
    const key = keyOf(system, pair, id);
    stood.add(key, field, previous);
    stood.add(key, field, value);
    if (isCreate) born.add(`${key} ${field}`);
  }
  for (const { changes } of world.traffic) {
    for (const { system, mapping, id, field, held, sent } of changes) {
      const pair = pairOf(mapping);
      if (pair === undefined) continue;
      stood.add(keyOf(system, pair, id), field, held);
      came.add(keyOf(system, pair, id), field, sent);
    }
  }
  for (const { mapping, salesforceRef, quickbooksRef } of [...reports.links, ...reports.log]) {
    const pair = pairOf(mapping);
    for (const ref of [salesforceRef, quickbooksRef]) {
      if (ref === null || pair === undefined) continue;
      const now = findRecord(world, ref.system, pair, ref.id);
      for (const { name } of pair.fields) {
        if (now !== null) came.add(refKey(ref), name, now.values[name] ?? null);
        // Made without it.
        if (!born.has(`${refKey(ref)} ${name}`)) came.add(refKey(ref), name, null);
      }
    }
  }
  return { stood, came };
}
