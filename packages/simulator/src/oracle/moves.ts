/**
 * Which links ended because a record of theirs was merged into another one. The log tells of such a move by the new
 * link's entry, which names the survivor; two links may have ended with it, and no others:
 *
 *   the moved one      its counterpart is the new link's, and its merged record went into the new link's
 *   the survivor's     it joined the survivor with a record that is gone
 */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { Journal } from "../journal.ts";
import type { EndedLink } from "../reports.ts";

/** What tells a move from a link that only came to an end. */
export interface MoveFacts {
  readonly journal: Pick<Journal, "wentInto" | "wasRemovedBy">;
  readonly reports: {
    readonly endedLinks: readonly EndedLink[];
    readonly log: readonly Pick<
      LogEntry,
      "action" | "mapping" | "at" | "salesforceRef" | "quickbooksRef"
    >[];
  };
}

type Ids = Readonly<Record<SystemName, string>>;

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
/** The ledger's times are whole seconds. */
const SECOND = 1_000;

/** Ids of the ended links of which an entry about a move tells. */
export function linksThatMoved(facts: MoveFacts): ReadonlySet<string> {
  const moved = new Set<string>();
  for (const { action, mapping, at, salesforceRef, quickbooksRef } of facts.reports.log) {
    if (action !== "move" || salesforceRef === null || quickbooksRef === null) continue;
    const made: Ids = { salesforce: salesforceRef.id, quickbooks: quickbooksRef.id };
    const ended = facts.reports.endedLinks.filter(
      (link) => link.mapping === mapping && link.endedAt === at && !moved.has(link.id),
    );
    for (const system of SYSTEMS) {
      const from = ended.find((link) => isMoved(facts, { link, made, system }));
      if (from === undefined) continue;
      moved.add(from.id);
      const resting = ended.find((link) => isSurvivors(facts, { link, made, system }));
      if (resting !== undefined) moved.add(resting.id);
      break;
    }
  }
  return moved;
}

interface Question {
  readonly link: EndedLink;
  readonly made: Ids;
  /** Where the records were merged. */
  readonly system: SystemName;
}

function isMoved({ journal }: MoveFacts, { link, made, system }: Question): boolean {
  const other = otherSystem(system);
  return link[other] === made[other] && journal.wentInto(link[system], made[system]);
}

function isSurvivors({ journal }: MoveFacts, { link, made, system }: Question): boolean {
  const other = otherSystem(system);
  const by = Date.parse(link.endedAt) + SECOND;
  return link[system] === made[system] && journal.wasRemovedBy(link[other], by);
}
