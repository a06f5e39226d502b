import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { ObjectPermission, OrgMetadata, PermissionSetSchema } from "../schema/types.ts";
import { ALL_RIGHTS } from "./access.ts";

/** The profiles that an org has from the start (D: Help, "Standard Profiles"), and the project's own. */

export const SYSTEM_ADMINISTRATOR = "System Administrator";
export const STANDARD_USER = "Standard User";
/** For integrations: it may sign in and nothing else; permission sets give the rest (S3.1). */
export const API_ONLY = "Minimum Access - API Only Integrations";

export interface ProfileSchema extends PermissionSetSchema {
  /** Whether all that standard objects have is granted, as far as `objects` says. */
  readonly allStandardFields: boolean;
}

const nothing = {
  description: null,
  objects: new Map(),
  fields: new Map(),
  classes: new Set<string>(),
  tabs: new Set<string>(),
  userPermissions: new Set<string>(),
  customPermissions: new Set<string>(),
  recordTypes: new Set<string>(),
} as const;

const CHANGE: ObjectPermission = { ...ALL_RIGHTS, viewAll: false, modifyAll: false };
const READ: ObjectPermission = { ...CHANGE, create: false, edit: false, delete: false };

/** What a Standard User works with. */
const STANDARD_OBJECT_RIGHTS: ReadonlyMap<string, ObjectPermission> = new Map([
  ["Account", CHANGE],
  ["Contact", CHANGE],
  ["Contract", CHANGE],
  ["Opportunity", CHANGE],
  ["Order", CHANGE],
  ["Quote", CHANGE],
  ["Product2", READ],
  ["Pricebook2", READ],
]);

const ADMIN_PERMISSIONS: ReadonlySet<string> = new Set([
  "ApiEnabled",
  "AssignPermissionSets",
  "BulkApiHardDelete",
  "CustomizeApplication",
  "ModifyAllData",
  "ViewAllData",
  "ViewEncryptedData",
  "ViewSetup",
]);

/** All profiles by name. A project's file adds to the standard profile of its name (`Admin` is one). */
export function profilesOf(metadata: OrgMetadata): ReadonlyMap<string, ProfileSchema> {
  const profiles = new Map<string, ProfileSchema>();
  const add = (profile: ProfileSchema) => profiles.set(profile.name, profile);
  add({
    ...nothing,
    name: SYSTEM_ADMINISTRATOR,
    label: SYSTEM_ADMINISTRATOR,
    allStandardFields: true,
    userPermissions: ADMIN_PERMISSIONS,
  });
  add({
    ...nothing,
    name: STANDARD_USER,
    label: STANDARD_USER,
    allStandardFields: true,
    objects: STANDARD_OBJECT_RIGHTS,
    userPermissions: new Set(["ApiEnabled"]),
  });
  add({
    ...nothing,
    name: API_ONLY,
    label: API_ONLY,
    allStandardFields: false,
    userPermissions: new Set(["ApiEnabled", "ApiUserOnly"]),
  });
  for (const own of metadata.profiles) {
    const name = STANDARD_FILES[own.name] ?? own.name;
    const known = profiles.get(name);
    add({
      ...own,
      name,
      label: name,
      allStandardFields: known?.allStandardFields ?? false,
      objects: new Map([...(known?.objects ?? []), ...own.objects]),
      userPermissions: new Set([...(known?.userPermissions ?? []), ...own.userPermissions]),
    });
  }
  return profiles;
}

/** The file names that metadata gives to standard profiles. */
const STANDARD_FILES: Readonly<Record<string, string>> = {
  Admin: SYSTEM_ADMINISTRATOR,
  Standard: STANDARD_USER,
};

/** Whether a profile or set lifts all checks of objects and fields. */
export const modifiesAll = (set: PermissionSetSchema): boolean =>
  set.userPermissions.has("ModifyAllData");

/** The objects whose rights can be granted one by one: not set-up, not what follows a parent. */
export function grantableObjects(schema: SchemaRegistry): readonly ObjectEntry[] {
  return schema.objects.filter(
    (each) =>
      each.permissionsFrom === undefined &&
      (each.custom || STANDARD_OBJECT_RIGHTS.has(each.name)) &&
      each.kind !== "customMetadata",
  );
}
