import type { JsonObject } from "../../json/json-value.ts";

/** Properties outside the schema, as the vendor's serialiser writes them (recorded on payments and purchases). */
export function nameValues(values: Readonly<Record<string, string>>): JsonObject {
  const any = Object.entries(values).map(([Name, Value]) => ({
    name: "{http://schema.intuit.com/finance/v3}NameValue",
    declaredType: "com.intuit.schema.finance.v3.NameValue",
    scope: "javax.xml.bind.JAXBElement$GlobalScope",
    value: { Name, Value },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  }));
  return { any };
}
