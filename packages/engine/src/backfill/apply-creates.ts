/**
 * New records, a page at a time: in Salesforce up to 10,000 by requests of a thousand or by a job, in QuickBooks ten
 * free writes at once.
 *
 * In the lanes of the page's records, in this order: no create of anybody is open that may have made one of them;
 * none of them is linked or kept apart; each that changed since it was read is looked at again. Then the intents
 * and the page are committed, the calls made, and the receipts committed.
 */
import { messageOf, type OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import { type Mapping, typeIn } from "@accord-sync/core/mapping/mapping.ts";
import { neededToCreate, planCreate } from "@accord-sync/core/plan/plan-writes.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import {
  otherSystem,
  type RecordRef,
  refKey,
  type SystemName,
} from "@accord-sync/core/records/record-ref.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type BackfillItem, changeItem, readItem } from "@accord-sync/ledger/backfill-items.ts";
import { type CallSum, type PageUnderWay, updateBackfill } from "@accord-sync/ledger/backfills.ts";
import {
  hasOpenCreate,
  insertIntent,
  type Intent,
  listOpenIntents,
} from "@accord-sync/ledger/intents.ts";
import { isInDoubt } from "@accord-sync/ledger/create-candidates.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { replaceSurveyRecord } from "@accord-sync/ledger/surveys.ts";
import { directoryMatches } from "../directory-keeper.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  remoteOf,
} from "../engine-context.ts";
import { recordUnreadable, unreadableError } from "../notices/record-unreadable.ts";
import { loadReferences } from "../references/load-references.ts";
import { settleAll } from "../writer/settle-all.ts";
import { writePlan } from "../writer/intent-plan.ts";
import {
  COMMIT_ROWS,
  IN_DOUBT,
  quickbooksRefOf,
  salesforceRefOf,
  surveyPart,
  type Work,
} from "./backfill-parts.ts";
import { withoutNewNamesakes } from "./made-since.ts";
import { commitPage } from "./page-outcome.ts";
import { addCalls, inParts, sendRows, type SentRow } from "./send-rows.ts";

/** How a page went. */
export type PageEnd =
  | { readonly kind: "applied" }
  /** Nothing was done: again after so many milliseconds. */
  | { readonly kind: "later"; readonly ms: number }
  /** Again by the disposition of the error; what was done is recorded. */
  | { readonly kind: "stopped"; readonly error: OperationalError };

/** While a create is open whose result may be one of the page's records; milliseconds. */
export const CREATE_IN_FLIGHT_MS = 300;
/** Both clocks may be off, and QuickBooks' times are whole seconds. */
const CLOCK_SLACK_MS = 300_000;

/** A change of an item that drops out of its page. */
export interface Drop {
  readonly item: BackfillItem;
  readonly state: "skipped" | "waiting";
  readonly message: string;
}

export interface Looked {
  readonly fresh: readonly { readonly item: BackfillItem; readonly source: Observation }[];
  readonly drops: readonly Drop[];
  readonly calls: Partial<CallSum>;
}

export async function applyCreates(
  work: Work,
  target: SystemName,
  items: readonly BackfillItem[],
): Promise<PageEnd> {
  const { context } = work;
  const [first] = items;
  if (first === undefined) return { kind: "applied" };
  const mapping = mappingById(context, first.mapping);
  const source = otherSystem(target);
  const refOf = source === "salesforce" ? salesforceRefOf : quickbooksRefOf;
  const refs = items.map((item) => refOf(context, item));
  return context.lanes.run(refs, async (): Promise<PageEnd> => {
    if (await mayBeInFlight(context, mapping, source)) {
      return { kind: "later", ms: CREATE_IN_FLIGHT_MS };
    }
    const doubt = await settleDoubts(context, refs);
    if (doubt !== null) return { kind: "stopped", error: doubt };
    const looked = await look(work, mapping, source, items);
    if (!looked.ok) return { kind: "stopped", error: looked.error };
    const free =
      target === "salesforce" ? await withoutNewNamesakes(work, mapping, looked.value) : looked;
    if (!free.ok) return { kind: "stopped", error: free.error };
    return sendPage(work, mapping, target, free.value);
  });
}

/** Whether an open create aimed at this system may have made one of its records. */
export function mayBeInFlight(
  context: EngineContext,
  mapping: Mapping,
  system: SystemName,
): Promise<boolean> {
  const { accountId } = remoteOf(context, system);
  const { tenant } = context.scope;
  return hasOpenCreate(context.ledger.db, tenant, accountId, system, typeIn(mapping, system));
}

/**
 * Before anything else happens to a record, what is doubtful about it is settled: a Send of it may have been
 * carried out, or its mark written. Null when nothing is left in doubt.
 */
