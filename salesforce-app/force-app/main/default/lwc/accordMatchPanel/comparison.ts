/** The rows of the side-by-side view, as they are shown. */
import type { ComparedRow, Match } from "c/accordApi";
import { breakablePieces, moneyText, relativeTime, valueText } from "c/accordFormat";
import { asOfText } from "c/accordLabels";

export interface ShownValue {
  key: string;
  /** Between the pieces a line may break. */
  pieces: { key: string; text: string }[];
}

export interface ShownRow {
  key: string;
  label: string;
  salesforce: ShownValue;
  quickbooks: ShownValue;
  /** How old the value is; empty where that does not matter. */
  age: string;
  differs: boolean;
  rowClass: string;
}

/** QuickBooks alone keeps it, and it moves with every invoice and payment. */
const BALANCE = "balance";

function shown(key: string, text: string): ShownValue {
  const pieces = breakablePieces(text).map((piece, at) => ({ key: `${key}-${at}`, text: piece }));
  return { key, pieces };
}

function isSame({ kind, salesforce, quickbooks }: ComparedRow): boolean {
  if (kind === "text" || salesforce === null || quickbooks === null) {
    return (salesforce ?? "") === (quickbooks ?? "");
  }
  return Number(salesforce) === Number(quickbooks);
}

export function shownRows(match: Match, nowMs: number): ShownRow[] {
  const text = (row: ComparedRow, value: string | null): string =>
    row.kind === "money" ? moneyText(value, match.currency) : valueText(value);
  return match.compare.map((row) => {
    const isBalance = row.field === BALANCE;
    const differs = !isBalance && !isSame(row);
    return {
      key: row.field,
      label: row.label,
      salesforce: shown("salesforce", isBalance ? "" : text(row, row.salesforce)),
      quickbooks: shown("quickbooks", text(row, row.quickbooks)),
      age: isBalance ? asOfText(relativeTime(match.asOf, nowMs)) : "",
      differs,
      rowClass: differs ? "differs" : "",
    };
  });
}
