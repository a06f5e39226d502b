/**
 * I6: a conflict entry names two values that two people wrote, one in each system; at most one is open
 * per field. While a write of the product's own is in doubt (`doubt.ts`), what that field held before it and
 * what it carried may pass for a person's.
 */
import type { Evidence, Violation } from "./evidence.ts";
import { meansTheSame, PAIR_LIST, type Value } from "../shared-fields.ts";
import { type FieldPlace, wasInDoubt } from "./doubt.ts";

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
      const sides = {
        salesforce: [link.salesforceRef.id, entry.salesforceValue],
        quickbooks: [link.quickbooksRef.id, entry.quickbooksValue],
      } as const;
      for (const system of ["salesforce", "quickbooks"] as const) {
        const [id, value] = sides[system];
        const text: Value = value === null ? null : String(value);
        const place = { system, mapping: link.mapping, id, field: entry.field };
        if (mayBeNamed(evidence, place, text, Date.parse(entry.openedAt))) continue;
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
  place: FieldPlace,
  value: Value,
  at: number,
): boolean {
  const pair = PAIR_LIST.find((each) => each.mapping === place.mapping);
  const form = pair?.fields.find((each) => each.name === place.field)?.form;
  if (pair === undefined || form === undefined) return true;
  const writes = journal.writesTo(place.system, pair.name, place.id, place.field);
  if (writes.some((write) => meansTheSame(form, write.value, value))) return true;
  return wasInDoubt(world, place, { value, form, at });
}
