/** Rules from outside. A rule that would do something else than its author means is refused with the reason. */

import {
  isList,
  isObject,
  numberOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { FAULT_KINDS, type FaultKind, type FaultRule } from "./fault-rules.ts";
import { patternProblem, type TextPattern } from "./text-pattern.ts";

const RULES_MAX = 1000;
const TIMES_MAX = 1_000_000;
const WORDS_MAX = 4000;
/** A day; a longer wait is a slip of the keyboard. */
const DELAY_MAX_MS = 86_400_000;

const RULE_PARTS = [
  "match",
  "fault",
  "status",
  "code",
  "message",
  "detail",
  "times",
  "delayMs",
  "probability",
];
const MATCH_PARTS = ["method", "path", "body"];
/** The faults that a part means something to; parts that are not listed fit every fault. */
const ONLY_FOR: Readonly<Record<string, readonly FaultKind[]>> = {
  status: ["status"],
  code: ["status"],
  message: ["status"],
  detail: ["status"],
  delayMs: ["slow", "delay-webhook", "scatter-webhook"],
};

/** Reads `{"rules":[…]}` or a bare list. Returns a sentence instead when something is wrong with it. */
export function readRules(text: string): readonly FaultRule[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "the body is not JSON";
  }
  const value = parsed as JsonValue;
  const list = isObject(value) ? value["rules"] : value;
  if (!isList(list)) return 'the body must be a list of rules or {"rules": [...]}';
  if (list.length > RULES_MAX) return `the list holds more than ${RULES_MAX} rules`;
  const rules: FaultRule[] = [];
  for (const [index, item] of list.entries()) {
    const rule = isObject(item) ? readRule(item) : "a rule must be an object";
    if (typeof rule === "string") return `rule ${index}: ${rule}`;
    rules.push(rule);
  }
  return rules;
}

/** One rule, or what is wrong with it. */
function readRule(item: JsonObject): FaultRule | string {
  const fault = textOf(item, "fault");
  if (!isFaultKind(fault)) return `"fault" must be one of ${FAULT_KINDS.join(", ")}`;
  const match = item["match"] ?? {};
  if (!isObject(match)) return '"match" must be an object';
  const problem =
    strangePart(item, RULE_PARTS) ??
    strangePart(match, MATCH_PARTS) ??
    matchProblem(match, fault) ??
    partProblem(item, fault);
  if (problem !== undefined) return problem;
  return {
    fault,
    match: definedOnly({
      method: textOf(match, "method"),
      // Both were checked above.
      path: match["path"] as TextPattern | undefined,
      body: match["body"] as TextPattern | undefined,
    }),
    ...definedOnly({
      status: numberOf(item, "status"),
      code: textOf(item, "code"),
      message: textOf(item, "message"),
      detail: textOf(item, "detail"),
      times: numberOf(item, "times"),
      delayMs: numberOf(item, "delayMs"),
      probability: numberOf(item, "probability"),
    }),
  };
}

/** A misspelt part would silently match anything. */
function strangePart(owner: JsonObject, parts: readonly string[]): string | undefined {
  const strange = Object.keys(owner).find((key) => !parts.includes(key));
  if (strange === undefined) return undefined;
  return `"${strange.slice(0, 40)}" is none of ${parts.join(", ")}`;
}

function matchProblem(match: JsonObject, fault: FaultKind): string | undefined {
  for (const name of ["path", "body"]) {
    const problem = patternProblem(match[name]);
    if (problem !== undefined) return `"match.${name}": ${problem}`;
  }
  const { method, path } = match;
  if (method !== undefined && !(typeof method === "string" && /^[A-Za-z]{1,20}$/.test(method)))
    return '"match.method" must be a method, such as POST';
  const isForWebhooks = fault.endsWith("-webhook");
  if (isForWebhooks && (method !== undefined || path !== undefined))
    return `${fault} looks at the events of a delivery: "match" may hold "body" alone`;
  return undefined;
}

function partProblem(item: JsonObject, fault: FaultKind): string | undefined {
  for (const [name, faults] of Object.entries(ONLY_FOR))
    if (item[name] !== undefined && !faults.includes(fault))
      return `"${name}" means nothing to ${fault}; it is for ${faults.join(", ")}`;
  const { code, probability } = item;
  if (code !== undefined && !(typeof code === "string" && /^\w{1,20}$/.test(code)))
    return '"code" must be a text of letters and digits, such as "6190"';
  if (
    probability !== undefined &&
    !(typeof probability === "number" && probability >= 0 && probability <= 1)
  )
    return '"probability" must be a number from 0 to 1';
  return (
    wordsProblem(item, "message") ??
    wordsProblem(item, "detail") ??
    wholeProblem(item, "status", 200, 599) ??
    wholeProblem(item, "times", 0, TIMES_MAX) ??
    wholeProblem(item, "delayMs", 0, DELAY_MAX_MS)
  );
}

function wordsProblem(item: JsonObject, name: string): string | undefined {
  const value = item[name];
  const isGood = value === undefined || (typeof value === "string" && value.length <= WORDS_MAX);
  return isGood ? undefined : `"${name}" must be a text of at most ${WORDS_MAX} characters`;
}

function wholeProblem(
  item: JsonObject,
  name: string,
  min: number,
  max: number,
): string | undefined {
  const value = item[name];
  if (value === undefined) return undefined;
  const isGood =
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
  return isGood ? undefined : `"${name}" must be a whole number from ${min} to ${max}`;
}

function isFaultKind(text: string | undefined): text is FaultKind {
  return (FAULT_KINDS as readonly (string | undefined)[]).includes(text);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Optional properties are absent, never undefined. */
function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<T>;
}
