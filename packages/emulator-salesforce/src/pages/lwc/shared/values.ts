/** Field values between the org, what is shown and what is typed. */
import type { FieldInfo, LayoutItem, ObjectInfo, RecordData } from "../../api/shapes.ts";

export type Values = Record<string, unknown>;

export const valueOf = (record: RecordData | undefined, field: string): unknown =>
  record?.fields[field]?.value ?? null;

/** The org's own currency, where records do not name theirs. */
export const SINGLE_CURRENCY = "USD";
const CURRENCY_FIELD = "CurrencyIsoCode";

/** How a record's amounts are shown: with a sign, or with the code in an org with several currencies. */
export function currencyOf(record: RecordData | undefined) {
  const code = valueOf(record, CURRENCY_FIELD);
  return typeof code === "string"
    ? { code, display: "code" as const }
    : { code: SINGLE_CURRENCY, display: "symbol" as const };
}

export const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);

export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === "";

/** Two values that a save would not tell apart. */
export function isSame(left: unknown, right: unknown): boolean {
  if (isBlank(left) && isBlank(right)) return true;
  // Addresses are objects, and a form holds them in wrappers of its own.
  const areObjects = typeof left === "object" && typeof right === "object";
  return areObjects ? JSON.stringify(left) === JSON.stringify(right) : left === right;
}

/** The fields that hold an item's value: the parts of an address, else the field itself. */
export function partsOf(field: FieldInfo): string[] {
  if (field.address === null) return [field.name];
  return Object.values(field.address).filter((name) => name !== "");
}

/** Whether a form may change the field of a layout. */
export function isEditable(info: ObjectInfo, item: LayoutItem, isNew: boolean): boolean {
  const field = info.fields[item.field];
  if (field === undefined || item.readOnly) return false;
  return partsOf(field).some((name) => {
    const part = info.fields[name] ?? field;
    return isNew ? part.createable : part.updateable;
  });
}

/** What a new record's form starts with. Check boxes start as the org's defaults do; what is active is so. */
export function startValues(info: ObjectInfo): Values {
  const values: Values = {};
  for (const field of Object.values(info.fields)) {
    if (!field.createable) continue;
    if (field.type === "boolean") {
      values[field.name] = field.defaultValue === true || /active(?:__c)?$/i.test(field.name);
    } else if (!isBlank(field.defaultValue)) values[field.name] = field.defaultValue;
  }
  return values;
}
