import { changeEventName } from "../schema/event-name.ts";
import { describeField } from "../schema/describe-field.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { Channel, FieldSchema } from "../schema/types.ts";
import type { Document } from "../store/document-store.ts";
import { setupId } from "./setup-ids.ts";
import { rows, type Rows, type SetupSource } from "./setup-rows.ts";

/** The org's objects, fields and channels as rows (D: Tooling API, `EntityDefinition` and so on). */

export const CATALOG_ROWS: Readonly<Record<string, (source: SetupSource) => Rows>> = {
  EntityDefinition: (source) =>
    byDurableId(source.schema.objects.map((object) => entityRow(source, object))),
  FieldDefinition: (source) =>
    byDurableId(
      source.schema.objects.flatMap((object) =>
        object.fields
          .filter((each) => each.compound === null)
          .map((field) => fieldRow(object, field)),
      ),
    ),
};

/** The channels of an org and what is selected on them. */
export const channelRows = (source: SetupSource, channels: readonly Channel[]): Rows =>
  rows(source, CHANNEL_PREFIX, channels, (channel) => [
    channel.name,
    {
      DeveloperName: channel.name.replace(/__chn$/, ""),
      MasterLabel: channel.name,
      ChannelType: channel.channelType,
      EventType: channel.channelType === "data" ? "data" : "custom",
    },
  ]);

const MEMBER_PREFIX = "0v8";
const CHANNEL_PREFIX = "0YL";

export const channelId = (channel: string): string => setupId(CHANNEL_PREFIX, channel);

/** The id under which set-up and the Tooling API know what is selected on a channel. */
export const memberId = (channel: string, entity: string): string =>
  setupId(MEMBER_PREFIX, memberName(channel, entity));

const memberName = (channel: string, entity: string): string => `${channel}.${entity}`;

/** `Accord_Sync__chn`, `AccountChangeEvent` → `Accord_Sync_chn_AccountChangeEvent`. */
export const memberDeveloperName = (channel: string, selectedEntity: string): string =>
  `${channel}_${selectedEntity}`.replace(/_+/g, "_");

/** `Account` → `AccountChangeEvent`, `X__c` → `X__ChangeEvent`; `X__e` stays. */
export const selectedEntityOf = (entity: string): string =>
  entity.endsWith("__e") ? entity : changeEventName(entity);

export const memberRows = (source: SetupSource, channels: readonly Channel[]): Rows =>
  rows(
    source,
    MEMBER_PREFIX,
    channels.flatMap((channel) => channel.members.map((member) => ({ channel, member }))),
    ({ channel, member }) => {
      const selected = selectedEntityOf(member.entity);
      return [
        memberName(channel.name, member.entity),
        {
          DeveloperName: memberDeveloperName(channel.name, selected),
          EventChannel: channel.name,
          SelectedEntity: selected,
          FilterExpression: member.filterExpression,
        },
      ];
    },
  );

/** The records of custom metadata types. */
export const recordRows = (source: SetupSource, object: ObjectEntry): Rows =>
  rows(
    source,
    object.keyPrefix,
    source.metadata.rows.filter((each) => each.object === object.name),
    (row) => [`${object.name}.${String(row.values["DeveloperName"])}`, row.values],
  );

/** These rows share one id; what tells them apart is the durable id. */
const NO_ID = "000000000000000AAA";

const byDurableId = (all: readonly Document[]): Rows =>
  new Map(all.map((row) => [String(row["DurableId"]), row]));

/** `acme__Level__c` → `Level`, under the namespace `acme`. */
function partsOf(name: string): { readonly namespace: string | null; readonly own: string } {
  const [first = "", second, third] = name.split("__");
  if (third === undefined) return { namespace: null, own: first };
  return { namespace: first, own: second ?? first };
}

