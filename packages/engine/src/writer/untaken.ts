/**
 * Values that a system did not take: the write is applied, and its answer shows the value from before. Both
 * images then stand still, so nobody would ever come by again; the two systems differ, and a person is told
 * by an entry. A value that the system wrote in another way is no such value: it moved.
 */
import { messageOf, type OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { agree, isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { openEntry } from "@accord-sync/ledger/entries.ts";
import type { Intent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappedScope, nowIso } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import { directionTo, writeLog } from "../journal.ts";
import type { CreatePlan, UpdatePlan } from "./intent-plan.ts";

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

interface Made {
  /** The new link. */
  readonly link: Link;
  readonly mapping: Mapping;
  readonly plan: CreatePlan;
  readonly observation: Observation;
}

/**
 * Opens an entry for each value that a new record was to have and is without, for example a price that was
 * refused while the product was made.
 */
export async function openUntakenOfCreate(
  context: EngineContext,
  tx: Db,
  { link, mapping, plan, observation }: Made,
): Promise<void> {
  const { system } = observation.ref;
  const source = otherSystem(system);
  for (const rule of mapping.fields) {
    const sent = plan.sent[pathIn(rule, system)] ?? null;
    const held = observation.image[pathIn(rule, system)] ?? null;
    if (rule.when !== "always" || held !== null || agree(rule.kind, sent, held)) continue;
    const values = { [system]: held, [source]: valueAt(plan.source.image, pathIn(rule, source)) };
    await openEntry(tx, {
      ...mappedScope(context, mapping),
      linkId: link.id,
      field: rule.name,
      kind: "difference",
      salesforceValue: values["salesforce"] ?? null,
      quickbooksValue: values["quickbooks"] ?? null,
      baseRevision: link.revision,
      openedAt: nowIso(context),
      salesforceEdit: null,
      quickbooksEdit: null,
      reason: "notTaken",
    });
  }
}

interface PartlyRefused {
  readonly link: Link;
  readonly mapping: Mapping;
  readonly intent: Intent;
  readonly observation: Observation;
  readonly partRefused?: OperationalError | null;
}

/** Why a part was refused, in the vendor's words; the entries say which values it is about. */
export async function logPartRefused(
  context: EngineContext,
  tx: Db,
  { link, mapping, intent, observation, partRefused = null }: PartlyRefused,
): Promise<void> {
  if (partRefused === null) return;
  const target = observation.ref.system;
  await writeLog(context, tx, {
    mapping,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    direction: directionTo(target),
    action: intent.operation,
    outcome: "rejected",
    linkId: link.id,
    intentId: intent.id,
    error: partRefused,
    message: `${SYSTEM_LABEL[target]} refused a part of it and took the rest: ${messageOf(partRefused)}.`,
  });
}
