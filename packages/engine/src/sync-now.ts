/**
 * Sync Now: selects records by a filter and puts each into the inbox, page by page. The page and the
 * place it came to are durable together; a run goes on after a crash.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import {
  dispositionOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { isSameRef, type RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { listKeptApartSince } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import {
  findRun,
  insertRun,
  listRunningRuns,
  type Run,
  updateRun,
} from "@accord-sync/ledger/runs.ts";
import {
  type EngineContext,
  mappedScope,
  mappingForType,
  nowIso,
  quickbooksRef,
} from "./engine-context.ts";
import { recordNotice } from "./notices/record-notice.ts";

/** The place of a run that has not asked for its first page. */
const FIRST_PAGE = "first";
const NEXT_PAGE = "next:";

export async function startRun(
  context: EngineContext,
  object: string,
  filter: string,
  actor: string,
): Promise<Result<string>> {
  if (mappingForType(context, "quickbooks", object) === null) {
    return fail(notMapped(context, object));
  }
  const id = context.random.id("run");
  await context.ledger.transaction((tx) =>
    insertRun(tx, {
      ...context.scope,
      id,
      object,
      filter,
      state: "running",
      page: FIRST_PAGE,
      found: 0,
      done: 0,
      error: null,
      actor,
      startedAt: nowIso(context),
      finishedAt: null,
    }),
  );
  return succeed(id);
}

function notMapped(context: EngineContext, type: string): OperationalError {
  const mapped = context.mappings.map((mapping) => mapping.quickbooksType).join(", ");
  return operationalError("OBJECT_NOT_MAPPED", { type, mapped });
}

/** Selects for every run that is not through; answers with the error that stopped it, or null. */
export async function selectForRuns(context: EngineContext): Promise<OperationalError | null> {
  for (const run of await listRunningRuns(context.ledger.db, context.scope.tenant)) {
    const error = await selectPages(context, run);
    if (error !== null) return error;
  }
  return null;
}

async function selectPages(context: EngineContext, run: Run): Promise<OperationalError | null> {
  const mapping = mappingForType(context, "quickbooks", run.object);
  if (mapping === null) return endRun(context, run, notMapped(context, run.object));
  let { page, found } = run;
  while (page !== null) {
    const from = page === FIRST_PAGE ? null : page.slice(NEXT_PAGE.length);
    const selected = await context.quickbooks.select(mapping, run.filter, from);
    if (!selected.ok) {
      const { error } = selected;
      if (dispositionOf(error) === "park") return endRun(context, run, error);
      // Shown as what the run waits for.
      await context.ledger.transaction((tx) =>
        updateRun(tx, run.id, { error: JSON.stringify(error) }),
      );
      return error;
    }
    const { items, next, unreadable = [] } = selected.value;
    // Its own pass looks at it, and says in the run's results why it could not come.
    const apart = unreadable.map(({ type, id }) => quickbooksRef(type, id));
    page = next === null ? null : NEXT_PAGE + next;
    found += items.length + apart.length;
    const change = { page, found, error: null };
    await context.ledger.transaction(async (tx) => {
      // What a person unlinked after the run was started stays apart: the later word counts.
      const scope = mappedScope(context, mapping);
      const since = await listKeptApartSince(tx, scope, run.startedAt);
      const isLifted = (ref: RecordRef) => !since.some((each) => isSameRef(each, ref));
      for (const observation of items) {
        await recordNotice(context, tx, {
          mapping,
          ref: observation.ref,
          source: "run",
          actor: run.actor,
          runId: run.id,
          known: { kind: "sighting", sighting: { kind: "found", observation } },
          lift: isLifted(observation.ref),
        });
      }
      for (const ref of apart) {
        await recordNotice(context, tx, {
          mapping,
          ref,
          source: "run",
          actor: run.actor,
          runId: run.id,
          lift: isLifted(ref),
        });
      }
      await updateRun(tx, run.id, change);
      if (page === null) await endWhenDone(context, tx, run.id);
    });
    context.wake();
  }
  return null;
}

/** The last page may hold nothing, and come after all that the run found was dealt with: no result ends it then. */
async function endWhenDone(context: EngineContext, tx: Db, runId: string): Promise<void> {
  const { done, found } = must(await findRun(tx, runId), "a run stays where it is recorded");
  if (done < found) return;
  await updateRun(tx, runId, { state: "done", finishedAt: nowIso(context) });
}

async function endRun(context: EngineContext, run: Run, error: OperationalError): Promise<null> {
  await context.ledger.transaction((tx) =>
    updateRun(tx, run.id, {
      state: "failed",
      page: null,
      error: JSON.stringify(error),
      finishedAt: nowIso(context),
    }),
  );
  return null;
}
