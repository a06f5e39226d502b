import type { DescribedObject, PageHost } from "../../page-host.ts";

/** Objects whose records a bare record id may belong to. */
const KNOWN_OBJECTS = [
  "Account",
  "Product2",
  "Opportunity",
  "Contact",
  "PricebookEntry",
  "Pricebook2",
];
const RECORD_ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

export const isRecordId = (text: string): boolean => RECORD_ID.test(text);

export function describeObject(host: PageHost, name: string): DescribedObject | undefined {
  const described = host.org.describe(name);
  return described.ok ? described.value : undefined;
}

/** The object that a record id belongs to, by its first three characters, as `Id.getSObjectType()`. */
export function objectOfId(host: PageHost, id: string): DescribedObject | undefined {
  if (!isRecordId(id)) return undefined;
  return KNOWN_OBJECTS.map((name) => describeObject(host, name)).find(
    (object) => object?.keyPrefix === id.slice(0, 3),
  );
}
