import type { FieldSchema, ObjectPermission } from "../schema/types.ts";

/**
 * What the acting user may see and change. What is not granted does not exist for the user: a hidden
 * field is "No such column", a hidden object "not supported", as on the platform in user mode.
 */
export interface Access {
  object(objectName: string): ObjectPermission;
  canReadField(objectName: string, field: FieldSchema): boolean;
  canEditField(objectName: string, field: FieldSchema): boolean;
  /** Whether a profile or permission set grants a user permission, `BulkApiHardDelete` for example. */
  holds(userPermission: string): boolean;
  /** Whether the user may call an Apex class of the project. */
  canRunClass(className: string): boolean;
}

/** All that can be granted on an object. */
export const ALL_RIGHTS: ObjectPermission = {
  create: true,
  read: true,
  edit: true,
  delete: true,
  viewAll: true,
  modifyAll: true,
};

/** The access of an administrator. */
export const FULL_ACCESS: Access = {
  object: () => ALL_RIGHTS,
  canReadField: () => true,
  canEditField: () => true,
  holds: () => true,
  canRunClass: () => true,
};
