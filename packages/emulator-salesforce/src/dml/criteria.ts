import { fieldValue } from "../formula/field-value.ts";
import type { FormulaWorld } from "../formula/references.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema, RuleCriterion } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import type { Row } from "../store/row.ts";

/** Lines of filters in metadata, as roll-ups and lookup filters have them. */

/** Whether a row satisfies one line. A list of values, `a,b`, is satisfied by any of them. */
export function meets(
  world: FormulaWorld,
  object: ObjectEntry,
  row: Row,
  criterion: RuleCriterion,
): boolean {
  const field = object.field(criterion.field);
  if (field === undefined) return false;
  const value = fieldValue(world, object, field, row);
  return meetsValue(field, value, criterion.operation, criterion.value);
}

/** The same for a value at hand. */
export function meetsValue(
  field: FieldSchema,
  value: Scalar,
  operation: string,
  wanted: string,
): boolean {
  if (NEGATIONS[operation] !== undefined) {
    return !meetsValue(field, value, NEGATIONS[operation], wanted);
  }
  const texts = isListable(operation) ? splitList(wanted) : [wanted];
  return texts.some((text) => meetsOne(field, value, operation, text));
}

const NEGATIONS: Readonly<Record<string, string>> = {
  notEqual: "equals",
  notContain: "contains",
  excludes: "includes",
};

const isListable = (operation: string): boolean =>
  operation !== "lessThan" &&
  operation !== "greaterThan" &&
  operation !== "lessOrEqual" &&
  operation !== "greaterOrEqual";

/** Values between commas; quotes keep a comma. */
function splitList(text: string): readonly string[] {
  if (text === "") return [""];
  return [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)]
    .filter((match) => match[0] !== "")
    .map((match) => match[1]?.replaceAll('""', '"') ?? match[2]?.trim() ?? "");
}

/** One value of one line. */
function meetsOne(field: FieldSchema, value: Scalar, operation: string, text: string): boolean {
  const shown = value === null ? "" : String(value).toLowerCase();
  const wanted = text.toLowerCase();
  if (operation === "contains") return shown.includes(wanted);
  if (operation === "startsWith") return shown.startsWith(wanted);
  if (operation === "includes") return shown.split(";").includes(wanted);
  const order = compare(field, value, text);
  if (operation === "equals") return order === 0;
  if (order === undefined || value === null) return false;
  if (operation === "lessThan") return order < 0;
  if (operation === "greaterThan") return order > 0;
  return operation === "lessOrEqual" ? order <= 0 : order >= 0;
}

/** The order of a value and a literal of the field's type; undefined when they do not compare. */
function compare(field: FieldSchema, value: Scalar, text: string): number | undefined {
  if (typeof value === "boolean") return String(value) === booleanText(text) ? 0 : undefined;
  if (value === null || text === "") return value === null && text === "" ? 0 : undefined;
  if (typeof value === "number") {
    const number = Number(text);
    return Number.isNaN(number) ? undefined : value - number;
  }
  const isDay = field.type === "date" || field.type === "datetime";
  const left = (isDay ? value.slice(0, text.length) : value).toLowerCase();
  const right = text.toLowerCase();
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Metadata writes checkboxes as `True`, `true` or `1`. */
function booleanText(text: string): string {
  return text === "1" || text.toLowerCase() === "true" ? "true" : "false";
}

/**
 * Numbered answers joined as `1 AND (2 OR NOT 3)` says; without a text all must be true.
 * A text that refers to an answer that is not there counts it as false.
 */
export function combine(logic: string | null, answers: readonly boolean[]): boolean {
  if (logic === null || logic.trim() === "") return answers.every(Boolean);
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  let at = 0;
  const term = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token === "NOT") return !term();
    if (token !== "(") return answers[Number(token) - 1] ?? false;
    const inner = either();
    at += 1;
    return inner;
  };
  const both = (): boolean => {
    let result = term();
    while (tokens[at] === "AND") {
      at += 1;
      const next = term();
      result = result && next;
    }
    return result;
  };
  const either = (): boolean => {
    let result = both();
    while (tokens[at] === "OR") {
      at += 1;
      const next = both();
      result = result || next;
    }
    return result;
  };
  return either();
}