function entityRow(source: SetupSource, object: ObjectEntry): Document {
  const { namespace, own } = partsOf(object.name);
  const { operations, writable } = object;
  const can = (name: "create" | "update" | "delete") => operations?.[name] ?? writable;
  return {
    Id: NO_ID,
    DurableId: object.name,
    QualifiedApiName: object.name,
    NamespacePrefix: namespace,
    DeveloperName: own,
    MasterLabel: object.label,
    Label: object.label,
    PluralLabel: object.labelPlural,
    KeyPrefix: object.keyPrefix,
    IsCustomizable: writable,
    IsApexTriggerable: writable,
    IsCustomSetting: object.kind === "customSetting",
    IsDeprecatedAndHidden: false,
    IsEverCreatable: can("create"),
    IsEverDeletable: can("delete"),
    IsEverUpdatable: can("update"),
    IsFeedEnabled: false,
    IsIdEnabled: true,
    IsLayoutable: writable,
    IsQueryable: operations?.query ?? true,
    IsReplicateable: operations?.replicate ?? true,
    IsRetrieveable: true,
    IsSearchable: operations?.search ?? writable,
    IsTriggerable: writable,
    IsWorkflowEnabled: writable,
    InternalSharingModel: object.sharingModel ?? "ReadWrite",
    ExternalSharingModel: "Private",
    LastModifiedDate: source.time,
    LastModifiedById: source.createdById,
  };
}

function fieldRow(object: ObjectEntry, field: FieldSchema): Document {
  const described = describeField(field, object);
  const { namespace, own } = partsOf(field.name);
  return {
    Id: NO_ID,
    DurableId: `${object.name}.${field.name}`,
    QualifiedApiName: field.name,
    EntityDefinitionId: object.name,
    NamespacePrefix: field.custom ? namespace : null,
    DeveloperName: own,
    MasterLabel: field.label,
    Label: field.label,
    DataType: dataTypeOf(field),
    ValueTypeId: field.type,
    ExtraTypeInfo: field.extraTypeInfo,
    RelationshipName: field.relationshipName,
    Length: field.length,
    Precision: field.precision,
    Scale: field.scale,
    IsCalculated: described.calculated,
    IsCompound: field.type === "address" || field.type === "location",
    IsHtmlFormatted: described.htmlFormatted,
    IsIndexed: field.externalId || field.unique || field.type === "reference",
    IsNameField: field.nameField,
    IsNillable: field.nillable,
    IsPolymorphicForeignKey: described.polymorphicForeignKey,
    IsApiFilterable: described.filterable,
    IsApiGroupable: described.groupable,
    IsApiSortable: described.sortable,
  };
}

/** The type as set-up shows it: `Text(255)`, `Currency(16, 2)`, `Lookup(Account)`. */
function dataTypeOf(field: FieldSchema): string {
  const digits = `(${field.precision - field.scale}, ${field.scale})`;
  if (field.formula !== null) return `Formula (${LABELS[field.type] ?? field.type})`;
  if (field.autoNumber !== null) return "Auto Number";
  if (field.type === "reference") {
    const kind = field.masterDetailOrder === null ? "Lookup" : "Master-Detail";
    return `${kind}(${field.referenceTo.join(",")})`;
  }
  if (["double", "currency", "percent"].includes(field.type)) {
    return `${LABELS[field.type] ?? field.type}${digits}`;
  }
  const hasLength = field.type === "string" || field.type === "encryptedstring";
  return `${LABELS[field.type] ?? field.type}${hasLength ? `(${field.length})` : ""}`;
}

const LABELS: Readonly<Partial<Record<FieldSchema["type"], string>>> = {
  string: "Text",
  textarea: "Long Text Area",
  encryptedstring: "Text (Encrypted)",
  boolean: "Checkbox",
  double: "Number",
  int: "Number",
  currency: "Currency",
  percent: "Percent",
  date: "Date",
  datetime: "Date/Time",
  time: "Time",
  picklist: "Picklist",
  multipicklist: "Picklist (Multi-Select)",
  email: "Email",
  phone: "Phone",
  url: "URL",
  address: "Address",
  location: "Geolocation",
};
