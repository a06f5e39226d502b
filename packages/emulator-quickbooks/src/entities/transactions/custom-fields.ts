import { compact, objectsOf, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import type { CompanyProfile } from "../company-profile.ts";

/** The company's fields, also those without a value (recorded); name and type are the company's. */
export function customFields(fields: JsonObject, { customFields: own }: CompanyProfile): JsonValue {
  const sent = objectsOf(fields, "CustomField");
  return own.map(({ id, name }) => {
    const value = sent.find((field) => field["DefinitionId"] === id)?.["StringValue"];
    return compact({ DefinitionId: id, Name: name, Type: "StringType", StringValue: value });
  });
}
