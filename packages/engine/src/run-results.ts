/** Results of Sync Now: one line per record, and the run's end when the last one is in. */
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type Notice, runsOf } from "@accord-sync/ledger/inbox.ts";
import { addRunResult, findRun, listRunResults, updateRun } from "@accord-sync/ledger/runs.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { type EngineContext, mappingById, nowIso } from "./engine-context.ts";
import { readKnown } from "./notices/notice-known.ts";
import type { Finished } from "./reconcile/pass.ts";

/** Gives each run that asked for the record its result. */
export async function recordRunResult(
  context: EngineContext,
  tx: Db,
  notice: Notice,
  end: Finished,
): Promise<void> {
  for (const runId of runsOf(notice.runId)) await recordOne(context, tx, { notice, end, runId });
}

interface Ending {
  readonly notice: Notice;
  readonly end: Finished;
  readonly runId: string;
}

async function recordOne(
  context: EngineContext,
  tx: Db,
  { notice, end, runId }: Ending,
): Promise<void> {
  const known = readKnown(notice.known);
  const name =
    known?.kind === "sighting" && known.sighting.kind === "found"
      ? known.sighting.observation.name
      : `${mappingById(context, notice.mapping).quickbooksType} ${notice.ref.id}`;
  await addRunResult(tx, runId, {
    quickbooksId: notice.ref.id,
    name,
    outcome: end.result,
    message: end.message,
    salesforceRef: end.salesforceRef,
  });
  const run = must(await findRun(tx, runId), "a notice names a run that is there");
  const done = (await listRunResults(tx, runId)).length;
  const isLast = run.page === null && done >= run.found;
  await updateRun(tx, runId, {
    done,
    ...(isLast ? { state: "done", finishedAt: nowIso(context) } : {}),
  });
}
