/** What the screen says of held deletes: one card each, and one for each batch of the guard. */
import type { HeldDecision, HeldDelete, Removal } from "c/accordApi";
import type { Choice } from "c/accordChoices";
import { batchTitleText, heldRecordsText, LABELS, REMOVAL_LABELS } from "c/accordLabels";

/** How many names of a batch are shown. */
const SAMPLE = 5;

export interface HeldCard {
  id: string;
  name: string;
  message: string;
  records: string;
  choices: Choice<HeldDecision, Removal>[];
}

export interface BatchCard {
  id: string;
  title: string;
  sample: string;
  choices: Choice<HeldDecision, Removal>[];
}

export function heldCards(held: readonly HeldDelete[]): HeldCard[] {
  return held.map((each) => ({
    id: each.id,
    name: each.name,
    message: each.message,
    records: heldRecordsText(each.deleted, each.counterpart),
    choices: choicesOf(each),
  }));
}

function choicesOf({ choices, counterpart, name }: HeldDelete): Choice<HeldDecision, Removal>[] {
  const removals = choices.map(
    (how): Choice<HeldDecision, Removal> => ({
      decision: "approve",
      how,
      label: REMOVAL_LABELS[how],
      title: `${REMOVAL_LABELS[how]}: ${counterpart.type} ${counterpart.id}`,
      variant: how === "delete" ? "destructive-text" : "neutral",
    }),
  );
  return [
    ...removals,
    { decision: "keep", label: LABELS.keepIt, title: `${LABELS.keepIt}: ${name}` },
    { decision: "unlink", label: LABELS.unlink, title: `${LABELS.unlink}: ${name}` },
  ];
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
      choices: [
        {
          decision: "approve",
          label:
            how === undefined ? LABELS.releaseAll : `${REMOVAL_LABELS[how]}: ${members.length}`,
        },
        { decision: "keep", label: LABELS.keepAll },
      ],
    };
  });
}
