import type { LogEntry } from "c/accordApi";
import { LABELS, OUTCOME_LABELS, TARGET_LABELS } from "c/accordLabels";

export interface LogRow {
  id: string;
  entity: string;
  url: string | undefined;
  object: string;
  type: string;
  at: string;
  status: string;
  reprocessed: boolean;
  message: string;
  /** Marks the row whose entry is open. */
  look: string;
}

const MARKED = { class: { fieldName: "look" } };
const NUMBER = {
  label: LABELS.logNumber,
  fieldName: "id",
  type: "button",
  initialWidth: 115,
  cellAttributes: MARKED,
  typeAttributes: { label: { fieldName: "id" }, name: "open", variant: "base" },
};
const ENTITY = {
  label: LABELS.entityName,
  fieldName: "url",
  type: "entity",
  initialWidth: 180,
  wrapText: true,
  cellAttributes: MARKED,
  typeAttributes: { label: { fieldName: "entity" } },
};
/** Wide enough for "Nov 23, 2026, 10:20:30 AM". */
const DATE = {
  label: LABELS.date,
  fieldName: "at",
  type: "date",
  initialWidth: 205,
  wrapText: true,
  cellAttributes: MARKED,
  typeAttributes: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
};
const STATUS = {
  label: LABELS.status,
  fieldName: "status",
  initialWidth: 115,
  cellAttributes: MARKED,
};

export const COLUMNS = [
  NUMBER,
  ENTITY,
  { label: LABELS.object, fieldName: "object", initialWidth: 100 },
  { label: LABELS.type, fieldName: "type", initialWidth: 130 },
  DATE,
  STATUS,
  { label: LABELS.reprocessed, fieldName: "reprocessed", type: "boolean", initialWidth: 115 },
  { label: LABELS.message, fieldName: "message", wrapText: true },
];

/** Beside an opened entry, which tells the rest. */
export const NARROW_COLUMNS = [NUMBER, { ...ENTITY, initialWidth: undefined }, DATE, STATUS];

/**
 * `url` leads to the Salesforce record; undefined when the entry has none. `object` is the Salesforce
 * object of the entry's mapping, so that the column means the same in every row.
 */
export function logRow(
  entry: LogEntry,
  url: string | undefined,
  object: string | undefined,
): LogRow {
  const { name, salesforce, quickbooks } = entry;
  return {
    id: entry.id,
    entity: name ?? salesforce?.name ?? salesforce?.id ?? quickbooks?.id ?? "",
    url,
    object: object ?? salesforce?.type ?? quickbooks?.type ?? "",
    type: TARGET_LABELS[entry.direction],
    at: entry.at,
    status: OUTCOME_LABELS[entry.outcome] ?? entry.outcome,
    reprocessed: entry.reprocessed,
    message: entry.error?.message ?? entry.message,
    look: "",
  };
}

/** A day from a date field as the ISO time at which it begins or ends in the reader's time zone. */
export function dayBound(day: string, edge: "start" | "end"): string {
  if (day === "") return "";
  const time = new Date(`${day}T${edge === "start" ? "00:00:00.000" : "23:59:59.999"}`);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}
