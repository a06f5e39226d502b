import { isObject, type JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "./stored-record.ts";

/** Properties by whose exact value records are found without a scan; those in which clients look things up. */
const LOOKED_UP: ReadonlySet<string> = new Set([
  "CustomerRef",
  "DisplayName",
  "DocNumber",
  "Name",
  "ParentRef",
  "PaymentRefNum",
  "PrimaryEmailAddr",
  "Sku",
  "VendorRef",
]);

/** The key of all records of `type` whose `property` is `value`, whatever its case. */
export function lookupKey(type: string, property: string, value: string): string {
  return `is:${type}:${property}:${value.toLowerCase()}`;
}

export function isLookedUp(property: string): boolean {
  return LOOKED_UP.has(property);
}

/** The keys under which a record is found, inactive ones too; names as they are stored, without suffix. */
export function lookupKeysOf({ type, fields }: StoredRecord): string[] {
  const keys: string[] = [];
  for (const property of LOOKED_UP) {
    const value = lookedUpText(fields, property);
    if (value !== undefined) keys.push(lookupKey(type, property, value));
  }
  return keys;
}

/** A text, the id of a reference or the address of an e-mail. */
function lookedUpText(fields: JsonObject, property: string): string | undefined {
  const value = fields[property];
  const scalar = isObject(value) ? (value["value"] ?? value["Address"]) : value;
  return typeof scalar === "string" && scalar !== "" ? scalar : undefined;
}