export async function settleDoubts(
  context: EngineContext,
  refs: readonly RecordRef[],
): Promise<OperationalError | null> {
  const open = await listOpenIntents(context.ledger.db, context.scope.tenant);
  if (open.length === 0) return null;
  const doubted = new Set(
    open.flatMap(({ source, ref }) =>
      [source, ref].flatMap((each) => (each ? [refKey(each)] : [])),
    ),
  );
  return settleAll(
    context,
    refs.filter((ref) => doubted.has(refKey(ref))),
  );
}

/** What the page's records are by now, and which of them drop out. */
export async function look(
  { context, backfill, request }: Work,
  mapping: Mapping,
  system: SystemName,
  items: readonly BackfillItem[],
): Promise<Result<Looked>> {
  const { db } = context.ledger;
  const scope = mappedScope(context, mapping);
  const part = await surveyPart(db, backfill, mapping, system);
  const type = mapping.quickbooksType;
  const refOf = system === "salesforce" ? salesforceRefOf : quickbooksRefOf;
  const drops: Drop[] = [];
  const fresh: { item: BackfillItem; source: Observation }[] = [];
  const changed: BackfillItem[] = [];
  /** By item: the record's name when it was read, which is not the item's where that is the other system's. */
  const names = new Map<string, string>();
  for (const item of items) {
    const ref = refOf(context, item);
    if ((await findLinkByRef(db, scope, ref)) !== null) {
      drops.push({ item, state: "skipped", message: "Linked meanwhile." });
    } else if (await isKeptApart(db, scope, ref)) {
      drops.push({
        item,
        state: "skipped",
        message: "Unlinked by a person, and kept apart since.",
      });
    } else if (await isInDoubt(db, scope, ref)) {
      drops.push({ item, state: "skipped", message: IN_DOUBT });
    } else {
      const read = await readItem(db, item, { part: part.id, system, type });
      names.set(item.id, read?.observation.name ?? item.name);
      if (read === null || read.isChanged) changed.push(item);
      else fresh.push({ item, source: read.observation });
    }
  }
  const seen = await lookAgain(context, mapping, system, changed);
  if (!seen.ok) return seen;
  for (const item of changed) {
    const sighting = seen.value.sightings.get(item.id);
    if (sighting === undefined) {
      const error = await tellUnreadable(context, refOf(context, item));
      drops.push({ item, state: "skipped", message: `${messageOf(error)}.` });
      continue;
    }
    if (sighting.kind !== "found") {
      drops.push({ item, state: "skipped", message: "Deleted since it was read." });
      continue;
    }
    const { observation } = sighting;
    await context.ledger.transaction((tx) =>
      replaceSurveyRecord(tx, part, { observation, keys: [] }),
    );
    const isRenamed =
      canonicalName(observation.name) !== canonicalName(names.get(item.id) ?? item.name);
    if (!observation.isActive && !request.includeInactive) {
      drops.push({ item, state: "skipped", message: "Inactive since it was read." });
    } else if (isRenamed && item.choice === null) {
      const message = `Renamed to ${observation.name} since it was read: it may match another record.`;
      drops.push({ item, state: "waiting", message });
    } else {
      fresh.push({ item, source: observation });
    }
  }
  return succeed({ fresh, drops, calls: seen.value.calls });
}

async function tellUnreadable(context: EngineContext, ref: RecordRef): Promise<OperationalError> {
  await context.ledger.transaction((tx) => recordUnreadable(context, tx, ref, "listed"));
  context.wake();
  return unreadableError(ref);
}

/**
 * By item; one that cannot be read is not among them. One request for many of Salesforce; one read each of
 * QuickBooks, of which there are few.
 */
async function lookAgain(
  context: EngineContext,
  mapping: Mapping,
  system: SystemName,
  items: readonly BackfillItem[],
): Promise<Result<{ sightings: ReadonlyMap<string, Sighting>; calls: Partial<CallSum> }>> {
  const sightings = new Map<string, Sighting>();
  if (items.length === 0) return succeed({ sightings, calls: {} });
  if (system === "salesforce") {
    const ids = items.map((item) => item.salesforceId ?? "");
    const seen = await context.salesforce.many.readMany(mapping, ids);
    if (!seen.ok) return seen;
    for (const [index, item] of items.entries()) {
      const sighting = seen.value.get(ids[index] ?? "");
      if (sighting !== undefined) sightings.set(item.id, sighting);
    }
    return succeed({ sightings, calls: { salesforce: 1 } });
  }
  for (const item of items) {
    const seen = await context.quickbooks.observe(mapping, item.quickbooksId ?? "");
    if (seen.ok) sightings.set(item.id, seen.value);
    else if (seen.error.code !== "RECORD_UNREADABLE") return seen;
  }
  return succeed({ sightings, calls: { metered: items.length } });
}

