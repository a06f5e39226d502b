import type { FieldPermission, ObjectPermission, PermissionSetSchema } from "../types.ts";
import type { MetadataElement } from "./xml.ts";

/** Permission sets and profiles: the same elements, with two names for tabs. */

/** @param name the file's name, which is the set's API name */
export function readPermissionSet(name: string, element: MetadataElement): PermissionSetSchema {
  const enabled = (list: string, key: string, flag = "enabled"): ReadonlySet<string> =>
    new Set(
      element
        .children(list)
        .filter((each) => each.flag(flag))
        .map((each) => each.must(key)),
    );
  const tabs = [...element.children("tabSettings"), ...element.children("tabVisibilities")];
  return {
    name,
    label: element.text("label") ?? name,
    description: element.text("description") ?? null,
    objects: new Map([
      ...element
        .children("objectPermissions")
        .map((each) => [each.must("object"), objectOf(each)] as const),
      ...READABLE.flatMap((list) => [...enabled(list, "name")]).map(
        (object) => [object, READ_ONLY] as const,
      ),
    ]),
    fields: new Map(
      element.children("fieldPermissions").map((each) => [each.must("field"), fieldOf(each)]),
    ),
    classes: enabled("classAccesses", "apexClass"),
    tabs: new Set(
      tabs.filter((each) => TAB_SHOWN.has(each.must("visibility"))).map((each) => each.must("tab")),
    ),
    userPermissions: enabled("userPermissions", "name"),
    customPermissions: enabled("customPermissions", "name"),
    recordTypes: enabled("recordTypeVisibilities", "recordType", "visible"),
  };
}

/** Custom metadata types and settings are granted to be read, whole. */
const READABLE: readonly string[] = ["customMetadataTypeAccesses", "customSettingAccesses"];

const READ_ONLY: ObjectPermission = {
  create: false,
  read: true,
  edit: false,
  delete: false,
  viewAll: false,
  modifyAll: false,
};

const TAB_SHOWN: ReadonlySet<string> = new Set(["Available", "Visible", "DefaultOn", "DefaultOff"]);

/** Rights imply lower ones, as the platform demands of metadata: each needs `allowRead`. */
function objectOf(element: MetadataElement): ObjectPermission {
  const permission = {
    create: element.flag("allowCreate"),
    read: element.flag("allowRead"),
    edit: element.flag("allowEdit"),
    delete: element.flag("allowDelete"),
    viewAll: element.flag("viewAllRecords"),
    modifyAll: element.flag("modifyAllRecords"),
  };
  const needsRead = Object.values(permission).some((each) => each);
  if (needsRead && !permission.read) {
    throw element.error(`rights on ${element.must("object")} need <allowRead>true</allowRead>`);
  }
  if (permission.delete && !permission.edit) {
    throw element.error(`<allowDelete> on ${element.must("object")} needs <allowEdit>`);
  }
  return permission;
}

function fieldOf(element: MetadataElement): FieldPermission {
  const edit = element.flag("editable");
  const read = element.flag("readable");
  if (edit && !read) throw element.error(`${element.must("field")} is editable but not readable`);
  return { read, edit };
}
