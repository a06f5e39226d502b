/**
 * I1: at quiescence every shared field of a live link means the same in both systems. Exempt are
 * exactly the fields with an open entry, and records set aside with a reason that a person can read.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { findRecord } from "../remote-view.ts";
import { meansTheSame, PAIR_LIST } from "../shared-fields.ts";
import { SCOPE } from "../world.ts";
import type { Evidence, Violation } from "./evidence.ts";

/** True when the log says what was done about the record that is gone, or that a person let it be. */
function isSaid({ log }: Evidence["reports"], linkId: string): boolean {
  return log.some(
    ({ linkId: id, action }) => id === linkId && (action === "deactivate" || action === "keep"),
  );
}

export function judgeConvergence({ world, reports }: Evidence): readonly Violation[] {
  const found: Violation[] = [];
  for (const link of reports.links) {
    const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
    if (pair === undefined) continue;
    const salesforce = findRecord(world, "salesforce", pair, link.salesforceRef.id);
    const quickbooks = findRecord(world, "quickbooks", pair, link.quickbooksRef.id);
    const parked = reports.parked.get(refKey(link.salesforceRef));
    const name = `link ${link.id} (${link.salesforceRef.id} ⇄ ${link.quickbooksRef.id})`;
    if (salesforce === null || quickbooks === null) {
      if (parked === undefined && !isSaid(reports, link.id))
        found.push({ id: "I12", text: `${name} lost a record, and nothing says so` });
      continue;
    }
    if (parked !== undefined) continue;
    const expected = `${SCOPE.company}:${link.quickbooksRef.type}:${link.quickbooksRef.id}`;
    if (salesforce.mark !== expected) {
      found.push({
        id: "I1",
        text: `${name}: Salesforce shows ${salesforce.mark ?? "no"} QuickBooks id`,
      });
    }
    const open = new Set(
      (reports.entries.get(link.id) ?? [])
        .filter((entry) => entry.closedAt === null)
        .map((entry) => entry.field),
    );
    for (const { name: field, form } of pair.fields) {
      const left = salesforce.values[field] ?? null;
      const right = quickbooks.values[field] ?? null;
      if (open.has(field) || meansTheSame(form, left, right)) continue;
      found.push({
        id: "I1",
        text: `${name}: ${field} is ${JSON.stringify(left)} in Salesforce and ${JSON.stringify(right)} in QuickBooks`,
      });
    }
  }
  return found;
}
