/**
 * Commits the step aside of a record that exchanges its name with others. Nothing is settled by it: the base of
 * Salesforce is emptied, so that whatever name stands there goes over to QuickBooks next, and an edit of the
 * temporary name by a person is an edit like any other.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { closeEntry, listOpenEntries } from "@accord-sync/ledger/entries.ts";
import type { Intent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { type EngineContext, nowIso } from "../engine-context.ts";
import { directionTo, writeLog } from "../journal.ts";
import { loadLinkState, saveSide, withBase, withObservation } from "../link-state.ts";
import type { UpdatePlan } from "./intent-plan.ts";
import { linkBehind } from "./link-behind.ts";

export interface Stepped {
  readonly intent: Intent;
  readonly observation: Observation;
  readonly mapping: Mapping;
  readonly plan: UpdatePlan;
}

export async function commitStep(
  context: EngineContext,
  tx: Db,
  { intent, observation, mapping, plan }: Stepped,
): Promise<Link | null> {
  const link = await linkBehind(tx, intent, plan.revision);
  if (link === null) return null;
  const { salesforce, quickbooks } = await loadLinkState(tx, link);
  const emptied: Record<string, FieldValue> = {};
  const given: Record<string, FieldValue> = {};
  for (const { name } of plan.fields) {
    const rule = must(
      mapping.fields.find((each) => each.name === name),
      `the step names ${name}, which is not mapped`,
    );
    emptied[pathIn(rule, "salesforce")] = null;
    given[pathIn(rule, "quickbooks")] = observation.image[pathIn(rule, "quickbooks")] ?? null;
  }
  await saveSide(tx, mapping, link.id, withBase(salesforce, emptied));
  const seen = withObservation(mapping, quickbooks, observation, "ourWrite");
  await saveSide(tx, mapping, link.id, withBase(seen, given));
  await closeDecided(context, tx, link, plan);
  await writeLog(context, tx, {
    mapping,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    direction: directionTo("quickbooks"),
    action: "update",
    outcome: "applied",
    actor: plan.actor,
    linkId: link.id,
    intentId: intent.id,
    message: `Gave it a name for a moment in QuickBooks, which takes no name twice: ${textOf(plan)} exchange their names. Its own name follows.`,
    changes: plan.fields.map(({ name, label, before, after }) => ({
      field: name,
      label,
      before,
      after,
    })),
  });
  return link;
}

/**
 * A name that a person decided about is on its way from here on: left open, its entry would ask about the
 * temporary name, and the record would keep that.
 */
async function closeDecided(
  context: EngineContext,
  tx: Db,
  link: Link,
  { fields }: UpdatePlan,
): Promise<void> {
  for (const { id, field, keep } of await listOpenEntries(tx, link.id)) {
    const isStepped = fields.some(({ name }) => name === field);
    if (isStepped && keep !== null) await closeEntry(tx, id, "decided", nowIso(context));
  }
}

function textOf({ stepAside = [] }: UpdatePlan): string {
  return `${stepAside.slice(0, -1).join(", ")} and ${stepAside.at(-1) ?? ""}`;
}
