/** Log entries for a person: one line each, and below it what went wrong and what changed. */
import type { LogEntryView } from "@accord-sync/engine/engine-api.ts";
import { errorRows } from "./record-text.ts";
import { columns, utc, valueText } from "./table.ts";

const ARROW: Readonly<Record<LogEntryView["direction"], string>> = {
  salesforceToQuickbooks: "SF > QB",
  quickbooksToSalesforce: "QB > SF",
  none: "",
};

function headline(entry: LogEntryView): readonly string[] {
  const record =
    entry.salesforce === null
      ? `${entry.quickbooks?.type ?? ""} ${entry.quickbooks?.id ?? ""}`
      : `${entry.salesforce.type} ${entry.salesforce.id}`;
  return [
    entry.id,
    utc(entry.at),
    ARROW[entry.direction],
    entry.action,
    entry.outcome,
    record.trim(),
    entry.name ?? "",
    entry.message,
  ];
}

function details(entry: LogEntryView): string {
  const changes = entry.changes.map((change) => [
    change.label,
    `${valueText(change.before)} -> ${valueText(change.after)}`,
  ]);
  return columns([...(entry.error === null ? [] : errorRows(entry.error)), ...changes], "      ");
}

export function logText(entries: readonly LogEntryView[]): string {
  if (entries.length === 0) return "Nothing is logged.\n";
  const lines = columns(entries.map(headline)).split("\n");
  return entries.map((entry, place) => `${lines[place] ?? ""}\n${details(entry)}`).join("");
}
