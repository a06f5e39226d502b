import type { SchemaRegistry } from "../schema/registry.ts";
import { PERSON_RECORD_TYPE } from "../schema/features.ts";
import { USER_PERMISSIONS } from "../schema/standard/setup.ts";
import type {
  FieldPermission,
  ObjectPermission,
  OrgMetadata,
  PermissionSetSchema,
} from "../schema/types.ts";
import type { Document } from "../store/document-store.ts";
import { ALL_RIGHTS } from "./access.ts";
import { grantableObjects, modifiesAll, profilesOf } from "./profiles.ts";
import { setupId } from "./setup-ids.ts";

/** What metadata declares, as the rows that SOQL reads. Made when somebody asks. */

export interface SetupSource {
  readonly schema: SchemaRegistry;
  readonly metadata: OrgMetadata;
  /** The user in whose name set-up was made, and when (API time). */
  readonly createdById: string;
  readonly time: string;
}

export type Rows = ReadonlyMap<string, Document>;

/** How the rows of each collection of set-up come about. */
export const SETUP_ROWS: Readonly<Record<string, (source: SetupSource) => Rows>> = {
  Profile: (source) =>
    rows(source, "00e", [...profilesOf(source.metadata).values()], (profile) => [
      profile.name,
      {
        Name: profile.name,
        UserLicenseId: setupId("100", LICENSE),
        UserType: "Standard",
        Description: profile.description,
        ...flagsOf(profile),
      },
    ]),
  UserLicense: (source) =>
    rows(source, "100", [LICENSE], (name) => [
      name,
      {
        Name: name,
        MasterLabel: name,
        LicenseDefinitionKey: "SFDC",
        Status: "Active",
        TotalLicenses: 10,
        UsedLicenses: 2,
      },
    ]),
  PermissionSet: (source) =>
    rows(source, "0PS", [...setsOf(source)], ({ set, profileId }) => [
      profileId === null ? set.name : `profile:${set.name}`,
      {
        Name: profileId === null ? set.name : `X${profileId.slice(0, 15)}`,
        Label: profileId === null ? set.label : profileId.slice(0, 15),
        ProfileId: profileId,
        IsOwnedByProfile: profileId !== null,
        IsCustom: profileId === null,
        Type: profileId === null ? "Regular" : "Profile",
        Description: set.description,
        NamespacePrefix: source.metadata.namespace === "" ? null : source.metadata.namespace,
        HasActivationRequired: false,
        ...flagsOf(set),
      },
    ]),
  ObjectPermissions: (source) =>
    rows(source, "110", objectGrants(source), ({ parent, object, rights }) => [
      `${parent}.${object}`,
      {
        ParentId: parent,
        SobjectType: object,
        PermissionsCreate: rights.create,
        PermissionsRead: rights.read,
        PermissionsEdit: rights.edit,
        PermissionsDelete: rights.delete,
        PermissionsViewAllRecords: rights.viewAll,
        PermissionsModifyAllRecords: rights.modifyAll,
      },
    ]),
  FieldPermissions: (source) =>
    rows(source, "01k", fieldGrants(source), ({ parent, field, rights }) => [
      `${parent}.${field}`,
      {
        ParentId: parent,
        SobjectType: field.split(".")[0] ?? "",
        Field: field,
        PermissionsRead: rights.read,
        PermissionsEdit: rights.edit,
      },
    ]),
  RecordType: (source) =>
    rows(
      source,
      "012",
      source.schema.objects.flatMap((object) =>
        (object.recordTypes ?? []).map((type) => ({ object: object.name, type })),
      ),
      ({ object, type }) => [
        `${object}.${type.developerName}`,
        {
          Name: type.label,
          DeveloperName: type.developerName,
          NamespacePrefix: null,
          Description: type.description,
          SobjectType: object,
          IsActive: type.active,
          IsPersonType: type === PERSON_RECORD_TYPE,
        },
      ],
    ),
  OpportunityStage: (source) =>
    rows(
      source,
      "01J",
      source.schema.opportunityStages.map((stage, index) => ({ stage, index })),
      ({ stage, index }) => [
        stage.name,
        {
          MasterLabel: stage.label,
          ApiName: stage.name,
          IsActive: stage.active,
          SortOrder: index + 1,
          IsClosed: stage.closed,
          IsWon: stage.won,
          ForecastCategory: stage.forecastCategory.replaceAll(" ", ""),
          ForecastCategoryName: stage.forecastCategory,
          DefaultProbability: stage.probability,
          Description: null,
        },
      ],
    ),
  OrderStatus: (source) =>
    rows(
      source,
      "15Y",
      (source.schema.object("Order")?.field("Status")?.picklist ?? []).map((value, index) => ({
        value,
        index,
      })),
      ({ value, index }) => [
        value.value,
        {
          MasterLabel: value.label,
          ApiName: value.value,
          SortOrder: index + 1,
          IsDefault: value.isDefault,
          StatusCode: value.value === "Activated" ? "Activated" : "Draft",
        },
      ],
    ),
};

