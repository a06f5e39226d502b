/** The chart of a report: one bar an object, its parts as long as what they stand for. Pure. */
import type { IntegrityObject } from "c/accordApi";
import { LABELS } from "c/accordLabels";

export interface Segment {
  key: string;
  label: string;
  count: number;
  className: string;
  style: string;
  title: string;
}

/** Parts of an object's records, in the order in which they are drawn; those of no records are left out. */
export function segmentsOf({
  agreed,
  waiting,
  busy,
  open,
  unlinked,
}: Pick<IntegrityObject, "agreed" | "waiting" | "busy" | "open" | "unlinked">): Segment[] {
  const parts: [key: string, label: string, count: number][] = [
    ["agreed", LABELS.agreed, agreed],
    ["waiting", LABELS.waitsForPerson, waiting],
    ["busy", LABELS.beingWorkedOn, busy],
    ["drift", LABELS.foundDiffering, open.drift + open.older + open.mark],
    ["missing", LABELS.foundMissing, open.missing + open.gone],
    ["quickbooks", LABELS.onlyInQuickbooks, unlinked.quickbooks],
    ["salesforce", LABELS.onlyInSalesforce, unlinked.salesforce],
  ];
  const all = parts.reduce((sum, [, , count]) => sum + count, 0);
  return parts
    .filter(([, , count]) => count > 0)
    .map(([key, label, count]) => ({
      key,
      label,
      count,
      className: `part part_${key}`,
      style: `flex-grow: ${Math.max(1, Math.round((count * 1_000) / all))}`,
      title: `${label}: ${count.toLocaleString()}`,
    }));
}

/** An amount with its digits in groups: the text itself, never a number that was rounded. */
export function amountText(amount: string, separator = ","): string {
  const [, sign = "", whole = "", rest = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(amount) ?? [];
  if (whole === "") return amount;
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, separator);
  const cents = rest === "" ? ".00" : rest.padEnd(3, "0");
  return sign + grouped + cents;
}
