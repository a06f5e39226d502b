import type { OpportunityStage, PicklistValue } from "../types.ts";
import { decodeName, type MetadataElement } from "./xml.ts";

/** Value sets: a field's own, the global ones it shares, and those of standard picklists. */

export type ValueSets = ReadonlyMap<string, readonly PicklistValue[]>;

export interface FieldValues {
  readonly values: readonly PicklistValue[];
  readonly restricted: boolean;
  readonly controllingField: string | null;
}

/**
 * The values of one set; `name` is the element of each value (`value`, `customValue`, `standardValue`).
 * Order: as written, or by label when the set is sorted.
 */
export function readValues(set: MetadataElement, name: string): readonly PicklistValue[] {
  const values = set.children(name).map((each): PicklistValue => {
    const value = each.must("fullName");
    return {
      value: decodeName(value),
      label: each.text("label") ?? decodeName(value),
      active: each.flag("isActive", true),
      isDefault: each.flag("default"),
    };
  });
  const seen = new Set<string>();
  for (const { value } of values) {
    if (seen.has(value)) throw set.error(`the picklist value '${value}' is given twice`);
    seen.add(value);
  }
  if (!set.flag("sorted")) return values;
  return values.toSorted((a, b) => a.label.localeCompare(b.label, "en"));
}

/** Stages of opportunities: values that also say how likely a sale is and how it ended. */
export function readStages(set: MetadataElement): readonly OpportunityStage[] {
  return set.children("standardValue").map((each) => {
    const name = decodeName(each.must("fullName"));
    return {
      name,
      label: each.text("label") ?? name,
      active: each.flag("isActive", true),
      probability: each.count("probability") ?? 0,
      forecastCategory: FORECASTS[each.text("forecastCategory") ?? ""] ?? "Pipeline",
      closed: each.flag("closed"),
      won: each.flag("won"),
    };
  });
}

/** Forecast categories in metadata, by what the API calls them. */
const FORECASTS: Readonly<Record<string, string>> = {
  BestCase: "Best Case",
  Closed: "Closed",
  Forecast: "Commit",
  Omitted: "Omitted",
  Pipeline: "Pipeline",
};

/** The values of a picklist field. @throws MetadataError for a value set that the project lacks */
export function fieldValues(field: MetadataElement, sets: ValueSets): FieldValues {
  const set = field.child("valueSet");
  if (set === undefined) return { values: [], restricted: false, controllingField: null };
  const definition = set.child("valueSetDefinition");
  const shared = set.text("valueSetName");
  const values =
    definition === undefined ? namedSet(set, shared, sets) : readValues(definition, "value");
  return {
    values: withControl(set, values),
    restricted: set.flag("restricted"),
    controllingField: set.text("controllingField") ?? null,
  };
}

function namedSet(
  set: MetadataElement,
  name: string | undefined,
  sets: ValueSets,
): readonly PicklistValue[] {
  if (name === undefined || name === "") {
    throw set.error("a <valueSet> needs a <valueSetDefinition> or a <valueSetName>");
  }
  const values = sets.get(name);
  if (values !== undefined) return values;
  throw set.error(
    `the value set '${name}' is not in the project: add globalValueSets/${name}.globalValueSet-meta.xml`,
  );
}

/** Adds the controlling values of a dependent picklist. */
function withControl(
  set: MetadataElement,
  values: readonly PicklistValue[],
): readonly PicklistValue[] {
  const settings = new Map(
    set
      .children("valueSettings")
      .map((each) => [each.must("valueName"), each.texts("controllingFieldValue")] as const),
  );
  if (set.text("controllingField") === undefined) return values;
  return values.map((each) => ({ ...each, controlledBy: settings.get(each.value) ?? [] }));
}
