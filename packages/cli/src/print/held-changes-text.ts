import type { HeldChangesView, HeldRecordView } from "@accord-sync/engine/engine-api.ts";
import { columns, utc } from "./table.ts";

/** A paragraph each: what happened, what it is about, and some of the records. */
export function heldChangesText(held: readonly HeldChangesView[]): string {
  if (held.length === 0) return "Nothing is held.\n";
  return held
    .map((each) => {
      const facts = columns([
        ["Records waiting", String(each.records)],
        ["Held since", utc(each.heldSince)],
        ["Fields", tallyText(each.fields.map(({ label, records }) => [label, records]))],
        ["Changed by", tallyText(each.people.map(({ name, records }) => [name, records]))],
      ]);
      return `${each.id}  ${each.message}\n${facts}${heldRecordsText(each.examples)}`;
    })
    .join("\n");
}

function tallyText(counts: readonly (readonly [string, number])[]): string {
  return counts.length === 0
    ? "not known"
    : counts.map(([name, count]) => `${name} (${count})`).join(", ");
}

const shown = (value: string | boolean | null): string => (value === null ? "-" : String(value));

/** One line a value. */
export function heldRecordsText(records: readonly HeldRecordView[]): string {
  return columns(
    records.flatMap(({ name, salesforce, values }) =>
      values.map(({ label, before, after }) => [
        `${salesforce.type} ${salesforce.id}`,
        name,
        `${label}: ${shown(before)} -> ${shown(after)}`,
      ]),
    ),
    "  ",
  );
}
