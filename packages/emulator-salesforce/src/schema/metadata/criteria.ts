import type { LookupFilter, Rollup, RuleCriterion } from "../types.ts";
import type { MetadataElement } from "./xml.ts";

/** Filters in metadata: of roll-up summaries and of lookups. */

const OPERATIONS: ReadonlySet<string> = new Set([
  "equals",
  "notEqual",
  "lessThan",
  "greaterThan",
  "lessOrEqual",
  "greaterOrEqual",
  "contains",
  "notContain",
  "startsWith",
  "includes",
  "excludes",
  "within",
]);

function readCriterion(item: MetadataElement): RuleCriterion {
  const operation = item.must("operation");
  if (!OPERATIONS.has(operation)) {
    throw item.error(`'${operation}' is no operation of a filter`);
  }
  return { field: item.must("field"), operation, value: item.text("value") ?? "" };
}

const SUMMARIES: ReadonlySet<string> = new Set(["count", "sum", "min", "max"]);

/** The roll-up of a Summary field; fields are named `Object.Field` in metadata. */
export function readRollup(field: MetadataElement): Rollup {
  const operation = field.must("summaryOperation");
  if (!isSummary(operation)) throw field.error(`'${operation}' is no roll-up operation`);
  const [childObject = "", foreignKey] = field.must("summaryForeignKey").split(".");
  if (foreignKey === undefined) {
    throw field.error(
      "<summaryForeignKey> must name the child's object and field: Child__c.Parent__c",
    );
  }
  const summarized = operation === "count" ? undefined : field.must("summarizedField");
  return {
    operation,
    childObject,
    foreignKey,
    summarizedField: summarized === undefined ? null : lastPart(summarized),
    filters: field.children("summaryFilterItems").map((item) => {
      const criterion = readCriterion(item);
      return { ...criterion, field: lastPart(criterion.field) };
    }),
  };
}

const isSummary = (text: string): text is Rollup["operation"] => SUMMARIES.has(text);

const lastPart = (name: string): string => name.split(".").at(-1) ?? name;

/** The filter of a lookup; null without one, or when it is switched off. */
export function readLookupFilter(field: MetadataElement): LookupFilter | null {
  const filter = field.child("lookupFilter");
  if (filter === undefined || !filter.flag("active")) return null;
  return {
    criteria: filter
      .children("filterItems")
      .map((item) => ({ ...readCriterion(item), valueField: item.text("valueField") ?? null })),
    logic: filter.text("booleanFilter") ?? null,
    required: !filter.flag("isOptional"),
    message: filter.text("errorMessage") ?? DEFAULT_FILTER_MESSAGE,
  };
}

/** What a filter says whose author wrote nothing (D: Lookup filters, "Value does not exist or …"). */
const DEFAULT_FILTER_MESSAGE = "Value does not exist or does not match filter criteria.";
