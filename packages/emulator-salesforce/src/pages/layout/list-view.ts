/** Reads list views of the project: `objects/Account/listViews/Prospects.listView-meta.xml`. */
import type { DescribedField, DescribedObject } from "../../page-host.ts";
import { fieldOfColumn } from "./column-names.ts";

/** Elements that the XML reader must make lists of, even when there is one. */
export const LIST_VIEW_LISTS: readonly string[] = ["columns", "filters"];

interface FilterXml {
  readonly field?: string;
  readonly operation?: string;
  readonly value?: string;
}

/** The `<ListView>` element. */
export interface ListViewXml {
  readonly fullName?: string;
  readonly label?: string;
  readonly columns?: readonly string[];
  readonly filterScope?: string;
  readonly filters?: readonly FilterXml[];
  readonly booleanFilter?: string;
}

export interface ListView extends ListViewXml {
  readonly id: string;
}

/** API names of the columns that the object has. */
export const columnsOfView = (object: DescribedObject, view: ListView): string[] =>
  (view.columns ?? []).flatMap((column) => fieldOfColumn(object, column) ?? []);

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
const likeText = (text: string): string => text.replaceAll(/[\\'%_]/g, "\\$&");

const COMPARISONS: Readonly<Record<string, string>> = {
  equals: "=",
  notEqual: "!=",
  lessThan: "<",
  greaterThan: ">",
  lessOrEqual: "<=",
  greaterOrEqual: ">=",
};
const UNQUOTED = new Set(["int", "double", "currency", "percent", "date", "datetime"]);

function literalOf({ type }: DescribedField, text: string): string {
  if (type === "boolean") return text === "1" || text.toLowerCase() === "true" ? "true" : "false";
  if (text === "") return "null";
  if (!UNQUOTED.has(type)) return quoted(text);
  // A number or a date; anything else must not become part of the query.
  return /^[\w:.+-]+$/.test(text) ? text : "null";
}

/** One filter as a condition; null when the object has no such field or the operation is unknown. */
function conditionOf(object: DescribedObject, filter: FilterXml): string | null {
  const name = fieldOfColumn(object, filter.field ?? "");
  const field = object.fields.find((each) => each.name === name);
  if (field === undefined) return null;
  const { operation = "equals", value = "" } = filter;
  // Several values, with commas between them, are alternatives.
  const values = value.split(",").map((each) => each.trim());
  const comparison = COMPARISONS[operation];
  const parts = values.flatMap((each): string[] => {
    if (comparison !== undefined) return [`${field.name} ${comparison} ${literalOf(field, each)}`];
    if (operation === "contains") return [`${field.name} LIKE '%${likeText(each)}%'`];
    if (operation === "notContain") return [`(NOT ${field.name} LIKE '%${likeText(each)}%')`];
    if (operation === "startsWith") return [`${field.name} LIKE '${likeText(each)}%'`];
    if (operation === "includes") return [`${field.name} INCLUDES (${quoted(each)})`];
    if (operation === "excludes") return [`${field.name} EXCLUDES (${quoted(each)})`];
    return [];
  });
  if (parts.length === 0) return null;
  const isNegative = ["notEqual", "notContain", "excludes"].includes(operation);
  return `(${parts.join(isNegative ? " AND " : " OR ")})`;
}

/** The filters of a view as one condition; null when it shows everything. */
export function conditionOfView(
  object: DescribedObject,
  view: ListView,
  userId: string,
): string | null {
  const conditions = (view.filters ?? []).map((filter) => conditionOf(object, filter));
  const known = conditions.filter((each) => each !== null);
  const logic = view.booleanFilter ?? "";
  const isLogic = /^(?:\d+|AND|OR|NOT|[()\s])+$/i.test(logic) && known.length === conditions.length;
  const filtered = isLogic
    ? `(${logic.replaceAll(/\d+/g, (place) => conditions[Number(place) - 1] ?? "Id = null")})`
    : known.join(" AND ");
  const isMine =
    view.filterScope === "Mine" && object.fields.some(({ name }) => name === "OwnerId");
  const all = [...(isMine ? [`OwnerId = ${quoted(userId)}`] : []), filtered];
  const given = all.filter((each) => each !== "");
  return given.length === 0 ? null : given.join(" AND ");
}
