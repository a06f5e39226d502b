/** The plan as bars: what part of an object's records is created, linked, asked about… Pure. */
import type { LoadCounts } from "c/accordApi";

export interface Share {
  key: string;
  label: string;
  count: string;
  barClass: string;
  style: string;
}

export interface ObjectBars {
  mapping: string;
  title: string;
  total: string;
  summary: string;
  shares: Share[];
  refusals: string;
}

const PARTS: readonly [key: keyof LoadCounts & string, label: string][] = [
  ["createInSalesforce", "created in Salesforce"],
  ["createInQuickbooks", "created in QuickBooks"],
  ["link", "linked"],
  ["update", "updated"],
  ["ask", "to be decided"],
  ["skip", "left alone"],
];

export function barsOf(counts: LoadCounts): ObjectBars {
  const parts = PARTS.map(([key, label]) => ({ key, label, count: Number(counts[key]) }));
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const shares = parts
    .filter(({ count }) => count > 0)
    .map(({ key, label, count }) => ({
      key,
      label,
      count: count.toLocaleString(),
      barClass: `part part_${key}`,
      // A few of very many are still to be seen.
      style: `flex: ${count} 1 0.25rem`,
    }));
  const { withRefusals } = counts;
  return {
    mapping: counts.mapping,
    title: `${counts.quickbooksObject} ⇄ ${counts.salesforceObject}`,
    total: `${total.toLocaleString()} ${total === 1 ? "record" : "records"}`,
    summary: shares.map(({ count, label }) => `${count} ${label}`).join(", "),
    shares,
    refusals:
      withRefusals === 0
        ? ""
        : `${withRefusals.toLocaleString()} of them may be refused; look at them before you apply.`,
  };
}
