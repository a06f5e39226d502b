/**
 * Salesforce records that somebody made after the org was read: the plan cannot know them. Before a record is made in
 * the org, those of its name are looked for among them, as namesakes in QuickBooks are looked for in the directory.
 * It costs no call while nobody made any, and the load did not have to wait.
 */
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { listBackfillChanges } from "@accord-sync/ledger/backfills.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { findSurveyRecord } from "@accord-sync/ledger/surveys.ts";
import { mappedScope, salesforceRef } from "../engine-context.ts";
import type { Drop, Looked } from "./apply-creates.ts";
import { surveyPart, type Work } from "./backfill-parts.ts";
import { addCalls } from "./send-rows.ts";

/** Both clocks may be off. */
const CLOCK_SLACK_MS = 300_000;

/** Records that one call looks at (`ManyRecords.readMany`). */
const LOOKED_AT_IN_A_CALL = 1_000;

/** Lets items drop out whose name an unlinked record has that was made since, unless a person approved them. */
export async function withoutNewNamesakes(
  work: Work,
  mapping: Mapping,
  looked: Looked,
): Promise<Result<Looked>> {
  const made = await listMadeSince(work, mapping);
  const isBehind = work.backfill.error !== null;
  if (made.length === 0 && !isBehind) return succeed(looked);
  const names = new Set<string>();
  if (made.length > 0) {
    const seen = await work.context.salesforce.many.readMany(mapping, made);
    if (!seen.ok) return seen;
    for (const sighting of seen.value.values()) {
      if (sighting.kind === "found") names.add(canonicalName(sighting.observation.name));
    }
  }
  const untold = isBehind ? await findMadeSince(work, mapping, looked) : succeed([]);
  if (!untold.ok) return untold;
  for (const { name } of untold.value) names.add(canonicalName(name));
  const fresh: Looked["fresh"][number][] = [];
  const drops: Drop[] = [...looked.drops];
  for (const each of looked.fresh) {
    const { item, source } = each;
    if (item.choice !== null || !names.has(canonicalName(source.name))) {
      fresh.push(each);
      continue;
    }
    const message = `Salesforce has a record of the name ${source.name} by now: link the two, or approve it.`;
    drops.push({ item, state: "waiting", message });
  }
  const asked = made.length + (isBehind ? looked.fresh.length : 0);
  const salesforce = Math.ceil(asked / LOOKED_AT_IN_A_CALL);
  return succeed({ fresh, drops, calls: addCalls(looked.calls, { salesforce }) });
}

/**
 * Where the load had to wait, the channels that tell of new records may have waited with it: they are asked for by
 * name, however long ago they were made.
 */
async function findMadeSince(
  { context, backfill }: Work,
  mapping: Mapping,
  { fresh }: Looked,
): Promise<Result<readonly Observation[]>> {
  const { db } = context.ledger;
  const part = await surveyPart(db, backfill, mapping, "salesforce");
  const names = fresh.filter(({ item }) => item.choice === null).map(({ source }) => source.name);
  if (names.length === 0) return succeed([]);
  const found = await context.salesforce.many.findNamed(mapping, [...new Set(names)], {
    createdFrom: isoSeconds(Date.parse(part.startedAt) - CLOCK_SLACK_MS),
    createdTo: isoSeconds(context.clock.now() + CLOCK_SLACK_MS),
  });
  if (!found.ok) return found;
  const free: Observation[] = [];
  for (const each of found.value) {
    const isRead = (await findSurveyRecord(db, part.id, each.ref.id)) !== null;
    const link = await findLinkByRef(db, mappedScope(context, mapping), each.ref);
    if (!isRead && link === null) free.push(each);
  }
  return succeed(free);
}

/** Ids of unlinked records that changed since the reading, and that it did not find. */
async function listMadeSince(
  { context, backfill }: Work,
  mapping: Mapping,
): Promise<readonly string[]> {
  const { db } = context.ledger;
  const changed = await listBackfillChanges(db, backfill.id, mapping.id);
  if (changed.length === 0) return [];
  const part = await surveyPart(db, backfill, mapping, "salesforce");
  const made: string[] = [];
  for (const id of changed) {
    if ((await findSurveyRecord(db, part.id, id)) !== null) continue;
    const ref = salesforceRef(mapping.salesforceType, id);
    if ((await findLinkByRef(db, mappedScope(context, mapping), ref)) === null) made.push(id);
  }
  return made;
}
