import { findWaitingOfRun } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { listRunResults, type Run } from "@accord-sync/ledger/runs.ts";
import type { RunOutcome, RunView } from "../engine-api.ts";
import { errorView, readError } from "./error-view.ts";
import { salesforceView } from "./log-view.ts";
import { waitingFor } from "./waiting-for.ts";

/** The view of a run; `now` in milliseconds, for the remaining time at the pace so far. */
export async function runView(db: Db, run: Run, now: number): Promise<RunView> {
  const results = await listRunResults(db, run.id);
  const isRunning = run.state === "running";
  const waiting = isRunning
    ? (run.error ?? (await findWaitingOfRun(db, run.tenant, run.id)))
    : null;
  const elapsed = (now - Date.parse(run.startedAt)) / 1_000;
  const left = run.found - run.done;
  const pace = run.done === 0 ? null : elapsed / run.done;
  return {
    id: run.id,
    object: run.object,
    filter: run.filter,
    state: run.state,
    found: run.found,
    done: run.done,
    remainingSeconds: !isRunning ? 0 : pace === null ? null : Math.ceil(left * pace),
    waitingFor: waiting === null ? null : waitingFor(readError(waiting)),
    results: results.map((result) => ({
      quickbooksId: result.quickbooksId,
      name: result.name,
      outcome: result.outcome as RunOutcome,
      message: result.message,
      salesforce:
        result.salesforceRef === null ? null : salesforceView(result.salesforceRef, result.name),
    })),
    error:
      run.error === null || isRunning
        ? null
        : errorView(readError(run.error), run.finishedAt ?? run.startedAt, null),
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  };
}
