/** What the screen says of held deletes: one card each, and one for each batch of the guard. */
import type { HeldDelete, Removal } from "c/accordApi";
import { batchTitleText, heldRecordsText, LABELS, REMOVAL_LABELS } from "c/accordLabels";

/** How many names of a batch are shown. */
const SAMPLE = 5;

export interface HeldCard {
  id: string;
  name: string;
  message: string;
  records: string;
  keepTitle: string;
  unlinkTitle: string;
  choices: { how: Removal; label: string; title: string; variant: string }[];
}

export interface BatchCard {
  id: string;
  title: string;
  sample: string;
  release: string;
}

export function heldCards(held: readonly HeldDelete[]): HeldCard[] {
  return held.map((each) => ({
    id: each.id,
    name: each.name,
    message: each.message,
    records: heldRecordsText(each.deleted, each.counterpart),
    keepTitle: `${LABELS.keepIt}: ${each.name}`,
    unlinkTitle: `${LABELS.unlink}: ${each.name}`,
    choices: each.choices.map((how) => ({
      how,
      label: REMOVAL_LABELS[how],
      title: `${REMOVAL_LABELS[how]}: ${each.counterpart.type} ${each.counterpart.id}`,
      variant: how === "delete" ? "destructive-text" : "neutral",
    })),
  }));
}

export function batchCards(held: readonly HeldDelete[]): BatchCard[] {
  const batches = new Map<string, HeldDelete[]>();
  for (const each of held) {
    if (each.batch === null) continue;
    batches.set(each.batch, [...(batches.get(each.batch) ?? []), each]);
  }
  return [...batches].map(([id, members]) => {
    const names = members.slice(0, SAMPLE).map(({ name }) => name);
    const more = members.length > SAMPLE ? ", …" : "";
    const [how] = members[0]?.choices ?? [];
    return {
      id,
      title: batchTitleText(members.length),
      sample: names.join(", ") + more,
      release: how === undefined ? LABELS.releaseAll : `${REMOVAL_LABELS[how]}: ${members.length}`,
    };
  });
}
