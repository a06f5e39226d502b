/**
 * I6, what an open entry needs: two values that mean different things, and where the product says that a
 * system did not take a value, a request that carried it there.
 */
import type { Entry } from "@accord-sync/ledger/entries.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { textOf } from "../remote-view.ts";
import { meansTheSame, PAIR_LIST } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";

export function judgeCauses(evidence: Evidence): readonly Violation[] {
  return evidence.reports.links.flatMap((link) =>
    (evidence.reports.entries.get(link.id) ?? []).flatMap((entry) =>
      judgeEntry(evidence, link, entry),
    ),
  );
}

function judgeEntry(evidence: Evidence, link: Link, entry: Entry): readonly Violation[] {
  const { field, kind, closedAt } = entry;
  const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
  const form = pair?.fields.find(({ name }) => name === field)?.form;
  if (form === undefined) return [];
  const salesforce = textOf(entry.salesforceValue);
  const quickbooks = textOf(entry.quickbooksValue);
  const values = `${JSON.stringify(salesforce)} and ${JSON.stringify(quickbooks)}`;
  // What a forced run replaced is kept to the letter, and nobody is asked about it.
  if (kind !== "overridden" && meansTheSame(form, salesforce, quickbooks)) {
    const text = `link ${link.id}: a person is asked about ${field}, and ${values} mean the same`;
    return [{ id: "I6", text }];
  }
  if (closedAt !== null || kind !== "difference" || entry.openedAt === link.createdAt) return [];
  const wasCarried = evidence.world.traffic.some(({ changes }) =>
    changes.some(
      (change) =>
        change.mapping === link.mapping &&
        change.field === field &&
        (change.system === "salesforce"
          ? change.id === link.salesforceRef.id && meansTheSame(form, change.sent, quickbooks)
          : change.id === link.quickbooksRef.id && meansTheSame(form, change.sent, salesforce)),
    ),
  );
  if (wasCarried) return [];
  const text = `link ${link.id}: ${values} of ${field} differ, and no request carried either over`;
  return [{ id: "I6", text }];
}
