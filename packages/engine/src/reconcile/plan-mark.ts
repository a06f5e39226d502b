/**
 * The link mark on the Salesforce record. One that lacks it was just linked; one that lost it, or holds
 * another, was edited or cloned, which changes no link and is put right.
 */
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type FieldValue, type Image, valueAt } from "@accord-sync/core/records/image.ts";
import type { LinkState } from "../link-state.ts";
import type { WriteOrder } from "../writer/writer.ts";
import type { Pass } from "./pass.ts";

/** The write that puts the mark right; null when it is. */
export function planMark({ mapping, notice }: Pass, state: LinkState): WriteOrder | null {
  return planMarkFor(mapping, notice.actor, state);
}

/** The same for a link that no notice is about. */
export function planMarkFor(
  mapping: Mapping,
  actor: string | null,
  state: LinkState,
): WriteOrder | null {
  const { link, salesforce } = state;
  const mark = linkMark(link.company, link.quickbooksRef);
  if (salesforce.mark === mark) return null;
  const isFirst = salesforce.stampedMark === null;
  return {
    mapping,
    target: "salesforce",
    source: null,
    linkId: link.id,
    fingerprint: null,
    plan: {
      kind: "mark",
      actor,
      reason: isFirst ? "stamp" : "restore",
      found: salesforce.mark,
      revision: link.revision,
    },
    write: {
      mapping,
      operation: "mark",
      ref: link.salesforceRef,
      version: null,
      patch: isFirst ? firstValues(mapping, state) : {},
      known: salesforce.seen,
      members: salesforce.members,
      linkMark: mark,
    },
  };
}

/** Fields that are set once, when the two records meet, where Salesforce has no value of its own. */
function firstValues(mapping: Mapping, { salesforce, quickbooks }: LinkState): Image {
  const values: Record<string, FieldValue> = {};
  for (const rule of mapping.fields) {
    if (rule.when !== "create" || !flowsTo(rule, "salesforce")) continue;
    const value = valueAt(quickbooks.seen, rule.quickbooks);
    const isFree = valueAt(salesforce.seen, rule.salesforce) === null;
    if (isFree && value !== null) values[rule.salesforce] = value;
  }
  return values;
}
