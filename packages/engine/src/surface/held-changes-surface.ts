/** Surface: changes that the guard holds, and what a person decides about them. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { SYSTEM_LABEL, otherSystem } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  type ChangeHold,
  countHeldChanges,
  decideHold,
  findHold,
  type HeldChange,
  listHeldChanges,
  listHoldsUnderWay,
} from "@accord-sync/ledger/held-changes.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLink } from "@accord-sync/ledger/links.ts";
import type {
  HeldChangesApi,
  HeldChangesView,
  HeldRecordsQuery,
  HeldRecordView,
  HoldDecision,
} from "../held-changes-api.ts";
import { type EngineContext, mappingById, nowIso } from "../engine-context.ts";
import { wakeHeld } from "../guard/take-up-holds.ts";
import { holdText, holdTitle, tellEnd } from "../guard/tell-hold.ts";

/** Records of which fields and people are counted, and records shown with them. */
const COUNTED = 500;
const EXAMPLES = 5;

const STATE = { release: "released", aside: "aside", undo: "undone" } as const;

export function createHeldChangesApi(context: EngineContext): HeldChangesApi {
  return {
    listHeldChanges: () => listHolds(context),
    listHeldRecords: (id, query) => listRecords(context, id, query),
    decideHeldChanges: (id, decision, actor) => decide(context, { id, decision, actor }),
  };
}

async function listHolds(context: EngineContext): Promise<readonly HeldChangesView[]> {
  const { db } = context.ledger;
  const holds = await listHoldsUnderWay(db, context.scope.tenant);
  const open = holds.filter(({ state }) => state === "open");
  return Promise.all(open.map((hold) => holdView(context, db, hold)));
}

async function holdView(
  context: EngineContext,
  db: Db,
  hold: ChangeHold,
): Promise<HeldChangesView> {
  const mapping = mappingById(context, hold.mapping);
  const changes = await listHeldChanges(db, hold.id, { after: null, limit: COUNTED });
  return {
    id: hold.id,
    mapping: hold.mapping,
    system: hold.system,
    kind: hold.kind,
    since: hold.since,
    heldSince: hold.openedAt,
    written: hold.written,
    records: await countHeldChanges(db, hold.id),
    fields: tally(changes, ({ label }) => label).map(([label, records]) => ({ label, records })),
    people: tally(changes, ({ by }) => by).map(([name, records]) => ({ name, records })),
    examples: await recordViews(db, changes.slice(0, EXAMPLES)),
    title: holdTitle(mapping, hold),
    message: holdText(mapping, hold),
  };
}

type Field = HeldChange["fields"][number];

/** In how many records each name stands, the most frequent first. */
function tally(
  changes: readonly HeldChange[],
  nameOf: (field: Field) => string | null,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { fields } of changes) {
    for (const name of new Set(fields.map(nameOf))) {
      if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

async function recordViews(
  db: Db,
  changes: readonly HeldChange[],
): Promise<readonly HeldRecordView[]> {
  const views: HeldRecordView[] = [];
  for (const { linkId, fields } of changes) {
    const link = await findLink(db, linkId);
    if (link === null) continue;
    const { salesforceRef, quickbooksRef, name } = link;
    views.push({
      name,
      salesforce: { type: salesforceRef.type, id: salesforceRef.id },
      quickbooks: { type: quickbooksRef.type, id: quickbooksRef.id },
      values: fields.map(({ name: field, ...value }) => ({ field, ...value })),
    });
  }
  return views;
}

const over = () => fail(operationalError("HELD_CHANGES_OVER"));

async function listRecords(
  context: EngineContext,
  id: string,
  { after = null, limit }: HeldRecordsQuery,
): ReturnType<HeldChangesApi["listHeldRecords"]> {
  const { db } = context.ledger;
  const hold = await findHold(db, id);
  if (hold?.state !== "open") return over();
  const changes = await listHeldChanges(db, id, { after, limit: limit + 1 });
  const shown = changes.slice(0, limit);
  const next = changes.length > limit ? (shown.at(-1)?.linkId ?? null) : null;
  return succeed({ records: await recordViews(db, shown), next });
}

interface Order {
  readonly id: string;
  readonly decision: HoldDecision;
  readonly actor: string;
}

async function decide(
  context: EngineContext,
  { id, decision, actor }: Order,
): Promise<Result<{ readonly decided: number }>> {
  const { ledger, changeGuard } = context;
  const decided = await ledger.transaction(async (tx) => {
    const hold = await findHold(tx, id);
    if (hold === null) return null;
    const change = { state: STATE[decision], by: actor, at: nowIso(context) };
    if (!(await decideHold(tx, id, change))) return null;
    const records = await countHeldChanges(tx, id);
    await tellEnd(context, tx, hold, { actor, message: endText(hold, decision, records) });
    changeGuard.forget();
    // What is let through was looked at, and counts no more; what comes from now on is counted anew.
    changeGuard.startAnew(hold);
    return { hold: { ...hold, state: change.state, decidedBy: actor }, records };
  });
  if (decided === null) return over();
  await wakeHeld(context, decided.hold);
  context.wake();
  return succeed({ decided: decided.records });
}

function endText({ system }: ChangeHold, decision: HoldDecision, count: number): string {
  const here = SYSTEM_LABEL[system];
  const there = SYSTEM_LABEL[otherSystem(system)];
  const records = `${count} ${count === 1 ? "record" : "records"} changed in ${here}`;
  if (decision === "release") return `Let through: ${records} are written to ${there}.`;
  if (decision === "undo") return `Turned back: ${records} get the values of ${there} again.`;
  return `Turned aside: ${records} stay as they are on both sides, each with a decision of its own.`;
}
