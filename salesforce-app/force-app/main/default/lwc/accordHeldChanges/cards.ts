/** What the screen says of held changes: one card for each mapping and system. */
import type { HeldChanges, HeldRecord, HoldDecision } from "c/accordApi";
import type { Choice } from "c/accordChoices";
import { LABELS, letThroughText } from "c/accordLabels";

export interface ChangeCard {
  id: string;
  title: string;
  waiting: string;
  written: string;
  heldSince: string;
  since: string;
  fields: string;
  people: string;
  before: string;
  after: string;
  rows: ChangeRow[];
  hasMore: boolean;
  choices: Choice<HoldDecision>[];
}

export interface ChangeRow {
  key: string;
  name: string;
  label: string;
  before: string;
  after: string;
  by: string;
}

const SYSTEM: Readonly<Record<string, string>> = {
  salesforce: LABELS.salesforce,
  quickbooks: LABELS.quickbooks,
};

/** The system of the changes, and the other one. */
export function systemsOf({ system }: Pick<HeldChanges, "system">): {
  here: string;
  there: string;
} {
  const other = system === "salesforce" ? "quickbooks" : "salesforce";
  return { here: SYSTEM[system] ?? system, there: SYSTEM[other] ?? other };
}

/** `shown`: the records loaded so far of each; without any the examples stand for them. */
export function changeCards(
  held: readonly HeldChanges[],
  shown: Readonly<Record<string, readonly HeldRecord[]>>,
): ChangeCard[] {
  return held.map((each) => {
    const { here, there } = systemsOf(each);
    const records = shown[each.id] ?? each.examples;
    return {
      id: each.id,
      title: each.title,
      waiting: each.records.toLocaleString("en-US"),
      written: each.written.toLocaleString("en-US"),
      since: each.since,
      heldSince: each.heldSince,
      fields: tallyText(each.fields.map(({ label, records: count }) => [label, count])),
      people: tallyText(each.people.map(({ name, records: count }) => [name, count])),
      before: there,
      after: here,
      rows: records.flatMap(rowsOf),
      hasMore: records.length < each.records,
      choices: [
        { decision: "release", label: letThroughText(each.records), variant: "brand" },
        { decision: "aside", label: LABELS.turnAside },
        { decision: "undo", label: LABELS.turnBack, variant: "destructive-text" },
      ],
    };
  });
}

function rowsOf({ name, salesforce, values }: HeldRecord): ChangeRow[] {
  return values.map(({ field, label, before, after, by }) => ({
    key: `${salesforce.id} ${field}`,
    name,
    label,
    before: valueText(before),
    after: valueText(after),
    by: by ?? LABELS.notTold,
  }));
}

function valueText(value: string | boolean | null): string {
  return value === null || value === "" ? LABELS.empty : String(value);
}

function tallyText(counts: [string, number][]): string {
  if (counts.length === 0) return LABELS.notTold;
  return counts.map(([name, count]) => `${name} (${count.toLocaleString("en-US")})`).join(", ");
}
