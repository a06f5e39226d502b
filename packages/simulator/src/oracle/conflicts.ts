/**
 * I6: a conflict entry names two values that two people wrote, one in each system; at most one is open
 * per field. While a write of the product's own is in doubt (`doubt.ts`), what that field held before it and
 * what it carried may pass for a person's.
 */
import type { Entry } from "@accord-sync/ledger/entries.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { textOf } from "../remote-view.ts";
import { meansTheSame, PAIR_LIST, type Value } from "../shared-fields.ts";
import { type LinkedField, type NamedValue, type Resolve, wasInDoubt } from "./doubt.ts";

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
    const resolves = resolvesOf(evidence, linkId);
    for (const entry of entries.filter(isAboutTwoEdits)) {
      const place: LinkedField = {
        mapping: link.mapping,
        field: entry.field,
        ids: { salesforce: link.salesforceRef.id, quickbooks: link.quickbooksRef.id },
      };
      const values = { salesforce: entry.salesforceValue, quickbooks: entry.quickbooksValue };
      for (const system of ["salesforce", "quickbooks"] as const) {
        const text: Value = values[system] === null ? null : String(values[system]);
        const at = Date.parse(entry.openedAt);
        const named = { system, value: text, at };
        if (mayBeNamed(evidence, { place, resolves }, named)) continue;
        found.push({
          id: "I6",
          text: `link ${linkId}: the conflict about ${entry.field} names ${JSON.stringify(text)}, which nobody wrote in ${system}`,
        });
      }
    }
  }
  return found;
}

/** A conflict, or one that a policy decided: each of its values is somebody's. */
function isAboutTwoEdits({ kind, reason }: Entry): boolean {
  return kind === "conflict" || (kind === "overridden" && POLICY_WON.has(reason));
}

const POLICY_WON: ReadonlySet<Entry["reason"]> = new Set([
  "salesforceWins",
  "quickbooksWins",
  "newestWins",
]);

/** What the product resolved to write for this link, as its own reports tell. */
function resolvesOf({ reports }: Evidence, linkId: string): readonly Resolve[] {
  return (reports.intents.get(linkId) ?? []).flatMap(({ target, plan, createdAt }) => {
    const { fields = [] } = JSON.parse(plan) as {
      readonly fields?: readonly {
        readonly name: string;
        readonly before: unknown;
        readonly after: unknown;
      }[];
    };
    const at = Date.parse(createdAt);
    return fields.map(({ name, before, after }) => ({
      system: target,
      field: name,
      held: textOf(before),
      sent: textOf(after),
      at,
    }));
  });
}

interface Asked {
  readonly place: LinkedField;
  readonly resolves: readonly Resolve[];
}

function mayBeNamed(
  { journal, world: { traffic, deaths, takenOver } }: Evidence,
  { place, resolves }: Asked,
  named: Omit<NamedValue, "form">,
): boolean {
  const pair = PAIR_LIST.find((each) => each.mapping === place.mapping);
  const form = pair?.fields.find((each) => each.name === place.field)?.form;
  if (pair === undefined || form === undefined) return true;
  const { system, value } = named;
  const writes = journal.writesTo(system, pair.name, place.ids[system], place.field);
  if (writes.some((write) => meansTheSame(form, write.value, value))) return true;
  return wasInDoubt({ traffic, deaths, takenOver, resolves }, place, { ...named, form });
}
