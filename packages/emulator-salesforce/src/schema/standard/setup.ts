import {
  checkbox,
  datetime,
  field,
  int,
  locked,
  lookup,
  picklist,
  readOnly,
  systemFields,
  text,
} from "../field-kinds.ts";
import type { FieldSchema, ObjectSchema } from "../types.ts";

/** Set-up that tools read by SOQL: what metadata declares, as rows (D: object reference). */

/** User permissions that this emulator acts on or that tools ask for, as `Permissions…` columns. */
export const USER_PERMISSIONS: readonly string[] = [
  "ApiEnabled",
  "ApiUserOnly",
  "AssignPermissionSets",
  "BulkApiHardDelete",
  "CustomizeApplication",
  "ModifyAllData",
  "ViewAllData",
  "ViewEncryptedData",
  "ViewSetup",
];

const flags = (): readonly FieldSchema[] =>
  USER_PERMISSIONS.map((name) => checkbox(`Permissions${name}`, name));

/** Fields without the flag of deletion: set-up is deleted for good. */
const system = (label: string): readonly FieldSchema[] =>
  systemFields(label).filter((each) => each.name !== "IsDeleted");

/** `Id` and `SystemModstamp` alone. */
const stamp = (label: string): readonly FieldSchema[] =>
  systemFields(label).filter((each) => each.name === "Id" || each.name === "SystemModstamp");

const SETUP = { custom: false, writable: false, changeEvents: false } as const;

export const profile: ObjectSchema = {
  ...SETUP,
  name: "Profile",
  label: "Profile",
  labelPlural: "Profile",
  keyPrefix: "00e",
  fields: locked([
    ...system("Profile"),
    text("Name", "Name", 255, { nillable: false, nameField: true }),
    ...flags(),
    lookup("UserLicenseId", "User License ID", { to: "UserLicense", as: "UserLicense" }),
    picklist("UserType", "User Type", ["Standard"], { length: 40 }),
    text("Description", "Description", 255),
  ]),
};

export const userLicense: ObjectSchema = {
  ...SETUP,
  name: "UserLicense",
  label: "User License",
  labelPlural: "User License",
  keyPrefix: "100",
  fields: locked([
    ...stamp("User License"),
    text("LicenseDefinitionKey", "License Def. ID", 40, { nillable: false }),
    text("Name", "Name", 40, { nillable: false, nameField: true }),
    text("MasterLabel", "Master Label", 40, { nillable: false }),
    picklist("Status", "Status", ["Active", "Disabled"], { length: 40 }),
    int("TotalLicenses", "Total Licenses", 9),
    int("UsedLicenses", "Used Licenses", 9),
  ]),
};

export const permissionSet: ObjectSchema = {
  ...SETUP,
  name: "PermissionSet",
  label: "Permission Set",
  labelPlural: "Permission Set",
  keyPrefix: "0PS",
  fields: locked([
    ...system("Permission Set"),
    text("Name", "API Name", 80, { nillable: false, nameField: true }),
    text("Label", "Label", 80, { nillable: false }),
    lookup("ProfileId", "Profile ID", { to: "Profile", as: "Profile" }),
    checkbox("IsOwnedByProfile", "Is Owned By Profile"),
    checkbox("IsCustom", "Custom"),
    ...flags(),
    text("Description", "Description", 255),
    text("NamespacePrefix", "Namespace Prefix", 15),
    checkbox("HasActivationRequired", "Session Activation Required"),
    picklist("Type", "Type", ["Regular", "Profile", "Standard", "Session", "Group"], {
      length: 40,
    }),
  ]),
};

/** Who has which permission set: created to grant, deleted to revoke, never updated. */
export const permissionSetAssignment: ObjectSchema = {
  ...SETUP,
  writable: true,
  operations: { update: false, undelete: false, search: false, replicate: false },
  name: "PermissionSetAssignment",
  label: "Permission Set Assignment",
  labelPlural: "Permission Set Assignment",
  keyPrefix: "0Pa",
  fields: [
    ...stamp("PermissionSetAssignment"),
    lookup(
      "PermissionSetId",
      "PermissionSet ID",
      { to: "PermissionSet", as: "PermissionSet", children: "Assignments" },
      { nillable: false, updateable: false, cascadeDelete: true },
    ),
    lookup(
      "AssigneeId",
      "Assignee ID",
      { to: "User", as: "Assignee", children: "PermissionSetAssignments" },
      { nillable: false, updateable: false },
    ),
    checkbox("IsActive", "Is Active", true, readOnly),
    datetime("ExpirationDate", "Expires On", { updateable: false }),
  ],
};

export const objectPermissions: ObjectSchema = {
  ...SETUP,
  name: "ObjectPermissions",
  label: "Object Permissions",
  labelPlural: "Object Permissions",
  keyPrefix: "110",
  fields: locked([
    ...system("Object Permissions"),
    lookup(
      "ParentId",
      "Parent ID",
      { to: "PermissionSet", as: "Parent", children: "ObjectPerms" },
      { nillable: false },
    ),
    text("SobjectType", "SObject Type Name", 40, { nillable: false }),
    checkbox("PermissionsCreate", "Create Records"),
    checkbox("PermissionsRead", "Read Records"),
    checkbox("PermissionsEdit", "Edit Records"),
    checkbox("PermissionsDelete", "Delete Records"),
    checkbox("PermissionsViewAllRecords", "Read All Records"),
    checkbox("PermissionsModifyAllRecords", "Edit All Records"),
  ]),
};

