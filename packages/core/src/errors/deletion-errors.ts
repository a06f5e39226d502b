/** What a link waits for when one of its records is gone. */
import type { ErrorRow } from "./registry.ts";

export const DELETION_ERRORS = {
  RECORD_DELETED_IN_QUICKBOOKS: {
    disposition: "park",
    message: "The linked QuickBooks record was deleted",
    action:
      "Decide in Accord Admin > Held Deletes what becomes of the Salesforce record; or press Unlink; or link it with another QuickBooks record. If QuickBooks shows it among the inactive ones, make it active again there. Nothing is deleted without you.",
  },
  RECORD_MERGED_IN_QUICKBOOKS: {
    disposition: "park",
    message: "The linked QuickBooks record was merged into {survivor}",
    action:
      "{survivor} is linked with another Salesforce record, or was unlinked by a person. Merge the two Salesforce records, or decide in Accord Admin > Held Deletes what becomes of this one; or press Unlink. Nothing is deleted without you.",
  },
  RECORD_DELETED_IN_SALESFORCE: {
    disposition: "park",
    message: "The linked Salesforce record was deleted",
    action:
      "Restore it from the recycle bin in Salesforce, and the two go on as before; or decide in Accord Admin > Held Deletes what becomes of the QuickBooks record; or press Unlink. Nothing is deleted without you.",
  },
  RECORD_MERGED_IN_SALESFORCE: {
    disposition: "park",
    message: "The linked Salesforce record was merged into {survivor}",
    action:
      "{survivor} has a QuickBooks record of its own, or was unlinked by a person. Merge the two QuickBooks records there, or decide in Accord Admin > Held Deletes what becomes of the other one; or press Unlink. Nothing is deleted without you.",
  },
} satisfies Record<string, ErrorRow>;
