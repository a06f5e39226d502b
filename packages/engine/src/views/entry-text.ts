/** What people read about an entry: why it is there, and who wrote the two values when. */
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { Edit } from "@accord-sync/core/records/observation.ts";
import type { EntryReason, NewEntry } from "@accord-sync/ledger/entries.ts";

const REASON_TEXT: Readonly<Record<EntryReason, string>> = {
  asked: "Changed in both systems, and this field asks.",
  amountGone: "One system has no amount any more, and no amount is taken away without a person.",
  sameTime: "Changed in both systems at about the same time, too close to tell which is newer.",
  timeUnknown: "Changed in both systems, and it is not known when: nobody can tell which is newer.",
  linked: "The two records differed when they were linked.",
  drift: "Found to differ by Sync Integrity, and nothing tells which one is newer.",
  notTaken: "One system kept its own value when the other was sent.",
  inDoubt: "A write that nobody can be sure of: it may have replaced one of these values.",
  guard: "Changed together with far more records than usual, and turned aside by a person.",
  salesforceWins: "Changed in both systems. Salesforce wins in this field.",
  quickbooksWins: "Changed in both systems. QuickBooks wins in this field.",
  newestWins: "Changed in both systems. The newest wins in this field.",
  oneWay: "Changed where this field is only written to.",
  forced: "Replaced by a run that a person started.",
};

/** Null for an entry from before reasons were kept. */
export function reasonText(reason: EntryReason | null): string | null {
  return reason === null ? null : REASON_TEXT[reason];
}

function valueText(value: FieldValue): string {
  return value === null ? "nothing" : String(value);
}

/** `by Ada Admin at 2026-11-23T10:20:30Z`; what is not known is left out. */
function editText(edit: Edit | null): string {
  const by = edit?.by ? ` by ${edit.by}` : "";
  const at = edit?.at ? ` at ${edit.at}` : "";
  return by + at === "" ? "" : ` (changed${by}${at})`;
}

export function conflictText(label: string, entry: NewEntry): string {
  const salesforce = `Salesforce ${valueText(entry.salesforceValue)}${editText(entry.salesforceEdit)}`;
  const quickbooks = `QuickBooks ${valueText(entry.quickbooksValue)}${editText(entry.quickbooksEdit)}`;
  return `${label} waits for a decision: ${salesforce}, ${quickbooks}. ${reasonText(entry.reason) ?? ""}`;
}
