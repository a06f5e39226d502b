import type { DuplicateRule, MatchingItem, MatchingRule, ValidationRule } from "../types.ts";
import type { MetadataElement } from "./xml.ts";

/** Validation, matching and duplicate rules (D: Metadata API, pages of the same names). */

export function readValidationRule(element: MetadataElement): ValidationRule {
  return {
    name: element.must("fullName"),
    active: element.flag("active"),
    formula: element.must("errorConditionFormula"),
    message: element.must("errorMessage"),
    errorField: element.text("errorDisplayField") ?? null,
  };
}

/** The rules of one file; those that are switched off match nothing and are left out. */
export function readMatchingRules(object: string, file: MetadataElement): readonly MatchingRule[] {
  return file
    .children("matchingRules")
    .filter((each) => each.text("ruleStatus") !== "Inactive")
    .map((each) => ({
      object,
      name: each.must("fullName"),
      items: each.children("matchingRuleItems").map(readItem),
      logic: each.text("booleanFilter") ?? null,
    }));
}

const METHODS: ReadonlySet<string> = new Set([
  "Exact",
  "FirstName",
  "LastName",
  "CompanyName",
  "Phone",
  "City",
  "Street",
  "Zip",
  "Title",
]);

function readItem(item: MetadataElement): MatchingItem {
  const method = item.must("matchingMethod");
  if (!METHODS.has(method)) throw item.error(`'${method}' is no matching method`);
  return {
    field: item.must("fieldName"),
    method,
    matchBlanks: item.text("blankValueBehavior") === "MatchBlanks",
  };
}

/** `name` is the full name of the file: `Account.Same_Name`. */
export function readDuplicateRule(name: string, element: MetadataElement): DuplicateRule {
  const [object = "", ruleName] = name.split(".");
  if (ruleName === undefined) {
    throw element.error("a duplicate rule's file is named Object.Rule.duplicateRule-meta.xml");
  }
  const alertsFor = element.texts("operationsOnInsert");
  const alertsForUpdate = element.texts("operationsOnUpdate");
  return {
    object,
    name: ruleName,
    label: element.text("masterLabel") ?? ruleName,
    active: element.flag("isActive"),
    onInsert: actionOf(element, "actionOnInsert"),
    onUpdate: actionOf(element, "actionOnUpdate"),
    alertsOnInsert: alertsFor.includes("Alert"),
    alertsOnUpdate: alertsForUpdate.includes("Alert"),
    alertText: element.text("alertText") ?? "",
    matchingRules: element
      .children("duplicateRuleMatchRules")
      .map((each) => each.must("matchingRule")),
  };
}

function actionOf(element: MetadataElement, name: string): "Allow" | "Block" {
  const action = element.text(name) ?? "Allow";
  if (action === "Allow" || action === "Block") return action;
  throw element.error(`<${name}> must be Allow or Block, not '${action}'`);
}
