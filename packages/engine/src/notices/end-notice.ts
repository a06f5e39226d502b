/** The one way out of the inbox: a notice that ends is counted, and its run hears of it. */
import { finishNotice, type Notice } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { addTally } from "@accord-sync/ledger/tally.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Finished } from "../reconcile/pass.ts";
import { recordRunResult } from "../run-results.ts";

/**
 * Ends a notice as of the seq that was worked off. One that came meanwhile keeps the row alive: then
 * nothing ended, and the pass that follows counts and reports for both (I12).
 */
export async function endNotice(
  context: EngineContext,
  tx: Db,
  notice: Notice,
  end: Finished,
): Promise<void> {
  if (!(await finishNotice(tx, notice.id, notice.seq))) return;
  const { tenant, company, org } = context.scope;
  const account = notice.ref.system === "quickbooks" ? company : org;
  await addTally(tx, tenant, account, end.outcome, 1);
  if (notice.runId !== null) await recordRunResult(context, tx, notice, end);
}
