/** Surface: the log, and the runs of Sync Now. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { listLog } from "@accord-sync/ledger/log-entries.ts";
import { findRun, listRuns } from "@accord-sync/ledger/runs.ts";
import type { EngineApi, LogQuery, RunView } from "../engine-api.ts";
import type { EngineContext } from "../engine-context.ts";
import { logEntryViews } from "../views/log-view.ts";
import { runView } from "../views/run-view.ts";

const RUNS_SHOWN = 20;

export async function readLog(
  context: EngineContext,
  { filter, from, to, before, limit }: LogQuery,
): ReturnType<EngineApi["log"]> {
  const entries = await listLog(context.ledger.db, context.scope.tenant, {
    only: filter,
    limit: limit + 1,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(before === undefined ? {} : { before }),
  });
  const shown = entries.slice(0, limit);
  const next = entries.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { entries: await logEntryViews(context.ledger.db, shown), next };
}

export async function viewRun(context: EngineContext, id: string): Promise<Result<RunView>> {
  const run = await findRun(context.ledger.db, id);
  if (run === null) return fail(operationalError("RUN_UNKNOWN", { id }));
  return succeed(await runView(context.ledger.db, run, context.clock.now()));
}

export async function viewRuns(context: EngineContext): Promise<readonly RunView[]> {
  const runs = await listRuns(context.ledger.db, context.scope.tenant, RUNS_SHOWN);
  return Promise.all(runs.map((run) => runView(context.ledger.db, run, context.clock.now())));
}