export const fieldPermissions: ObjectSchema = {
  ...SETUP,
  name: "FieldPermissions",
  label: "Field Permissions",
  labelPlural: "Field Permissions",
  keyPrefix: "01k",
  fields: locked([
    ...stamp("Field Permissions"),
    lookup(
      "ParentId",
      "Parent ID",
      { to: "PermissionSet", as: "Parent", children: "FieldPerms" },
      { nillable: false },
    ),
    text("SobjectType", "Sobject Type Name", 40, { nillable: false }),
    text("Field", "Field Name", 255, { nillable: false }),
    checkbox("PermissionsRead", "Read Field"),
    checkbox("PermissionsEdit", "Edit Field"),
  ]),
};

export const recordType: ObjectSchema = {
  ...SETUP,
  name: "RecordType",
  label: "Record Type",
  labelPlural: "Record Types",
  keyPrefix: "012",
  fields: locked([
    ...system("Record Type"),
    text("Name", "Name", 80, { nillable: false, nameField: true }),
    text("DeveloperName", "Developer Name", 80, { nillable: false }),
    text("NamespacePrefix", "Namespace Prefix", 15),
    text("Description", "Description", 255),
    text("SobjectType", "SObject Type Name", 40, { nillable: false }),
    checkbox("IsActive", "Active"),
    checkbox("IsPersonType", "Is Person Type"),
  ]),
};

export const opportunityStage: ObjectSchema = {
  ...SETUP,
  name: "OpportunityStage",
  label: "Opportunity Stage",
  labelPlural: "Opportunity Stage",
  keyPrefix: "01J",
  fields: locked([
    ...system("Opportunity Stage"),
    text("MasterLabel", "Master Label", 255, { nameField: true }),
    text("ApiName", "API Name", 255, { nillable: false }),
    checkbox("IsActive", "Is Active"),
    int("SortOrder", "Sort Order", 9),
    checkbox("IsClosed", "Closed"),
    checkbox("IsWon", "Won"),
    picklist("ForecastCategory", "Forecast Category", [], { length: 40 }),
    picklist("ForecastCategoryName", "Forecast Category", [], { length: 40 }),
    field("DefaultProbability", "Probability (%)", "percent", { precision: 3 }),
    text("Description", "Description", 255),
  ]),
};

/** The statuses of orders, with the category that rules go by. */
export const orderStatus: ObjectSchema = {
  ...SETUP,
  name: "OrderStatus",
  label: "Order Status Value",
  labelPlural: "Order Status Value",
  keyPrefix: "15Y",
  fields: locked([
    ...system("Order Status Value"),
    text("MasterLabel", "Master Label", 255, { nameField: true }),
    text("ApiName", "API Name", 255, { nillable: false }),
    int("SortOrder", "Sort Order", 9),
    checkbox("IsDefault", "Is Default"),
    picklist("StatusCode", "Status Code", ["Draft", "Activated"], { length: 40 }),
  ]),
};

/** Currencies of an org with several; rates are units of the currency for one of the corporate one. */
export const currencyType: ObjectSchema = {
  ...SETUP,
  writable: true,
  operations: { delete: false, undelete: false, search: false, replicate: false },
  name: "CurrencyType",
  label: "Currency Type",
  labelPlural: "Currency Type",
  keyPrefix: "01L",
  fields: [
    ...system("Currency Type"),
    text("IsoCode", "Currency ISO Code", 3, {
      nillable: false,
      updateable: false,
      nameField: true,
      idLookup: true,
    }),
    field("ConversionRate", "Conversion Rate", "double", {
      nillable: false,
      precision: 18,
      scale: 6,
    }),
    int("DecimalPlaces", "Decimal Places", 9, { nillable: false }),
    checkbox("IsActive", "Active"),
    checkbox("IsCorporate", "Corporate", false, readOnly),
  ],
};

/** Rates from a day on, for orgs with advanced currency management. */
export const datedConversionRate: ObjectSchema = {
  ...SETUP,
  writable: true,
  operations: { undelete: false, search: false, replicate: false },
  name: "DatedConversionRate",
  label: "Dated Conversion Rate",
  labelPlural: "Dated Conversion Rate",
  keyPrefix: "04w",
  fields: [
    ...system("Dated Conversion Rate"),
    text("IsoCode", "Currency ISO Code", 3, { nillable: false, updateable: false }),
    field("StartDate", "Start Date", "date", { nillable: false }),
    field("NextStartDate", "Next Start Date", "date", readOnly),
    field("ConversionRate", "Conversion Rate", "double", {
      nillable: false,
      precision: 18,
      scale: 6,
    }),
  ],
};
