import { field, lookup, readOnly, systemFields, text } from "../field-kinds.ts";
import type { FieldSchema, ObjectKind, ObjectSchema, RecordType } from "../types.ts";
import type { MetadataElement } from "./xml.ts";

/** Custom objects: tables, platform events, custom metadata types and custom settings, by their suffix. */

export type CustomObject = Omit<ObjectSchema, "keyPrefix">;

/** An object with the fields that every one of its kind has; its own fields follow. */
export function readObject(name: string, element: MetadataElement): CustomObject {
  const label = element.text("label") ?? name;
  const kind = kindOf(name, element);
  return {
    name,
    label,
    labelPlural: element.text("pluralLabel") ?? label,
    custom: true,
    writable: kind !== "customMetadata",
    changeEvents: kind === "record",
    kind,
    sharingModel: element.text("sharingModel") ?? null,
    ...(kind === "event" ? eventOf(element) : {}),
    fields: STANDARD_FIELDS[kind](label, element),
  };
}

/** What the API may do with an event: publish it. */
function eventOf(element: MetadataElement): Partial<CustomObject> {
  const isImmediate = element.text("publishBehavior") === "PublishImmediately";
  return {
    operations: EVENT_OPERATIONS,
    platformEvent: { publishBehavior: isImmediate ? "PublishImmediately" : "PublishAfterCommit" },
  };
}

const EVENT_OPERATIONS = {
  update: false,
  delete: false,
  undelete: false,
  query: false,
  search: false,
  replicate: false,
} as const;

function kindOf(name: string, element: MetadataElement): ObjectKind {
  if (name.endsWith("__c")) {
    return element.text("customSettingsType") === undefined ? "record" : "customSetting";
  }
  if (name.endsWith("__e")) return "event";
  if (name.endsWith("__mdt")) return "customMetadata";
  throw element.error(
    `objects of this kind (${name}) are not part of what this emulator models: leave the folder out of what you load`,
  );
}

const STANDARD_FIELDS: Readonly<
  Record<ObjectKind, (label: string, element: MetadataElement) => readonly FieldSchema[]>
> = {
  record: (label, element) => [
    ...systemFields(label),
    nameField(label, element),
    lookup("OwnerId", "Owner ID", { to: ["User", "Group"], as: "Owner" }, { nillable: false }),
  ],
  event: () => [
    text("ReplayId", "Replay ID", 1000, { ...readOnly, nillable: false }),
    text("EventUuid", "Event UUID", 36, { ...readOnly, nillable: false }),
    ...systemFields("Event").filter((each) => EVENT_SYSTEM_FIELDS.has(each.name)),
  ],
  customMetadata: (label) => [
    field("Id", `${label} ID`, "id", { ...readOnly, length: 18, nillable: false }),
    text("DeveloperName", `${label} Name`, 40, { ...readOnly, nillable: false }),
    text("MasterLabel", "Label", 40, { ...readOnly, nillable: false, nameField: true }),
    field("Language", "Master Language", "picklist", { ...readOnly, length: 40, nillable: false }),
    text("NamespacePrefix", "Namespace Prefix", 15, readOnly),
    text("Label", "Label", 40, { ...readOnly, nillable: false }),
    text("QualifiedApiName", "Qualified API Name", 70, { ...readOnly, nillable: false }),
    field("SystemModstamp", "System Modstamp", "datetime", { ...readOnly, nillable: false }),
  ],
  customSetting: (label, element) => [
    ...systemFields(label),
    text("Name", `${label} Name`, 38, { nameField: true }),
    ...(element.text("customSettingsType") === "Hierarchy"
      ? [
          lookup(
            "SetupOwnerId",
            "Location",
            { to: ["Organization", "Profile", "User"], as: "SetupOwner" },
            { nillable: false, permissionable: false, updateable: false },
          ),
        ]
      : []),
  ],
};

const EVENT_SYSTEM_FIELDS: ReadonlySet<string> = new Set(["CreatedDate", "CreatedById"]);

/** Text that people give, or a number that the platform counts up. */
function nameField(label: string, element: MetadataElement): FieldSchema {
  const name = element.child("nameField");
  const nameLabel = name?.text("label") ?? `${label} Name`;
  if (name?.text("type") !== "AutoNumber") return text("Name", nameLabel, 80, { nameField: true });
  return text("Name", nameLabel, 80, {
    ...readOnly,
    nameField: true,
    nillable: false,
    autoNumber: name.text("displayFormat") ?? "{0}",
  });
}

/** The field that tells record types apart; objects without record types have none. */
export const RECORD_TYPE_FIELD = lookup("RecordTypeId", "Record Type ID", {
  to: "RecordType",
  as: "RecordType",
});

export function readRecordType(element: MetadataElement): RecordType {
  return {
    developerName: element.must("fullName"),
    label: element.text("label") ?? element.must("fullName"),
    description: element.text("description") ?? null,
    active: element.flag("active"),
  };
}
