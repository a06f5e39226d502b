/** The two remote systems that are kept in agreement. */
export type SystemName = "salesforce" | "quickbooks";

/** Names one record of one system. `type` is the system's own API name, for example `Account`. */
export interface RecordRef {
  readonly system: SystemName;
  readonly type: string;
  readonly id: string;
}

/** The same record as one string, for maps and for messages: `quickbooks/Customer/58`. */
export function refKey(ref: RecordRef): string {
  return `${ref.system}/${ref.type}/${ref.id}`;
}

export function isSameRef(left: RecordRef, right: RecordRef): boolean {
  return left.system === right.system && left.type === right.type && left.id === right.id;
}

export function otherSystem(system: SystemName): SystemName {
  return system === "salesforce" ? "quickbooks" : "salesforce";
}

/** What screens and messages call each system. */
export const SYSTEM_LABEL: Record<SystemName, string> = {
  salesforce: "Salesforce",
  quickbooks: "QuickBooks",
};
