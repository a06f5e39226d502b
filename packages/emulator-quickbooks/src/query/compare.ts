import { parseTime } from "../company-time.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { QueryProperty } from "./query-property.ts";
import type { Comparison, Condition, Literal } from "./query-tree.ts";

export type Predicate = (value: JsonValue | undefined) => boolean;
/** What two values of one property can be ordered by. */
type Ordered = string | number;

/** A test of one condition. Text compares whatever its case (documented). */
export function predicateOf(
  property: QueryProperty,
  condition: Condition,
  timeZone: string,
): Predicate {
  if (condition.operator === "IN") {
    const tests = condition.values.map((value) => comparison(property, "=", value, timeZone));
    return (value) => tests.some((test) => test(value));
  }
  return comparison(property, condition.operator, condition.value, timeZone);
}

/** A value that cannot be read in the property's kind matches nothing, and is no fault. */
function comparison(
  property: QueryProperty,
  operator: Comparison,
  literal: Literal,
  timeZone: string,
): Predicate {
  if (operator === "LIKE") {
    const pattern = likePattern(String(literal.value));
    return (value) => value !== undefined && pattern.test(plain(value));
  }
  // Null is written `' '` (documented).
  if (
    literal.kind === "text" &&
    literal.value.trim() === "" &&
    (operator === "=" || operator === "!=")
  ) {
    return (value) => (value === undefined || value === "") === (operator === "=");
  }
  const wanted = ordered(property, literal.value, timeZone);
  if (wanted === undefined) return () => false;
  return (value) => {
    const actual =
      value === undefined || value === null ? undefined : ordered(property, value, timeZone);
    if (actual === undefined) return operator === "!=";
    return holds(actual, operator, wanted);
  };
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

/** The value in the form in which its property compares; undefined when it has no such form. */
export function ordered(
  property: QueryProperty,
  value: JsonValue,
  timeZone: string,
): Ordered | undefined {
  const text = plain(value);
  switch (property.comparedAs) {
    case "number": {
      const number = Number(text);
      return Number.isNaN(number) ? undefined : number;
    }
    case "time":
      // A record's own times are epoch milliseconds already.
      return typeof value === "number" ? value : parseTime(text, timeZone);
    case "date":
      return text.slice(0, 10);
    case "boolean":
    case "text":
    default:
      return text.toLowerCase();
  }
}

/** `%` stands for any text; everything else is literal. */
function likePattern(pattern: string): RegExp {
  const escaped = pattern.split("%").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[\\s\\S]*")}$`, "i");
}

/** A scalar as text; what is none compares as empty. */
function plain(value: JsonValue): string {
  return typeof value === "object" ? "" : String(value);
}
