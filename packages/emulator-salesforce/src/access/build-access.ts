import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type {
  FieldPermission,
  FieldSchema,
  ObjectPermission,
  PermissionSetSchema,
} from "../schema/types.ts";
import { type Access, ALL_RIGHTS, FULL_ACCESS } from "./access.ts";
import { modifiesAll, type ProfileSchema } from "./profiles.ts";

/**
 * What a profile and permission sets grant together: rights only add up. Immutable; made once for each
 * combination (D: object reference, `ObjectPermissions` and `FieldPermissions`).
 */
export function buildAccess(
  schema: SchemaRegistry,
  profile: ProfileSchema | undefined,
  sets: readonly PermissionSetSchema[],
): Access {
  const all = profile === undefined ? sets : [profile, ...sets];
  const permissions = new Set(all.flatMap((each) => [...each.userPermissions]));
  const holds = (name: string): boolean => permissions.has(name);
  // "Modify All Data" opens every row and field; permissions to do a thing of its own are none of it.
  if (all.some(modifiesAll)) return { ...FULL_ACCESS, holds };
  const seesSetup = permissions.has("ViewSetup");
  const objects = new Map<string, ObjectPermission>();
  for (const object of schema.objects) {
    objects.set(object.name, objectRights(object, all, permissions, seesSetup));
  }
  implyParents(schema, objects);
  const fields = new Map<string, ReadonlyMap<string, FieldPermission>>();
  for (const object of schema.objects) {
    const rights = followed(objects, object);
    objects.set(object.name, rights);
    fields.set(object.name, fieldRights(object, rights, all, profile));
  }
  return {
    object: (name) => objects.get(name) ?? NOTHING,
    canReadField: (name, field) => fields.get(name)?.get(field.name)?.read ?? false,
    canEditField: (name, field) => fields.get(name)?.get(field.name)?.edit ?? false,
    holds,
    canRunClass: (name) => all.some(({ classes }) => classes.has(name)),
  };
}

const NOTHING: ObjectPermission = {
  create: false,
  read: false,
  edit: false,
  delete: false,
  viewAll: false,
  modifyAll: false,
};
const READ_ONLY: ObjectPermission = { ...NOTHING, read: true };

/** Set-up that everyone may read: who people are, and what values mean. */
const PUBLIC: ReadonlySet<string> = new Set([
  "CurrencyType",
  "DatedConversionRate",
  "EntityDefinition",
  "FieldDefinition",
  "Group",
  "OpportunityStage",
  "OrderStatus",
  "Organization",
  "Profile",
  "RecordType",
  "User",
  "UserLicense",
  "UserRole",
]);

/** Set-up that needs "View Setup and Configuration"; assigning needs a permission of its own. */
const SETUP: ReadonlySet<string> = new Set([
  "FieldPermissions",
  "ObjectPermissions",
  "PermissionSet",
  "PermissionSetAssignment",
  "PlatformEventChannel",
  "PlatformEventChannelMember",
]);

function objectRights(
  object: ObjectEntry,
  sets: readonly PermissionSetSchema[],
  permissions: ReadonlySet<string>,
  seesSetup: boolean,
): ObjectPermission {
  if (PUBLIC.has(object.name)) return READ_ONLY;
  if (SETUP.has(object.name)) {
    const assigns =
      object.name === "PermissionSetAssignment" && permissions.has("AssignPermissionSets");
    return { ...NOTHING, read: seesSetup || assigns, create: assigns, delete: assigns };
  }
  const granted = sets.flatMap((each) => each.objects.get(object.name) ?? []);
  const seesAll = permissions.has("ViewAllData");
  const isSettings = object.kind === "customMetadata" || object.kind === "customSetting";
  const modifyAll = granted.some((each) => each.modifyAll);
  return {
    create: granted.some((each) => each.create),
    read: modifyAll || seesAll || (isSettings && seesSetup) || granted.some((each) => each.read),
    edit: modifyAll || granted.some((each) => each.edit),
    delete: modifyAll || granted.some((each) => each.delete),
    viewAll: modifyAll || seesAll || granted.some((each) => each.viewAll),
    modifyAll,
  };
}

/** Standard objects that cannot be read without their parent. */
const NEEDS: Readonly<Record<string, string>> = {
  Contact: "Account",
  Contract: "Account",
  Opportunity: "Account",
  Order: "Account",
  Quote: "Opportunity",
};

/** Whoever reads a detail reads its master, as set-up grants both at once. */
function implyParents(schema: SchemaRegistry, objects: Map<string, ObjectPermission>): void {
  const imply = (name: string, depth: number): void => {
    const object = schema.object(name);
    if (object === undefined || depth === 0) return;
    const masters = object.fields
      .filter((each) => each.masterDetailOrder !== null)
      .flatMap((each) => each.referenceTo);
    for (const parent of [...masters, NEEDS[name] ?? ""]) {
      const rights = objects.get(parent);
      if (rights === undefined) continue;
      objects.set(parent, { ...rights, read: true });
      imply(parent, depth - 1);
    }
  };
  for (const object of schema.objects) {
    if (objects.get(object.name)?.read === true) imply(object.name, MASTERS_MAX);
  }
}

/** More levels than master-detail relationships can have. */
const MASTERS_MAX = 5;

/** Line items follow their document: who may edit it may add, change and delete them. */
function followed(
  objects: ReadonlyMap<string, ObjectPermission>,
  object: ObjectEntry,
): ObjectPermission {
  const own = objects.get(object.name) ?? NOTHING;
  const parent = objects.get(object.permissionsFrom ?? "");
  if (parent === undefined) return own;
  return { ...parent, create: parent.edit, delete: parent.edit };
}

/** The rights on each field of one object, parts of compounds as the whole. */
function fieldRights(
  object: ObjectEntry,
  rights: ObjectPermission,
  sets: readonly PermissionSetSchema[],
  profile: ProfileSchema | undefined,
): ReadonlyMap<string, FieldPermission> {
  const mayWrite = rights.edit || rights.create;
  const grants = (names: readonly string[]): FieldPermission => {
    const found = sets.flatMap((each) => names.flatMap((name) => each.fields.get(name) ?? []));
    return { read: found.some((each) => each.read), edit: found.some((each) => each.edit) };
  };
  return new Map(
    object.fields.map((field) => {
      const whole = wholeOf(object, field);
      const standard = profile?.allStandardFields === true && !whole.custom;
      const free = !whole.permissionable || standard || isOutsideSecurity(object);
      const granted = free ? ALL_RIGHTS : grants(namesOf(object.name, whole.name));
      return [
        field.name,
        { read: rights.read && granted.read, edit: mayWrite && granted.edit },
      ] as const;
    }),
  );
}

/** Rows of set-up, events and custom metadata have no field-level security. */
function isOutsideSecurity(object: ObjectEntry): boolean {
  if (PUBLIC.has(object.name) || SETUP.has(object.name)) return true;
  return object.kind !== undefined && object.kind !== "record";
}

/** Security is set for an address, a name or a place as a whole. */
function wholeOf(object: ObjectEntry, field: FieldSchema): FieldSchema {
  return (field.compound === null ? undefined : object.field(field.compound)) ?? field;
}

/** A person account's fields are those of its contact: `PersonEmail`, `Hobby__pc`. */
function namesOf(object: string, field: string): readonly string[] {
  const own = `${object}.${field}`;
  if (object !== "Account") return [own];
  if (field.endsWith("__pc")) return [own, `Contact.${field.replace(/__pc$/, "__c")}`];
  return field.startsWith("Person") ? [own, `Contact.${field.slice("Person".length)}`] : [own];
}
