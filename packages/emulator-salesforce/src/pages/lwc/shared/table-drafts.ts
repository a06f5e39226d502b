/** What was typed into a table's cells, as values to send, and what the org said of it. */
import type { FieldValue, ObjectInfo, RecordData } from "../../api/shapes.ts";
import type { Problem } from "./api.ts";
import { isBlank } from "./values.ts";

/** What was typed into one row, by field. */
export type Draft = Readonly<Record<string, unknown>> & { readonly id: string };

/** The drafts that are left once `saved` is saved: also what was typed into its row since it was sent. */
export function withoutSaved(drafts: readonly Draft[], saved: Draft): readonly Draft[] {
  return drafts.flatMap((draft) => {
    if (draft.id !== saved.id) return [draft];
    const later = Object.entries(draft).filter(([name, value]) => value !== saved[name]);
    return later.length === 0 ? [] : [{ ...Object.fromEntries(later), id: draft.id }];
  });
}

/** The records with what was saved of one of them in its place. */
export function withValues(
  records: readonly RecordData[],
  id: string,
  values: Readonly<Record<string, unknown>>,
): readonly RecordData[] {
  const saved: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(values)) saved[name] = { value, displayValue: null };
  return records.map((record) =>
    record.id === id ? { ...record, fields: { ...record.fields, ...saved } } : record,
  );
}

const NUMBERS = new Set(["currency", "double", "int", "percent"]);

/** The datatable hands every text as it stands; the org expects numbers as numbers. */
export function draftValue(info: ObjectInfo | null, name: string, value: unknown): unknown {
  if (isBlank(value)) return null;
  const type = info?.fields[name]?.type ?? "string";
  if (NUMBERS.has(type) && !Number.isNaN(Number(value))) return Number(value);
  return value;
}

interface RowErrors {
  readonly title: string;
  readonly messages: readonly string[];
  readonly fieldNames: readonly string[];
}

/** The datatable's `errors`: by row, and for the table as a whole. */
export interface TableErrors {
  readonly rows: Readonly<Record<string, RowErrors>>;
  readonly table: { readonly title: string; readonly messages: readonly string[] };
}

export function tableErrors(
  refused: readonly { readonly draft: { readonly id: string }; readonly problem: Problem }[],
): TableErrors {
  const rows = refused.map(({ draft, problem }): [string, RowErrors] => [
    draft.id,
    {
      title: "We found an error.",
      messages: problem.errors.map(({ message }) => message),
      fieldNames: problem.errors.flatMap(({ fields }) => fields ?? []),
    },
  ]);
  const table = {
    title: "Your entry cannot be saved. Fix the errors and try again.",
    messages: refused.map(({ problem }) => problem.message),
  };
  return { rows: Object.fromEntries(rows), table };
}
