import {
  address,
  checkbox,
  date,
  email,
  lookup,
  personName,
  phone,
  picklist,
  plainValues,
  readOnly,
  text,
} from "./field-kinds.ts";
import type { MultiCurrency, OrgFeatures } from "./options.ts";
import { SOURCES } from "./standard/values.ts";
import type { FieldSchema, ObjectSchema, RecordType } from "./types.ts";

/** What person accounts and several currencies add to the objects (D: object reference, Account). */

/** The record type by which an account is a person. */
export const PERSON_RECORD_TYPE: RecordType = {
  developerName: "PersonAccount",
  label: "Person Account",
  description: null,
  active: true,
};

/** The record type of companies in an org that has person accounts. */
const BUSINESS_RECORD_TYPE: RecordType = {
  developerName: "Business_Account",
  label: "Business Account",
  description: null,
  active: true,
};

/** A contact's fields as an account has them; a company's are empty. */
const PERSON_FIELDS: readonly FieldSchema[] = [
  ...personName("Account Name")
    .filter((each) => each.name !== "Name")
    .map((each) => ({ ...each, nillable: true })),
  checkbox("IsPersonAccount", "Is Person Account", false, readOnly),
  lookup("PersonContactId", "Contact ID", { to: "Contact", as: "PersonContact" }, readOnly),
  ...address("PersonMailing", "Mailing"),
  ...address("PersonOther", "Other"),
  phone("PersonMobilePhone", "Mobile"),
  phone("PersonHomePhone", "Home Phone"),
  phone("PersonOtherPhone", "Other Phone"),
  phone("PersonAssistantPhone", "Asst. Phone"),
  email("PersonEmail", "Email", { idLookup: true }),
  text("PersonTitle", "Title", 80),
  text("PersonDepartment", "Department", 80),
  text("PersonAssistantName", "Assistant", 40),
  picklist("PersonLeadSource", "Lead Source", SOURCES),
  date("PersonBirthdate", "Birthdate"),
  checkbox("PersonHasOptedOutOfEmail", "Email Opt Out"),
  checkbox("PersonHasOptedOutOfFax", "Fax Opt Out"),
  checkbox("PersonDoNotCall", "Do Not Call"),
];

/** An object with what the org's features add to it. */
export function withFeatures(
  object: ObjectSchema,
  features: OrgFeatures,
  contactFields: readonly FieldSchema[],
): ObjectSchema {
  const person = features.personAccounts ? withPersons(object, contactFields) : object;
  return features.multiCurrency === null ? person : withCurrency(person, features.multiCurrency);
}

function withPersons(object: ObjectSchema, contactFields: readonly FieldSchema[]): ObjectSchema {
  if (object.name === "Contact") {
    const flag = checkbox("IsPersonAccount", "Is Person Account", false, readOnly);
    return { ...object, fields: [...object.fields, flag] };
  }
  if (object.name !== "Account") return object;
  const name = (each: FieldSchema): FieldSchema =>
    each.name === "Name" ? { ...each, extraTypeInfo: "switchablepersonname" } : each;
  return {
    ...object,
    recordTypes: [...(object.recordTypes ?? []), BUSINESS_RECORD_TYPE, PERSON_RECORD_TYPE],
    fields: [
      ...object.fields.map(name),
      ...PERSON_FIELDS,
      ...contactFields.filter((each) => each.custom).map(asPersonField),
    ],
  };
}

/** A contact's `Hobby__c` is `Hobby__pc` on the account. */
function asPersonField(field: FieldSchema): FieldSchema {
  return {
    ...field,
    name: field.name.replace(/__c$/, "__pc"),
    relationshipName: field.relationshipName?.replace(/__r$/, "__pr") ?? null,
    childRelationshipName: null,
    externalId: false,
    unique: false,
    nillable: field.type !== "boolean",
  };
}

/** Every record says in which currency its amounts are. */
function withCurrency(object: ObjectSchema, currency: MultiCurrency): ObjectSchema {
  if (object.name === "User") {
    // In which currency the user reads converted amounts (D object reference, User).
    const name = "DefaultCurrencyIsoCode";
    const own = currencyPicklist(name, "User Default Currency ISO Code", object, currency);
    return { ...object, fields: [...object.fields, own] };
  }
  const kind = object.kind ?? "record";
  const holdsAmounts = object.fields.some((each) => each.name === "IsDeleted") || kind === "event";
  if (!holdsAmounts) return object;
  const iso = currencyPicklist("CurrencyIsoCode", "Currency ISO Code", object, currency);
  return { ...object, fields: [...object.fields, iso] };
}

/** One of the active currencies, the corporate one by default. */
function currencyPicklist(
  name: string,
  label: string,
  { writable }: ObjectSchema,
  { currencies, corporate }: MultiCurrency,
): FieldSchema {
  const active = currencies.filter((each) => each.active).map((each) => each.isoCode);
  return picklist(name, label, active, {
    picklist: plainValues(active).map((each) => ({
      ...each,
      isDefault: each.value === corporate,
    })),
    length: 3,
    restrictedPicklist: true,
    permissionable: false,
    createable: writable,
    updateable: writable,
  });
}
