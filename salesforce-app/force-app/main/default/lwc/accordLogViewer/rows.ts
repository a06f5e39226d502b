import type { LogEntry } from "c/accordApi";
import { LABELS, OUTCOME_LABELS } from "c/accordLabels";

export interface LogRow {
  id: string;
  entity: string;
  url: string | undefined;
  type: string;
  at: string;
  status: string;
  reprocessed: boolean;
  message: string;
}

export const COLUMNS = [
  {
    label: LABELS.logNumber,
    fieldName: "id",
    type: "button",
    initialWidth: 120,
    typeAttributes: { label: { fieldName: "id" }, name: "open", variant: "base" },
  },
  {
    label: LABELS.entityName,
    fieldName: "url",
    type: "url",
    typeAttributes: { label: { fieldName: "entity" }, target: "_self" },
  },
  { label: LABELS.type, fieldName: "type", initialWidth: 110 },
  {
    label: LABELS.date,
    fieldName: "at",
    type: "date",
    initialWidth: 190,
    typeAttributes: {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    },
  },
  { label: LABELS.status, fieldName: "status", initialWidth: 120 },
  { label: LABELS.reprocessed, fieldName: "reprocessed", type: "boolean", initialWidth: 120 },
  { label: LABELS.message, fieldName: "message", wrapText: true },
];

/** `url` leads to the Salesforce record; undefined when the entry has none. */
export function logRow(entry: LogEntry, url: string | undefined): LogRow {
  const { salesforce, quickbooks } = entry;
  return {
    id: entry.id,
    entity: salesforce?.name ?? salesforce?.id ?? quickbooks?.id ?? "",
    url,
    type: quickbooks?.type ?? salesforce?.type ?? "",
    at: entry.at,
    status: OUTCOME_LABELS[entry.outcome] ?? entry.outcome,
    reprocessed: entry.reprocessed,
    message: entry.error?.message ?? entry.message,
  };
}

/** A day from a date field as the ISO time at which it begins or ends in the reader's time zone. */
export function dayBound(day: string, edge: "start" | "end"): string {
  if (day === "") return "";
  const time = new Date(`${day}T${edge === "start" ? "00:00:00.000" : "23:59:59.999"}`);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}
