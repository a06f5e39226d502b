/**
 * Values that a system did not take: the write is applied, and its answer shows the value from before. Both
 * images then stand still, so nobody would ever come by again; the two systems differ, and a person is told
 * by an entry. A value that the system wrote in another way is no such value: it moved.
 */
import { agree, isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { openEntry } from "@accord-sync/ledger/entries.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappedScope, nowIso } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import type { UpdatePlan } from "./intent-plan.ts";

interface Taken {
  /** At the revision after the write. */
  readonly link: Link;
  readonly mapping: Mapping;
  readonly plan: UpdatePlan;
  /** The answer. */
  readonly observation: Observation;
  /** The side whose value was sent, before its base moved. */
  readonly source: SideState;
}

/** Opens an entry for each value that stayed. Answers with their labels. */
export async function openUntaken(
  context: EngineContext,
  tx: Db,
  { link, mapping, plan, observation, source }: Taken,
): Promise<readonly string[]> {
  const { system } = observation.ref;
  const untaken: string[] = [];
  for (const { name, label, sourceValue, before, after } of plan.fields) {
    const rule = mapping.fields.find((candidate) => candidate.name === name);
    if (rule === undefined) continue;
    const held = observation.image[pathIn(rule, system)] ?? null;
    const isStill = isSameStored(rule.kind, held, before) && !isSameStored(rule.kind, held, after);
    if (!isStill || agree(rule.kind, sourceValue, held)) continue;
    untaken.push(label);
    const edit = source.edits[pathIn(rule, source.ref.system)] ?? null;
    await openEntry(tx, {
      ...mappedScope(context, mapping),
      linkId: link.id,
      field: name,
      kind: "difference",
      salesforceValue: system === "salesforce" ? held : sourceValue,
      quickbooksValue: system === "quickbooks" ? held : sourceValue,
      baseRevision: link.revision,
      openedAt: nowIso(context),
      salesforceEdit: system === "salesforce" ? null : edit,
      quickbooksEdit: system === "quickbooks" ? null : edit,
      reason: "notTaken",
    });
  }
  return untaken;
}
