/** Starts and ends runs of Sync Integrity; the work itself is `integrity-keeper.ts`'s. */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { countDirectory } from "@accord-sync/ledger/directory.ts";
import {
  ACTIVE_STATES,
  findIntegrityRun,
  forgetIntegrityRuns,
  insertIntegrityRun,
  type IntegrityRun,
  listIntegrityRuns,
  moveIntegrityRun,
} from "@accord-sync/ledger/integrity-runs.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { countLinks } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappingById, nowIso } from "../engine-context.ts";
import { openSurvey } from "../survey/survey.ts";
import { BEGINNING, readTotals, totalsOf } from "./run-place.ts";

/** Ended runs that are kept, with what they found. */
const RUNS_KEPT = 20;

export interface RunOrder {
  readonly mappings: readonly Mapping[];
  readonly repair: boolean;
  readonly actor: string;
  readonly why: IntegrityRun["why"];
  readonly reason: string | null;
}

/** The mappings of these QuickBooks objects; all of them where none is named. */
export function mappingsOf(
  context: EngineContext,
  objects: readonly string[],
): Result<readonly Mapping[]> {
  const wanted = objects.length === 0 ? context.mappings.map(objectOf) : objects;
  const known = new Set(context.mappings.map(objectOf));
  const unknown = wanted.find((object) => !known.has(object));
  if (unknown !== undefined) {
    const mapped = [...known].join(", ");
    return fail(operationalError("OBJECT_NOT_MAPPED", { type: `QuickBooks ${unknown}`, mapped }));
  }
  return succeed(context.mappings.filter((mapping) => wanted.includes(objectOf(mapping))));
}

const objectOf = (mapping: Mapping): string => mapping.quickbooksType;

/** Records a run in the caller's transaction; it is worked off when those before it are through. */
export async function insertRun(context: EngineContext, tx: Db, order: RunOrder): Promise<string> {
  const id = context.random.id("integrity run");
  const { tenant } = context.scope;
  await forgetIntegrityRuns(tx, tenant, RUNS_KEPT);
  const survey = await openSurvey(context, tx, {
    purpose: "integrity",
    owner: id,
    parts: order.mappings.flatMap((mapping) => [
      // Salesforce's job works by itself meanwhile, but each part is read before the next begins.
      { mapping, system: "quickbooks" as const, hasKeys: true },
      { mapping, system: "salesforce" as const, hasKeys: true },
    ]),
  });
  await insertIntegrityRun(tx, {
    ...context.scope,
    id,
    state: "reading",
    why: order.why,
    reason: order.reason,
    mappings: order.mappings.map((mapping) => mapping.id),
    repair: order.repair,
    actor: order.actor,
    survey,
    place: JSON.stringify(BEGINNING),
    expected: await expectedRecords(context, tx, order.mappings),
    metered: 0,
    totals: "{}",
    error: null,
    startedAt: nowIso(context),
    readAt: null,
    finishedAt: null,
  });
  return id;
}

/** By the directory, and by what the last run found in Salesforce; a first one expects as many there. */
async function expectedRecords(
  context: EngineContext,
  tx: Db,
  mappings: readonly Mapping[],
): Promise<number> {
  const { tenant, company } = context.scope;
  const before = (await listIntegrityRuns(tx, tenant, RUNS_KEPT)).find(
    ({ state }) => state === "done",
  );
  const linked = await countLinks(tx, tenant);
  let expected = 0;
  for (const mapping of mappings) {
    const listed = await countDirectory(tx, tenant, company, mapping.quickbooksType);
    const last = before === undefined ? 0 : totalsOf(readTotals(before), mapping.id).salesforce;
    expected += listed + (last > 0 ? last : Math.max(listed, linked));
  }
  return expected;
}

export async function startIntegrity(
  context: EngineContext,
  order: { readonly objects: readonly string[]; readonly repair: boolean; readonly actor: string },
): Promise<Result<string>> {
  const mappings = mappingsOf(context, order.objects);
  if (!mappings.ok) return mappings;
  const { repair, actor } = order;
  const id = await context.ledger.transaction((tx) =>
    insertRun(context, tx, {
      mappings: mappings.value,
      repair,
      actor,
      why: "person",
      reason: null,
    }),
  );
  return succeed(id);
}

/** Ends a run where it is. What it read is forgotten by the keeper, which may be storing a page just now. */
export async function cancelIntegrity(
  context: EngineContext,
  id: string,
): Promise<Result<IntegrityRun>> {
  const { tenant } = context.scope;
  return context.ledger.transaction(async (tx): Promise<Result<IntegrityRun>> => {
    const run = await findIntegrityRun(tx, tenant, id);
    if (run === null) return fail(unknownRun(id));
    await moveIntegrityRun(tx, id, ACTIVE_STATES, {
      state: "cancelled",
      error: null,
      finishedAt: nowIso(context),
    });
    return succeed((await findIntegrityRun(tx, tenant, id)) ?? run);
  });
}

export function unknownRun(id: string): OperationalError {
  return operationalError("INTEGRITY_RUN_UNKNOWN", { id });
}

/** The mappings that a run compares; one that is configured no more is left out. */
export function mappingsOfRun(context: EngineContext, run: IntegrityRun): readonly Mapping[] {
  return run.mappings
    .filter((id) => context.mappings.some((mapping) => mapping.id === id))
    .map((id) => mappingById(context, id));
}
