import { formatDate, formatSeconds, parseTime } from "../company-time.ts";
import type { JsonValue } from "../json/json-value.ts";
import { NULL_DIFFERS_IN_QUERIES } from "../not-evidenced.ts";
import { likeTest } from "./like-pattern.ts";
import { unreadableValue } from "./query-faults.ts";
import type { QueryProperty } from "./query-property.ts";
import type { Comparison, Condition, Literal } from "./query-tree.ts";

export type Predicate = (value: JsonValue | undefined) => boolean;
/** What two values of one property can be ordered by; one property's values are all of one kind. */
export type Ordered = string | number;

/** What a value is read with: the company's zone, and the moment that CURRENT_DATE names. */
export interface Clock {
  readonly timeZone: string;
  readonly now: number;
}

/** A test of one condition. Text compares whatever its case (documented). */
export function predicateOf(
  property: QueryProperty,
  condition: Condition,
  clock: Clock,
): Predicate {
  if (condition.operator === "IN") return oneOf(property, condition.values, clock);
  return comparison(property, condition.operator, condition.value, clock);
}

/** A long list takes no longer to test than a short one. */
function oneOf(property: QueryProperty, literals: readonly Literal[], clock: Clock): Predicate {
  const wantsNull = literals.some(isNull);
  const wanted = new Set<Ordered>();
  for (const literal of literals) {
    if (!isNull(literal)) wanted.add(readableKey(property, literal, clock));
  }
  return (value) => {
    if (isAbsent(value)) return wantsNull;
    const actual = ordered(property, value, clock);
    return actual !== undefined && wanted.has(actual);
  };
}

/** LIKE looks at the text of any value; every other operator compares what the value means. */
function comparison(
  property: QueryProperty,
  operator: Comparison,
  literal: Literal,
  clock: Clock,
): Predicate {
  if (operator === "LIKE") {
    const test = likeTest(literalText(literal, clock));
    return (value) => !isAbsent(value) && test(shownText(property, value, clock));
  }
  if (isNull(literal)) return nullTest(operator);
  const wanted = readableKey(property, literal, clock);
  return (value) => {
    const actual = isAbsent(value) ? undefined : ordered(property, value, clock);
    if (actual === undefined) return operator === "!=" && NULL_DIFFERS_IN_QUERIES;
    return holds(actual, operator, wanted);
  };
}

/** Nothing stands before or after null. */
function nullTest(operator: Comparison): Predicate {
  if (operator === "=") return isAbsent;
  return (value) => operator === "!=" && !isAbsent(value);
}

/** Both sides are of one kind here. */
function holds(actual: Ordered, operator: Exclude<Comparison, "LIKE">, wanted: Ordered): boolean {
  switch (operator) {
    case "=":
      return actual === wanted;
    case "!=":
      return actual !== wanted;
    case "<":
      return actual < wanted;
    case ">":
      return actual > wanted;
    case "<=":
      return actual <= wanted;
    case ">=":
    default:
      return actual >= wanted;
  }
}

/** Null is written `' '` (documented). */
function isNull(literal: Literal): boolean {
  return literal.kind === "text" && literal.value.trim() === "";
}

function isAbsent(value: JsonValue | undefined): value is undefined | null | "" {
  return value === undefined || value === null || value === "";
}

/** What is written, with CURRENT_DATE as today's date in the company's zone. */
export function literalText(literal: Literal, { now, timeZone }: Clock): string {
  return literal.kind === "currentDate" ? formatDate(now, timeZone) : String(literal.value);
}

/** The form in which a literal compares with the property; undefined when it has no such form. */
export function literalKey(
  property: QueryProperty,
  literal: Literal,
  clock: Clock,
): Ordered | undefined {
  return ordered(property, literalText(literal, clock), clock);
}

/** The same; fault 4001 for a literal that cannot be read as the property's kind. */
function readableKey(property: QueryProperty, literal: Literal, clock: Clock): Ordered {
  const key = literalKey(property, literal, clock);
  const text = literalText(literal, clock);
  const isWord = property.comparedAs !== "boolean" || key === "true" || key === "false";
  const isDay = property.comparedAs !== "date" || parseTime(String(key), "UTC") !== undefined;
  if (key === undefined || !isWord || !isDay) throw unreadableValue(text, property.name);
  return key;
}

/** The form in which a value of the property compares; undefined when it has no such form. */
export function ordered(
  property: QueryProperty,
  value: JsonValue,
  { timeZone }: Clock,
): Ordered | undefined {
  // A record's own times are epoch milliseconds already.
  if (property.comparedAs === "time" && typeof value === "number") return value;
  const text = plain(value);
  switch (property.comparedAs) {
    case "id":
      return idKey(text);
    case "number": {
      const number = text.trim() === "" ? NaN : Number(text);
      return Number.isNaN(number) ? undefined : number;
    }
    case "time":
      return parseTime(text, timeZone);
    case "date":
      return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
    case "boolean":
    case "text":
    default:
      return text.toLowerCase();
  }
}

/** Longer than any id: ids of attachments have 19 digits, which no number holds exactly. */
const ID_DIGITS = 24;

/** As an id is stored: `058` is 58. */
export function bareId(text: string): string {
  return text.replace(/^0+(?=\d+$)/, "");
}

/** Ids order as whole numbers of any size; the pseudo codes `TAX` and `NON` come before them. */
export function idKey(id: string): string {
  if (!/^\d+$/.test(id)) return ` ${id.toLowerCase()}`;
  return bareId(id).padStart(ID_DIGITS, "0");
}

/** What LIKE looks at: a time as a read shows it. */
function shownText(property: QueryProperty, value: JsonValue, { timeZone }: Clock): string {
  const isTime = property.comparedAs === "time" && typeof value === "number";
  return isTime ? formatSeconds(value, timeZone) : plain(value);
}

/** A scalar as text; what is none compares as empty. */
function plain(value: JsonValue): string {
  return typeof value === "object" ? "" : String(value);
}
