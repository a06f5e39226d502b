/** I21, judged from the log and from how often people deleted each record. */
import type { Evidence, Violation } from "./evidence.ts";

/**
 * What the product wrote by itself and nobody had processed again: at most one entry for each deletion that
 * a person made. Two deletions that nobody saw apart may have one.
 */
export function judgeToldOnce({ journal, reports }: Evidence): readonly Violation[] {
  const told = new Map<string, number>();
  for (const { salesforceRef, action, error, reprocessed } of reports.log) {
    if (salesforceRef === null || error === null || reprocessed || action !== "update") continue;
    // Opportunities go with their account, and come back with it: people delete none by itself.
    if (salesforceRef.type === "Opportunity") continue;
    const { code } = JSON.parse(error) as { code: string };
    if (!/^RECORD_(?:DELETED|MERGED)_IN_SALESFORCE$/.test(code)) continue;
    told.set(salesforceRef.id, (told.get(salesforceRef.id) ?? 0) + 1);
  }
  return [...told]
    .filter(([id, count]) => count > journal.deletionsOf(id))
    .map(([id, count]) => ({
      id: "I21",
      text: `${count} entries tell of ${journal.deletionsOf(id)} deletions of ${id}`,
    }));
}
