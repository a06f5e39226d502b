/** Names of the fields and rows that the adapter itself needs, besides the mapped ones. */

/** The mirror of a link on the record: `{realm}:{Type}:{Id}`, an external id, unique. */
export const LINK_MARK_FIELD = "Accord_QB_Id__c";
/** The company of the link, so that people can report by it. */
export const COMPANY_FIELD = "Accord_QB_Company_Id__c";

/** Rows of links beyond a record's first company: the same mark, unique, beside a lookup to the record. */
export const LINK_ROW_TYPE = "Accord_Record_Status__c";
/** Of a link row: the parts of its mark, and what people report by. */
export const LINK_ROW_FIELDS = {
  type: "Accord_QB_Type__c",
  recordId: "Accord_QB_Record_Id__c",
  status: "Accord_Status__c",
  lastSyncAt: "Accord_Last_Sync_Date__c",
} as const;

/** The lookup of a link row to records of `type`: `Account__c` to Account, `Sale__c` to Sale__c. */
export function linkRowLookup(type: string): string {
  return type.endsWith("__c") ? type : `${type}__c`;
}

/** The channel of change events of the Salesforce package. */
export const TOPIC_DEFAULT = "/data/Accord_Sync__chn";

/** The one member this adapter knows: a product's entry in the standard price book. */
export const STANDARD_PRICE_ROLE = "standardPrice";
export const PRICE_TYPE = "PricebookEntry";

/** `standardPrice.UnitPrice` as role and field; a path without a role is the root's own field. */
export function splitPath(path: string): { readonly role: string | null; readonly field: string } {
  const dot = path.indexOf(".");
  return dot < 0
    ? { role: null, field: path }
    : { role: path.slice(0, dot), field: path.slice(dot + 1) };
}

/** Objects whose records can be merged; a merged one names the record that stays (object reference). */
export const MERGED_TYPES: ReadonlySet<string> = new Set(["Account", "Case", "Contact", "Lead"]);
export const SURVIVOR_FIELD = "MasterRecordId";
/** The relationship of that field. */
export const SURVIVOR = "MasterRecord";

/** Ids are 15 letters and digits, or 18 with the checksum. */
export function isRecordId(text: string): boolean {
  return /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text);
}
