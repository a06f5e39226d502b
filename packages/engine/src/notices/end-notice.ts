/** The one way out of the inbox: a notice that ends is counted, and its run hears of it. */
import { findNotice, finishNotice, type Notice } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { addTally } from "@accord-sync/ledger/tally.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Finished } from "../reconcile/pass.ts";
import { wakeWaiters, waitNoMore } from "../references/wake-waiters.ts";
import { recordRunResult } from "../run-results.ts";

/**
 * Ends a notice as of the seq that was worked off. One that came meanwhile keeps the row alive and is
 * counted when that ends (I12); but a run that asked for this pass has its result now, since nothing
 * of what it asked for is left.
 */
export async function endNotice(
  context: EngineContext,
  tx: Db,
  notice: Notice,
  end: Finished,
): Promise<void> {
  const isOver = await finishNotice(tx, notice.id, notice.seq);
  if (end.isWaiting !== true) await waitNoMore(context, tx, notice);
  await wakeWaiters(context, tx, notice);
  if (isOver) {
    const { tenant, company, org } = context.scope;
    const account = notice.ref.system === "quickbooks" ? company : org;
    await addTally(tx, tenant, account, end.outcome, 1);
  }
  if (notice.runId === null) return;
  const left = isOver ? null : await findNotice(tx, notice.id);
  if (left?.runId !== notice.runId) await recordRunResult(context, tx, notice, end);
}
