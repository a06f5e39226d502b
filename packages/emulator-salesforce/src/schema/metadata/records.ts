import type { FieldSchema, MetadataRow } from "../types.ts";
import type { MetadataElement } from "./xml.ts";

/**
 * A record of a custom metadata type; the file is named Type.Record, without the type's suffix.
 * @param fieldsOf the fields of the type, known by now
 */
export function readRecord(
  fileName: string,
  element: MetadataElement,
  fieldsOf: (object: string) => readonly FieldSchema[] | undefined,
): MetadataRow {
  const [typeName = "", developerName] = fileName.split(/\.(.*)/s);
  if (developerName === undefined) {
    throw element.error("a record's file is named Type.Record.md-meta.xml");
  }
  const object = typeName.endsWith("__mdt") ? typeName : `${typeName}__mdt`;
  const fields = fieldsOf(object);
  if (fields === undefined) {
    throw element.error(`the custom metadata type ${object} is not in the project`);
  }
  const label = element.text("label") ?? developerName;
  const values: Record<string, string | number | boolean | null> = {
    DeveloperName: developerName,
    MasterLabel: label,
    Label: label,
    Language: "en_US",
    NamespacePrefix: null,
    QualifiedApiName: developerName,
  };
  for (const item of element.children("values")) {
    const name = item.must("field");
    const field = fields.find((each) => each.name === name);
    if (field === undefined) throw item.error(`${object} has no field ${name}`);
    values[field.name] = typed(field, item.text("value") ?? "");
  }
  for (const field of fields) {
    if (field.type === "boolean") values[field.name] ??= field.defaultValue === true;
  }
  return { object, values };
}

/** The text of a value as the field's type. */
function typed(field: FieldSchema, text: string): string | number | boolean | null {
  if (field.type === "boolean") return text === "true";
  if (text === "") return null;
  return ["double", "currency", "percent", "int"].includes(field.type) ? Number(text) : text;
}
