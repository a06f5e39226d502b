import { objectsOf, textOf, type JsonObject, type JsonValue } from "../../json/json-value.ts";

/** `…UseSalesCustom1` (on or off) and `…SalesCustomName1`, and the same for purchases: three of each. */
const KNOWN =
  /^(?:SalesFormsPrefs\.(?:UseSalesCustom|SalesCustomName)|PurchasePrefs\.(?:UsePurchaseCustom|PurchaseCustomName))[1-3]$/;

/**
 * The custom fields of sales or purchase forms, as Preferences hold them: one group with the switches,
 * one with the names. What was sent, grouped or not, replaces the entries of the same names; other names
 * are passed over.
 */
export function mergeFieldDefinitions(
  held: readonly JsonObject[],
  sent: readonly JsonObject[],
): JsonValue {
  const entries = new Map<string, JsonObject>();
  for (const entry of [...flat(held), ...flat(sent)]) {
    const name = textOf(entry, "Name") ?? "";
    if (KNOWN.test(name)) entries.set(name, entry);
  }
  const isSwitch = (entry: JsonObject): boolean => textOf(entry, "Name")?.includes(".Use") === true;
  const all = [...entries.values()];
  return [
    { CustomField: all.filter(isSwitch).map(asSwitch) },
    { CustomField: all.filter((entry) => !isSwitch(entry)).map(asName) },
  ].filter((group) => group.CustomField.length > 0);
}

/** Entries stand in groups; a client may also send them bare. */
function flat(groups: readonly JsonObject[]): JsonObject[] {
  return groups.flatMap((group) => {
    const inner = objectsOf(group, "CustomField");
    return inner.length > 0 ? inner : [group];
  });
}

function asSwitch(entry: JsonObject): JsonObject {
  return {
    Name: entry["Name"] ?? "",
    Type: "BooleanType",
    BooleanValue: entry["BooleanValue"] === true,
  };
}

function asName(entry: JsonObject): JsonObject {
  return {
    Name: entry["Name"] ?? "",
    Type: "StringType",
    StringValue: textOf(entry, "StringValue") ?? "",
  };
}
