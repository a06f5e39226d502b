import {
  isList,
  isObject,
  numberOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { FAULT_KINDS, type FaultKind, type FaultRule } from "./fault-rules.ts";
import { patternProblem, understand, type TextPattern } from "./text-pattern.ts";

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
  for (const name of ["path", "body"]) {
    const problem = patternProblem(match[name]);
    if (problem !== undefined) return `"match.${name}": ${problem}`;
  }
  const chance = numberOf(item, "probability");
  if (chance !== undefined && (chance < 0 || chance > 1))
    return '"probability" must be from 0 to 1';
  return {
    fault,
    match: definedOnly({
      method: textOf(match, "method"),
      path: patternOf(match, "path"),
      body: patternOf(match, "body"),
    }),
    ...definedOnly({
      status: numberOf(item, "status"),
      code: textOf(item, "code"),
      times: numberOf(item, "times"),
      delayMs: numberOf(item, "delayMs"),
      probability: chance,
    }),
  };
}

function isFaultKind(text: string | undefined): text is FaultKind {
  return (FAULT_KINDS as readonly (string | undefined)[]).includes(text);
}

/** As understood, so that the answer shows its author how a text was read. Checked before. */
function patternOf(match: JsonObject, name: "path" | "body"): TextPattern | undefined {
  const pattern = match[name] as TextPattern | undefined;
  return pattern === undefined ? undefined : understand(pattern);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Optional properties are absent, never undefined. */
function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<T>;
}
