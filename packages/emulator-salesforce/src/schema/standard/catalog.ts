import { checkbox, datetime, int, locked, lookup, text } from "../field-kinds.ts";
import type { FieldSchema, ObjectSchema } from "../types.ts";

/** The org's objects, fields and channels as rows: what tools ask instead of describing one by one. */

const CATALOG = { custom: false, writable: false, changeEvents: false } as const;
const QUERY_ONLY = { search: false, replicate: false } as const;

/** The parent object, by the name that is its durable id. */
const entity = (label: string): FieldSchema =>
  text("EntityDefinitionId", label, 130, {
    referenceTo: ["EntityDefinition"],
    relationshipName: "EntityDefinition",
    childRelationshipName: "Fields",
  });

export const entityDefinition: ObjectSchema = {
  ...CATALOG,
  operations: QUERY_ONLY,
  name: "EntityDefinition",
  label: "Entity Definition",
  labelPlural: "Entity Definition",
  keyPrefix: "4ie",
  fields: locked([
    text("Id", "Entity Definition ID", 18, { nillable: false }),
    text("DurableId", "Durable ID", 130),
    text("QualifiedApiName", "Qualified API Name", 70, { nillable: false, nameField: true }),
    text("NamespacePrefix", "Namespace Prefix", 15),
    text("DeveloperName", "Developer Name", 40),
    text("MasterLabel", "Master Label", 40, { nillable: false }),
    text("Label", "Label", 80),
    text("PluralLabel", "Plural Label", 80),
    text("KeyPrefix", "Key Prefix", 3),
    ...[
      "IsCustomizable",
      "IsApexTriggerable",
      "IsCustomSetting",
      "IsDeprecatedAndHidden",
      "IsEverCreatable",
      "IsEverDeletable",
      "IsEverUpdatable",
      "IsFeedEnabled",
      "IsIdEnabled",
      "IsLayoutable",
      "IsQueryable",
      "IsReplicateable",
      "IsRetrieveable",
      "IsSearchable",
      "IsTriggerable",
      "IsWorkflowEnabled",
    ].map((name) => checkbox(name, name)),
    text("InternalSharingModel", "Internal Sharing Model", 40),
    text("ExternalSharingModel", "External Sharing Model", 40),
    datetime("LastModifiedDate", "Last Modified Date"),
    lookup("LastModifiedById", "Last Modified By ID", { to: "User", as: "LastModifiedBy" }),
  ]),
};

export const fieldDefinition: ObjectSchema = {
  ...CATALOG,
  operations: QUERY_ONLY,
  name: "FieldDefinition",
  label: "Field Definition",
  labelPlural: "Field Definition",
  keyPrefix: "4fe",
  fields: locked([
    text("Id", "Field Definition ID", 18, { nillable: false }),
    text("DurableId", "Durable ID", 200),
    text("QualifiedApiName", "Qualified API Name", 70, { nillable: false, nameField: true }),
    entity("Entity Definition ID"),
    text("NamespacePrefix", "Namespace Prefix", 15),
    text("DeveloperName", "Developer Name", 40),
    text("MasterLabel", "Master Label", 40, { nillable: false }),
    text("Label", "Label", 80),
    text("DataType", "Data Type", 80),
    text("ValueTypeId", "Value Type ID", 80),
    text("ExtraTypeInfo", "Extra Type Info", 40),
    text("RelationshipName", "Relationship Name", 80),
    int("Length", "Length", 9),
    int("Precision", "Precision", 9),
    int("Scale", "Scale", 9),
    ...[
      "IsCalculated",
      "IsCompound",
      "IsHtmlFormatted",
      "IsIndexed",
      "IsNameField",
      "IsNillable",
      "IsPolymorphicForeignKey",
      "IsApiFilterable",
      "IsApiGroupable",
      "IsApiSortable",
    ].map((name) => checkbox(name, name)),
  ]),
};

export const platformEventChannel: ObjectSchema = {
  ...CATALOG,
  operations: QUERY_ONLY,
  name: "PlatformEventChannel",
  label: "Platform Event Channel",
  labelPlural: "Platform Event Channels",
  keyPrefix: "0YL",
  fields: locked([
    text("Id", "Platform Event Channel ID", 18, { nillable: false }),
    text("DeveloperName", "Developer Name", 80, { nillable: false, nameField: true }),
    text("MasterLabel", "Label", 80, { nillable: false }),
    text("ChannelType", "Channel Type", 40),
    text("EventType", "Event Type", 40),
  ]),
};

export const platformEventChannelMember: ObjectSchema = {
  ...CATALOG,
  operations: QUERY_ONLY,
  name: "PlatformEventChannelMember",
  label: "Platform Event Channel Member",
  labelPlural: "Platform Event Channel Members",
  keyPrefix: "0v8",
  fields: locked([
    text("Id", "Platform Event Channel Member ID", 18, { nillable: false }),
    text("DeveloperName", "Developer Name", 80, { nillable: false, nameField: true }),
    text("EventChannel", "Event Channel", 80),
    text("SelectedEntity", "Selected Entity", 80),
    text("FilterExpression", "Filter Expression", 1024),
  ]),
};
