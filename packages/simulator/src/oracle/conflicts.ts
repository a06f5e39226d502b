/**
 * I6: a conflict entry names two values that two people wrote, one in each system; at most one is open
 * per field. Where an answer was lost or the process died, a write of the product's own may pass for a
 * person's until it is settled, so there only the second half is judged.
 */
import type { Evidence, Violation } from "./evidence.ts";
import { meansTheSame, PAIR_LIST, type Value } from "../shared-fields.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";

export function judgeConflicts(evidence: Evidence): readonly Violation[] {
  const { reports, scenario } = evidence;
  const found: Violation[] = [];
  const { lostAnswer, lostRequest, crashEveryMs, crashAtCommit } = scenario.faults;
  const isClean = lostAnswer + lostRequest + crashEveryMs + crashAtCommit === 0;
  for (const [linkId, entries] of reports.entries) {
    const open = entries.filter((entry) => entry.closedAt === null);
    if (new Set(open.map((entry) => entry.field)).size < open.length) {
      found.push({ id: "I6", text: `link ${linkId} has two open entries for one field` });
    }
    const link = reports.links.find((each) => each.id === linkId);
    if (link === undefined || !isClean) continue;
    for (const entry of entries.filter((each) => each.kind === "conflict")) {
      const sides = {
        salesforce: [link.salesforceRef.id, entry.salesforceValue],
        quickbooks: [link.quickbooksRef.id, entry.quickbooksValue],
      } as const;
      for (const system of ["salesforce", "quickbooks"] as const) {
        const [id, value] = sides[system];
        const text: Value = value === null ? null : String(value);
        if (wasWritten(evidence, system, { mapping: link.mapping, id, field: entry.field }, text))
          continue;
        found.push({
          id: "I6",
          text: `link ${linkId}: the conflict about ${entry.field} names ${JSON.stringify(text)}, which nobody wrote in ${system}`,
        });
      }
    }
  }
  return found;
}

function wasWritten(
  { journal }: Evidence,
  system: SystemName,
  where: { readonly mapping: string; readonly id: string; readonly field: string },
  value: Value,
): boolean {
  const pair = PAIR_LIST.find((each) => each.mapping === where.mapping);
  const field = pair?.fields.find((each) => each.name === where.field);
  if (pair === undefined || field === undefined) return true;
  return journal
    .writesTo(system, pair.name, where.id, where.field)
    .some((write) => meansTheSame(field.form, write.value, value));
}
