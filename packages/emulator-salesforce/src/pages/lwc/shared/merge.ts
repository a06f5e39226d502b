/** Which fields a merge asks about, and what the master has afterwards. */
import type { FieldInfo, LayoutItem, ObjectInfo, RecordData } from "../../api/shapes.ts";
import { isEditable, isSame, partsOf, valueOf } from "./values.ts";

/** By field, the record whose value is taken; the master's where none is named. */
export type Choices = Readonly<Record<string, string>>;

interface Compared {
  readonly item: LayoutItem;
  readonly field: FieldInfo;
}

/** The fields of the layout that a person can change and in which the records differ. */
export function comparedFields(info: ObjectInfo, records: readonly RecordData[]): Compared[] {
  const items = info.sections.flatMap(({ columns }) => columns.flat());
  return items.flatMap((item): Compared[] => {
    const field = info.fields[item.field];
    if (field === undefined || !isEditable(info, item, false)) return [];
    return differs(field, records) ? [{ item, field }] : [];
  });
}

function differs(field: FieldInfo, [first, ...others]: readonly RecordData[]): boolean {
  return partsOf(field).some((name) =>
    others.some((record) => !isSame(valueOf(record, name), valueOf(first, name))),
  );
}

/** What differs from the master's own values; an address is taken whole. */
export function mergedValues(
  info: ObjectInfo,
  records: readonly RecordData[],
  { master, choices }: { readonly master: RecordData; readonly choices: Choices },
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { field } of comparedFields(info, records)) {
    const source = records.find(({ id }) => id === choices[field.name]) ?? master;
    for (const name of partsOf(field)) {
      const value = valueOf(source, name);
      if (!isSame(value, valueOf(master, name))) values[name] = value;
    }
  }
  return values;
}
