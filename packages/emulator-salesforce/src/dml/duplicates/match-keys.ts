import type { MatchingItem, MatchingRule } from "../../schema/types.ts";
import type { Scalar } from "../../store/document-store.ts";
import { blockingKeys } from "./similarity.ts";

/**
 * Match keys: rows that have one in common are compared, others are not looked at, so that a save costs
 * the same whatever the size of the object (D help: "How Match Keys Are Generated and Used in Matching
 * Rules": the equation is rewritten, values are normalised and combined, the equation decides among rows
 * that share a key; in rare cases a duplicate goes unseen by it; a title makes no key).
 */

/** Ways to satisfy a rule: in each, all items of the list must match. */
type Alternatives = readonly (readonly number[])[];

/** More than the platform lets a rule have; such a rule is run over every row. */
const ALTERNATIVES_MAX = 32;
const KEYS_MAX = 16;
const BLANK = "\u0000";

/** The keys of a row under a rule. */
export type KeysOf = (row: Readonly<Record<string, unknown>>) => readonly string[];

const known = new WeakMap<MatchingRule, { readonly keysOf: KeysOf | undefined }>();

/** Undefined for a rule that gives no keys: one with NOT, or that a title alone can satisfy. */
export function matchKeysOf(rule: MatchingRule): KeysOf | undefined {
  const found = known.get(rule) ?? { keysOf: makeKeysOf(rule) };
  known.set(rule, found);
  return found.keysOf;
}

function makeKeysOf(rule: MatchingRule): KeysOf | undefined {
  const alternatives = alternativesOf(rule.logic, rule.items.length);
  if (alternatives === undefined) return undefined;
  const ways = alternatives.map((numbers) =>
    numbers
      .flatMap((number) => rule.items[number - 1] ?? [])
      .filter(({ method }) => method !== "Title"),
  );
  if (ways.length === 0 || ways.some((items) => items.length === 0)) return undefined;
  return (row) => {
    if (row["IsDeleted"] === true) return [];
    return ways.flatMap((items, way) => keysOfWay(items, row).map((key) => `${way}:${key}`));
  };
}

/** The keys of all items joined; none when a value is missing that has to match. */
function keysOfWay(
  items: readonly MatchingItem[],
  row: Readonly<Record<string, unknown>>,
): readonly string[] {
  let keys: readonly string[] = [""];
  for (const { field, method, matchBlanks } of items) {
    const value = (row[field] ?? null) as Scalar;
    const blank = matchBlanks ? [BLANK] : [];
    const own = value === null ? blank : blockingKeys(method, value);
    keys = keys.flatMap((key) => own.map((each) => `${key}|${each}`)).slice(0, KEYS_MAX);
  }
  return keys;
}

/** `1 AND (2 OR 3)` as [[1, 2], [1, 3]]; undefined when it has a NOT or too many alternatives. */
export function alternativesOf(logic: string | null, count: number): Alternatives | undefined {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  if (logic === null || logic.trim() === "") return [all];
  const tokens: readonly string[] = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  if (tokens.includes("NOT")) return undefined;
  let at = 0;
  const term = (): Alternatives => {
    const token = tokens[at];
    at += 1;
    if (token !== "(") return [[Number(token)]];
    const inner = either();
    at += 1;
    return inner;
  };
  const both = (): Alternatives => {
    let result = term();
    while (tokens[at] === "AND") {
      at += 1;
      const next = term();
      const joined = result.flatMap((left) => next.map((right) => [...left, ...right]));
      result = joined.slice(0, ALTERNATIVES_MAX + 1);
    }
    return result;
  };
  const either = (): Alternatives => {
    let result = both();
    while (tokens[at] === "OR") {
      at += 1;
      result = [...result, ...both()].slice(0, ALTERNATIVES_MAX + 1);
    }
    return result;
  };
  const found = either();
  return found.length > ALTERNATIVES_MAX ? undefined : found.map((each) => [...new Set(each)]);
}