const LICENSE = "Salesforce";

/** Rows with ids made of their names, and the system fields of set-up. */
export function rows<Item>(
  source: SetupSource,
  keyPrefix: string,
  items: readonly Item[],
  rowOf: (item: Item) => readonly [name: string, values: Document],
): Rows {
  const made = new Map<string, Document>();
  for (const item of items) {
    const [name, values] = rowOf(item);
    const id = setupId(keyPrefix, name);
    made.set(id, {
      Id: id,
      ...values,
      CreatedDate: source.time,
      CreatedById: source.createdById,
      LastModifiedDate: source.time,
      LastModifiedById: source.createdById,
      SystemModstamp: source.time,
    });
  }
  return made;
}

const flagsOf = (set: PermissionSetSchema): Document =>
  Object.fromEntries(
    USER_PERMISSIONS.map((name) => [`Permissions${name}`, set.userPermissions.has(name)]),
  );

interface OwnedSet {
  readonly id: string;
  readonly set: PermissionSetSchema;
  /** Set for the set that holds a profile's own rights. */
  readonly profileId: string | null;
}

function setsOf({ metadata }: SetupSource): readonly OwnedSet[] {
  return [
    ...[...profilesOf(metadata).values()].map((set) => ({
      id: setupId("0PS", `profile:${set.name}`),
      set,
      profileId: setupId("00e", set.name),
    })),
    ...metadata.permissionSets.map((set) => ({
      id: setupId("0PS", set.name),
      set,
      profileId: null,
    })),
  ];
}

/** Rights on objects, those of an administrator written out. */
function objectGrants(source: SetupSource): readonly {
  readonly parent: string;
  readonly object: string;
  readonly rights: ObjectPermission;
}[] {
  return setsOf(source).flatMap(({ id, set }) => {
    const granted: ReadonlyMap<string, ObjectPermission> = modifiesAll(set)
      ? new Map(grantableObjects(source.schema).map((each) => [each.name, ALL_RIGHTS] as const))
      : set.objects;
    return [...granted].map(([object, rights]) => ({ parent: id, object, rights }));
  });
}

function fieldGrants(source: SetupSource): readonly {
  readonly parent: string;
  readonly field: string;
  readonly rights: FieldPermission;
}[] {
  return setsOf(source).flatMap(({ id, set }) => {
    const granted: ReadonlyMap<string, FieldPermission> = modifiesAll(set)
      ? allFields(source.schema)
      : set.fields;
    return [...granted].map(([field, rights]) => ({ parent: id, field, rights }));
  });
}

function allFields(schema: SchemaRegistry): ReadonlyMap<string, FieldPermission> {
  return new Map(
    grantableObjects(schema).flatMap((object) =>
      object.fields
        .filter((each) => each.permissionable)
        .map((each) => [`${object.name}.${each.name}`, { read: true, edit: each.updateable }]),
    ),
  );
}