async function sendPage(
  work: Work,
  mapping: Mapping,
  target: SystemName,
  looked: Looked,
): Promise<PageEnd> {
  const { context } = work;
  const drops = [...looked.drops];
  const rows: SentRow[] = [];
  const settings = await context.createSettings();
  for (const { item, source } of looked.fresh) {
    const namesake = target === "quickbooks" && item.choice === null;
    if (namesake && (await isNameTaken(context, mapping, source.name))) {
      const message = `QuickBooks has a record of the name ${source.name} by now: link the two, or approve it.`;
      drops.push({ item, state: "waiting", message });
      continue;
    }
    const held = [{ system: source.ref.system, image: source.image }];
    const references = await loadReferences(context, context.ledger.db, mapping, held);
    if (neededToCreate({ mapping, target, source: source.image, references }).length > 0) {
      const message = "It names a record that is not linked yet: bring that one in, then approve.";
      drops.push({ item, state: "waiting", message });
      continue;
    }
    const mark = target === "salesforce" ? linkMark(context.scope.company, source.ref) : null;
    const planned = planCreate({
      mapping,
      target,
      source: source.image,
      settings,
      linkMark: mark,
      references,
    });
    if (!planned.ok) {
      const message = "No income account is chosen: choose it in the set-up, then approve.";
      drops.push({ item, state: "waiting", message });
      continue;
    }
    const intent = intentOf(work, { mapping, target, item, source, write: planned.value });
    rows.push({ row: { item, intent }, write: planned.value });
  }
  await commitDrops(work, drops);
  if (rows.length === 0) return { kind: "applied" };
  const page = await commitIntents(work, { kind: "create", target, mapping: mapping.id }, rows);
  const sent = await sendRows(work, page, rows);
  const calls = addCalls(looked.calls, sent.calls);
  const error = await commitPage(work, sent.page, sent.rows, calls);
  return error === null ? { kind: "applied" } : { kind: "stopped", error };
}

async function commitDrops({ context }: Work, drops: readonly Drop[]): Promise<void> {
  await context.ledger.transaction(async (tx) => {
    for (const { item, state, message } of drops) await changeItem(tx, item.id, { state, message });
  });
}

/** A death between two parts leaves a shorter page under way, of which nothing was sent. */
async function commitIntents(
  { context, backfill }: Work,
  page: Omit<PageUnderWay, "rows">,
  rows: readonly SentRow[],
): Promise<PageUnderWay> {
  const named: PageUnderWay["rows"][number][] = [];
  for (const part of inParts(rows, COMMIT_ROWS)) {
    named.push(...part.map(({ row }) => ({ item: row.item.id, intent: row.intent.id })));
    await context.ledger.transaction(async (tx) => {
      for (const { row } of part) await insertIntent(tx, row.intent);
      await updateBackfill(tx, backfill.id, { underWay: { ...page, rows: named } });
    });
    if (named.length < rows.length) await context.clock.sleep(0);
  }
  return { ...page, rows: named };
}

async function isNameTaken(
  context: EngineContext,
  mapping: Mapping,
  name: string,
): Promise<boolean> {
  const found = await directoryMatches(context, context.ledger.db, mapping, name);
  return found.some(({ isActive }) => isActive);
}

interface Creating {
  readonly mapping: Mapping;
  readonly target: SystemName;
  readonly item: BackfillItem;
  readonly source: Observation;
  readonly write: PlannedWrite;
}

function intentOf(
  { context, request }: Work,
  { mapping, target, source, write }: Creating,
): Intent {
  const id = context.random.id("intent");
  const at = nowIso(context);
  const now = context.clock.now();
  const mark = write.linkMark ?? null;
  const window =
    target === "salesforce"
      ? { createdFrom: source.createdAt, createdTo: source.createdAt }
      : {
          createdFrom: isoSeconds(now - CLOCK_SLACK_MS),
          createdTo: isoSeconds(now + context.pacing.requestIdTrustMs + CLOCK_SLACK_MS),
        };
  return {
    ...mappedScope(context, mapping),
    id,
    linkId: null,
    operation: "create",
    target,
    type: typeIn(mapping, target),
    source: source.ref,
    ref: null,
    payload: JSON.stringify(remoteOf(context, target).encode(write, id)),
    fingerprint: JSON.stringify({
      type: typeIn(mapping, target),
      name: source.name,
      ...window,
      linkMark: mark,
    }),
    plan: writePlan({
      kind: "create",
      actor: request.actor,
      wish: null,
      source,
      sent: write.patch,
    }),
    state: "inFlight",
    createdAt: at,
    sentAt: at,
    attempts: 1,
    receipt: null,
    settledAt: null,
  };
}
