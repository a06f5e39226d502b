import { checkbox, email, field, readOnly, systemFields, text } from "../field-kinds.ts";
import type { FieldSchema, ObjectSchema } from "../types.ts";
import { date, lookup, money, picklist, required, textArea } from "../field-kinds.ts";

const locked = (fields: readonly FieldSchema[]): readonly FieldSchema[] =>
  fields.map((each) => ({ ...each, ...readOnly }));

/** Users can be read; managing them is set-up, which the API of this emulator does not offer. */
export const user: ObjectSchema = {
  name: "User",
  label: "User",
  labelPlural: "Users",
  keyPrefix: "005",
  custom: false,
  writable: false,
  changeEvents: false,
  fields: locked([
    ...systemFields("User"),
    text("Username", "Username", 80, { nillable: false }),
    text("LastName", "Last Name", 80, { nillable: false }),
    text("FirstName", "First Name", 40),
    text("Name", "Full Name", 121, { nillable: false, nameField: true }),
    email("Email", "Email", { length: 128, nillable: false }),
    text("Alias", "Alias", 8),
    checkbox("IsActive", "Active", true),
    picklist("UserType", "User Type", ["Standard"]),
    text("TimeZoneSidKey", "Time Zone", 40),
    text("LocaleSidKey", "Locale", 40),
  ]),
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
    ...systemFields("Organization"),
    text("Name", "Name", 80, { nillable: false, nameField: true }),
    text("InstanceName", "Instance Name", 5),
    checkbox("IsSandbox", "Is Sandbox"),
    text("OrganizationType", "Edition", 40),
    text("NamespacePrefix", "Namespace Prefix", 15),
    field("TrialExpirationDate", "Trial Expiration Date", "datetime"),
    text("LanguageLocaleKey", "Language", 40),
    text("TimeZoneSidKey", "Time Zone", 40),
    text("DefaultLocaleSidKey", "Locale", 40),
  ]),
};

const STAGES = [
  "Prospecting",
  "Qualification",
  "Proposal",
  "Negotiation",
  "Closed Won",
  "Closed Lost",
];

/** Opportunity, light: an object that nothing is mapped to. */
export const opportunity: ObjectSchema = {
  name: "Opportunity",
  label: "Opportunity",
  labelPlural: "Opportunities",
  keyPrefix: "006",
  custom: false,
  writable: true,
  changeEvents: true,
  fields: [
    ...systemFields("Opportunity"),
    lookup(
      "AccountId",
      "Account ID",
      { to: "Account", as: "Account", children: "Opportunities" },
      { cascadeDelete: true },
    ),
    text("Name", "Name", 120, { ...required, nameField: true }),
    textArea("Description", "Description", 32_000),
    picklist("StageName", "Stage", STAGES, required),
    money("Amount", "Amount"),
    date("CloseDate", "Close Date", required),
    lookup("OwnerId", "Owner ID", { to: "User", as: "Owner" }, { nillable: false }),
  ],
};
