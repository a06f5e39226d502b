/** One record of the plan as a screen shows it. Pure. */
import type { LoadField, LoadItem } from "c/accordApi";
import { valueText } from "c/accordFormat";
import {
  FIRST_LOAD,
  LOAD_ACTION_LABELS,
  LOAD_STATE_LABELS,
  SYSTEM_LABELS,
} from "c/accordLoadLabels";

export interface FieldRow {
  key: string;
  label: string;
  salesforce: string;
  quickbooks: string;
  comes: string;
  rowClass: string;
}

export function fieldRow(field: LoadField): FieldRow {
  const isTouched = field.writes !== null || field.isAsked;
  const gets =
    field.writes === null
      ? ""
      : `${SYSTEM_LABELS[field.writes] ?? field.writes} ← ${valueText(field.after)}`;
  return {
    key: field.field,
    label: field.label,
    salesforce: valueText(field.salesforce),
    quickbooks: valueText(field.quickbooks),
    comes: field.isAsked ? FIRST_LOAD.toBeDecided : gets,
    rowClass: isTouched ? "touched" : "",
  };
}

/** "Create in QuickBooks". */
export function planText({ action, target }: LoadItem): string {
  const what = LOAD_ACTION_LABELS[action] ?? action;
  return target === null ? what : `${what} in ${SYSTEM_LABELS[target] ?? target}`;
}

export const stateText = ({ state }: LoadItem): string => LOAD_STATE_LABELS[state] ?? state;

/** "Same name, same e-mail address". */
export const reasonsText = (reasons: readonly { text: string }[]): string =>
  reasons.map(({ text }) => text).join(", ");

/** "Account 001…AAA and Customer 58". */
export function recordsText({ salesforce, quickbooks }: LoadItem): string {
  return [salesforce, quickbooks]
    .flatMap((ref) => (ref === null ? [] : [`${ref.type} ${ref.id}`]))
    .join(" and ");
}
