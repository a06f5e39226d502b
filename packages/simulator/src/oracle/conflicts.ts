/**
 * I6: a conflict entry names two values that two people wrote, one in each system; at most one is open
 * per field. While a write of the product's own is in doubt (`doubt.ts`), what that field held before it and
 * what it carried may pass for a person's.
 */
import type { Evidence, Violation } from "./evidence.ts";
import { meansTheSame, PAIR_LIST, type Value } from "../shared-fields.ts";
import { type LinkedField, type NamedValue, wasInDoubt } from "./doubt.ts";

export function judgeConflicts(evidence: Evidence): readonly Violation[] {
  const { reports } = evidence;
  const found: Violation[] = [];
  for (const [linkId, entries] of reports.entries) {
    const open = entries.filter((entry) => entry.closedAt === null);
    if (new Set(open.map((entry) => entry.field)).size < open.length) {
      found.push({ id: "I6", text: `link ${linkId} has two open entries for one field` });
    }
    const link = reports.links.find((each) => each.id === linkId);
    if (link === undefined) continue;
    for (const entry of entries.filter((each) => each.kind === "conflict")) {
      const place: LinkedField = {
        mapping: link.mapping,
        field: entry.field,
        ids: { salesforce: link.salesforceRef.id, quickbooks: link.quickbooksRef.id },
      };
      const values = { salesforce: entry.salesforceValue, quickbooks: entry.quickbooksValue };
      for (const system of ["salesforce", "quickbooks"] as const) {
        const text: Value = values[system] === null ? null : String(values[system]);
        const at = Date.parse(entry.openedAt);
        if (mayBeNamed(evidence, place, { system, value: text, at })) continue;
        found.push({
          id: "I6",
          text: `link ${linkId}: the conflict about ${entry.field} names ${JSON.stringify(text)}, which nobody wrote in ${system}`,
        });
      }
    }
  }
  return found;
}

function mayBeNamed(
  { journal, world }: Evidence,
  place: LinkedField,
  named: Omit<NamedValue, "form">,
): boolean {
  const pair = PAIR_LIST.find((each) => each.mapping === place.mapping);
  const form = pair?.fields.find((each) => each.name === place.field)?.form;
  if (pair === undefined || form === undefined) return true;
  const { system, value } = named;
  const writes = journal.writesTo(system, pair.name, place.ids[system], place.field);
  if (writes.some((write) => meansTheSame(form, write.value, value))) return true;
  return wasInDoubt(world, place, { ...named, form });
}
