/**
 * Fields by the names that list views and related lists of layouts give them: API names of custom fields,
 * and older names of standard ones, such as `ACCOUNT.PHONE1` (D Metadata API "ListView", column names as
 * retrieved projects hold them).
 */
import type { DescribedObject } from "../../page-host.ts";

/** Names that do not read like the field; without their prefix. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  PHONE1: "Phone",
  PHONE2: "Fax",
  PHONE3: "MobilePhone",
  URL: "Website",
  EMPLOYEES: "NumberOfEmployees",
  SALES: "AnnualRevenue",
  ADDRESS1STREET: "BillingStreet",
  ADDRESS1CITY: "BillingCity",
  ADDRESS1STATE: "BillingState",
  ADDRESS1STATECODE: "BillingState",
  ADDRESS1ZIP: "BillingPostalCode",
  ADDRESS1COUNTRY: "BillingCountry",
  ADDRESS2CITY: "ShippingCity",
  ADDRESS2STATE: "ShippingState",
  ALIAS: "OwnerId",
  FULLNAME: "Name",
  UPDATEDBYUSER: "LastModifiedById",
  CREATEDBYUSER: "CreatedById",
  LASTUPDATE: "LastModifiedDate",
  STAGENAME: "StageName",
  CUSTOMERPRODUCTID: "ProductCode",
  UNITPRICE: "UnitPrice",
};

const plain = (name: string): string => name.replaceAll("_", "").toUpperCase();

/** The API name of a column; undefined when the object has no such field. */
export function fieldOfColumn(object: DescribedObject, column: string): string | undefined {
  const exact = object.fields.find(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (exact !== undefined) return exact.name;
  const parts = column.split(".");
  const last = plain(parts.at(-1) ?? "");
  const isOfUser = /^(?:CORE\.USERS|OWNER)\./i.test(column);
  const older = isOfUser ? "OwnerId" : (OLDER_NAMES[last] ?? last);
  const isNamed = (name: string): boolean => plain(name) === plain(older);
  const found =
    object.fields.find(({ name }) => isNamed(name)) ??
    object.fields.find(({ name, type }) => type === "reference" && plain(name) === `${last}ID`) ??
    (plain(object.name) === plain(parts[0] ?? "") && last === "NAME"
      ? object.fields.find(({ nameField }) => nameField)
      : undefined);
  return found?.name;
}
