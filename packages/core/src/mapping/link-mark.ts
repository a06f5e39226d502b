/**
 * The mark of a link on the Salesforce record: `{realm}:{Type}:{Id}` in `Accord_QB_Id__c`. The ledger
 * is the authority for links; the mark mirrors it, so that a create in Salesforce is idempotent and
 * people can see and report on it.
 */
import type { RecordRef } from "../records/record-ref.ts";

export function linkMark(realmId: string, ref: RecordRef): string {
  return `${realmId}:${ref.type}:${ref.id}`;
}
