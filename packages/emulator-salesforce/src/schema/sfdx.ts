import { field, plainValues, systemFields } from "./field-kinds.ts";
import { readChannel, readMember, readPlatformEvent } from "./sfdx-events.ts";
import { childElement, type Element, MetadataError, must, optional, root } from "./sfdx-xml.ts";
import {
  type Channel,
  type FieldSchema,
  type FieldType,
  NO_METADATA,
  type ObjectSchema,
  type OrgMetadata,
} from "./types.ts";

/**
 * Reads what an SFDX project in source format adds to the org: custom objects, custom fields and change
 * data capture channels. Pure: it is given the files. What it does not know (layouts, rules, classes)
 * it leaves alone; a field type it cannot model is an error, because silence would look like success.
 */

/** Text of each metadata file by its path inside the project, with forward slashes. */
export type MetadataFiles = ReadonlyMap<string, string>;

const FIELD_FILE = /(?:^|\/)objects\/([^/]+)\/fields\/[^/]+\.field-meta\.xml$/;
const OBJECT_FILE = /(?:^|\/)objects\/([^/]+)\/[^/]+\.object-meta\.xml$/;
const MEMBER_FILE = /\.platformEventChannelMember-meta\.xml$/;
const CHANNEL_FILE = /(?:^|\/)([^/]+)\.platformEventChannel-meta\.xml$/;

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  Text: "string",
  TextArea: "textarea",
  LongTextArea: "textarea",
  Html: "textarea",
  Email: "email",
  Phone: "phone",
  Url: "url",
  Checkbox: "boolean",
  Number: "double",
  Percent: "percent",
  Currency: "currency",
  Date: "date",
  DateTime: "datetime",
  Picklist: "picklist",
  Lookup: "reference",
  MasterDetail: "reference",
};

/** Lengths that metadata leaves out because the type fixes them. */
const FIXED_LENGTHS: Partial<Record<FieldType, number>> = {
  email: 80,
  phone: 40,
  url: 255,
  textarea: 255,
  picklist: 255,
  reference: 18,
};

/** @throws MetadataError */
export function readMetadata(files: MetadataFiles): OrgMetadata {
  const fields = new Map<string, FieldSchema[]>();
  const objects: Omit<ObjectSchema, "keyPrefix">[] = [];
  const channels = new Map<string, Channel>();
  for (const path of [...files.keys()].sort()) {
    const xml = files.get(path) ?? "";
    const ownerOfField = FIELD_FILE.exec(path)?.[1];
    const objectName = OBJECT_FILE.exec(path)?.[1];
    if (ownerOfField !== undefined) {
      const known = fields.get(ownerOfField) ?? [];
      fields.set(ownerOfField, [...known, readField(path, root(path, xml, "CustomField"))]);
    } else if (objectName?.endsWith("__e")) {
      objects.push(readPlatformEvent(objectName, root(path, xml, "CustomObject")));
    } else if (objectName?.endsWith("__c")) {
      objects.push(readObject(objectName, root(path, xml, "CustomObject")));
    } else if (CHANNEL_FILE.test(path)) {
      const name = CHANNEL_FILE.exec(path)?.[1] ?? "";
      readChannel(channels, name, root(path, xml, "PlatformEventChannel"));
    } else if (MEMBER_FILE.test(path)) {
      readMember(channels, path, root(path, xml, "PlatformEventChannelMember"));
    }
  }
  return { ...NO_METADATA, objects, fields, channels: [...channels.values()] };
}

/** A custom field. Formulas, roll-ups and other kinds are refused by their type. */
function readField(path: string, element: Element): FieldSchema {
  const name = must(path, element, "fullName");
  const kind = must(path, element, "type");
  const type = FIELD_TYPES[kind];
  if (type === undefined) {
    throw new MetadataError(path, `fields of type ${kind} are not modelled by this emulator`);
  }
  const required = optional(element, "required") === "true" || kind === "MasterDetail";
  const parent = optional(element, "referenceTo");
  const values = picklistValues(element);
  return field(name, optional(element, "label") ?? name, type, {
    custom: true,
    length: Number(optional(element, "length") ?? FIXED_LENGTHS[type] ?? 0),
    precision: Number(optional(element, "precision") ?? 0),
    scale: Number(optional(element, "scale") ?? 0),
    nillable: !required && type !== "boolean",
    externalId: optional(element, "externalId") === "true",
    unique: optional(element, "unique") === "true",
    caseSensitive: optional(element, "caseSensitive") === "true",
    picklist: plainValues(values.names),
    restrictedPicklist: values.restricted,
    referenceTo: parent === undefined ? [] : [parent],
    relationshipName: type === "reference" ? name.replace(/__c$/, "__r") : null,
    childRelationshipName: childRelationship(element),
    cascadeDelete: kind === "MasterDetail",
    ...defaultOf(type, optional(element, "defaultValue")),
  });
}

/** In SOQL the list of children carries the suffix of custom relationships. */
function childRelationship(element: Element): string | null {
  const name = optional(element, "relationshipName");
  return name === undefined ? null : `${name}__r`;
}

/** Only literal defaults are understood; a formula default would need the formula language. */
function defaultOf(type: FieldType, value: string | undefined) {
  if (type === "boolean") return { defaultValue: value === "true" };
  if (value === undefined) return {};
  const literal = /^(?:"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?))$/.exec(value);
  if (literal === null) return {};
  const quoted = literal[1] ?? literal[2];
  return { defaultValue: quoted ?? Number(literal[3]) };
}

/** The values of a picklist that defines its own. */
function picklistValues(element: Element): {
  readonly names: readonly string[];
  readonly restricted: boolean;
} {
  const set = childElement(element, "valueSet");
  const definition = childElement(set, "valueSetDefinition")?.["value"];
  const values = Array.isArray(definition) ? definition : [definition];
  const names = values.flatMap((value: unknown) =>
    typeof value === "object" && value !== null
      ? (optional(value as Element, "fullName") ?? [])
      : [],
  );
  return { names, restricted: set !== undefined && optional(set, "restricted") === "true" };
}

/** A custom object with the fields that every one has; its own fields have files of their own. */
function readObject(name: string, element: Element): Omit<ObjectSchema, "keyPrefix"> {
  const label = optional(element, "label") ?? name;
  const nameElement = childElement(element, "nameField");
  const isAutoNumber = nameElement !== undefined && optional(nameElement, "type") === "AutoNumber";
  const nameLabel = (nameElement && optional(nameElement, "label")) ?? `${label} Name`;
  return {
    name,
    label,
    labelPlural: optional(element, "pluralLabel") ?? label,
    custom: true,
    writable: true,
    changeEvents: true,
    fields: [
      ...systemFields(label),
      field("Name", nameLabel, "string", {
        length: 80,
        nameField: true,
        createable: !isAutoNumber,
        updateable: !isAutoNumber,
      }),
      field("OwnerId", "Owner ID", "reference", {
        length: 18,
        nillable: false,
        referenceTo: ["User"],
        relationshipName: "Owner",
      }),
    ],
  };
}
