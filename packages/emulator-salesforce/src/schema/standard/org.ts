import {
  address,
  checkbox,
  datetime,
  email,
  int,
  locked,
  lookup,
  personName,
  phone,
  picklist,
  readOnly,
  systemFields,
  text,
  textArea,
} from "../field-kinds.ts";
import type { ObjectSchema } from "../types.ts";

const LANGUAGES = ["en_US", "de", "es", "fr", "it", "ja", "pt_BR"];
const LOCALES = ["en_US", "en_GB", "de_DE", "es_ES", "fr_FR", "it_IT", "ja_JP", "pt_BR"];
const ZONES = ["GMT", "America/Los_Angeles", "America/New_York", "Europe/Berlin", "Asia/Tokyo"];

/** What only the platform writes of a user. */
const KEPT_OF_USERS: ReadonlySet<string> = new Set(["UserType", "LastLoginDate"]);

/** Users are made, changed and switched off by administrators; nobody deletes them. */
export const user: ObjectSchema = {
  name: "User",
  label: "User",
  labelPlural: "Users",
  keyPrefix: "005",
  custom: false,
  writable: true,
  operations: { delete: false, undelete: false },
  changeEvents: true,
  fields: [
    ...systemFields("User").filter((each) => each.name !== "IsDeleted"),
    text("Username", "Username", 80, { nillable: false, idLookup: true }),
    ...personName("Full Name").filter((each) => each.name !== "Salutation"),
    text("CompanyName", "Company Name", 80),
    text("Division", "Division", 80),
    text("Department", "Department", 80),
    text("Title", "Title", 80),
    ...address("", ""),
    email("Email", "Email", { length: 128, nillable: false, idLookup: true }),
    phone("Phone", "Phone"),
    phone("Fax", "Fax"),
    phone("MobilePhone", "Mobile"),
    text("Alias", "Alias", 8, { nillable: false }),
    text("CommunityNickname", "Nickname", 40),
    checkbox("IsActive", "Active", true),
    picklist("TimeZoneSidKey", "Time Zone", ZONES, { length: 40, restrictedPicklist: true }),
    lookup("UserRoleId", "Role ID", { to: "UserRole", as: "UserRole", children: "Users" }),
    picklist("LocaleSidKey", "Locale", LOCALES, { length: 40, restrictedPicklist: true }),
    picklist("EmailEncodingKey", "Email Encoding", ["UTF-8", "ISO-8859-1"], { length: 40 }),
    lookup("ProfileId", "Profile ID", { to: "Profile", as: "Profile", children: "Users" }),
    picklist("UserType", "User Type", ["Standard", "PowerPartner", "CsnOnly", "Guest"], {
      length: 40,
    }),
    picklist("LanguageLocaleKey", "Language", LANGUAGES, { length: 40, restrictedPicklist: true }),
    text("EmployeeNumber", "Employee Number", 20),
    lookup("ManagerId", "Manager ID", { to: "User", as: "Manager", children: "ManagedUsers" }),
    datetime("LastLoginDate", "Last Login"),
    text("FederationIdentifier", "SAML Federation ID", 512),
    textArea("AboutMe", "About Me", 1000),
  ].map((each) => (KEPT_OF_USERS.has(each.name) ? { ...each, ...readOnly } : each)),
};

/** The org itself; the `sf` CLI asks for these fields at login (S6). */
export const organization: ObjectSchema = {
  name: "Organization",
  label: "Organization",
  labelPlural: "Organizations",
  keyPrefix: "00D",
  custom: false,
  writable: false,
  changeEvents: false,
  fields: locked([
    ...systemFields("Organization").filter((each) => each.name !== "IsDeleted"),
    text("Name", "Name", 80, { nillable: false, nameField: true }),
    text("Division", "Division", 80),
    ...address("", ""),
    phone("Phone", "Phone"),
    text("PrimaryContact", "Primary Contact", 80),
    picklist("DefaultLocaleSidKey", "Locale", LOCALES, { length: 40 }),
    picklist("TimeZoneSidKey", "Time Zone", ZONES, { length: 40 }),
    picklist("LanguageLocaleKey", "Language", LANGUAGES, { length: 40 }),
    int("FiscalYearStartMonth", "Fiscal Year Starts In", 9),
    checkbox("UsesStartDateAsFiscalYearName", "Fiscal Year Name by Start"),
    text("InstanceName", "Instance Name", 5),
    checkbox("IsSandbox", "Is Sandbox"),
    checkbox("IsReadOnly", "Is Read Only"),
    picklist("OrganizationType", "Edition", [
      "Developer Edition",
      "Professional Edition",
      "Enterprise Edition",
      "Unlimited Edition",
    ]),
    text("NamespacePrefix", "Namespace Prefix", 15),
    datetime("TrialExpirationDate", "Trial Expiration Date"),
  ]),
};

/** Queues and groups: they own records as users do. */
export const group: ObjectSchema = {
  name: "Group",
  label: "Group",
  labelPlural: "Groups",
  keyPrefix: "00G",
  custom: false,
  writable: false,
  changeEvents: false,
  fields: locked([
    ...systemFields("Group").filter((each) => each.name !== "IsDeleted"),
    text("Name", "Name", 40, { nillable: false, nameField: true }),
    text("DeveloperName", "Developer Name", 80),
    picklist("Type", "Type", ["Regular", "Queue", "Organization"], { length: 40 }),
    email("Email", "Email"),
  ]),
};

const CREATION: ReadonlySet<string> = new Set(["IsDeleted", "CreatedDate", "CreatedById"]);

/** Where a user stands in the hierarchy of roles. */
export const userRole: ObjectSchema = {
  name: "UserRole",
  label: "Role",
  labelPlural: "Roles",
  keyPrefix: "00E",
  custom: false,
  writable: false,
  changeEvents: false,
  fields: locked([
    ...systemFields("Role").filter((each) => !CREATION.has(each.name)),
    text("Name", "Name", 80, { nillable: false, nameField: true }),
    lookup("ParentRoleId", "Parent Role ID", { to: "UserRole", as: "ParentRole" }),
    text("DeveloperName", "Developer Name", 80),
    text("RollupDescription", "Description", 80),
  ]),
};
