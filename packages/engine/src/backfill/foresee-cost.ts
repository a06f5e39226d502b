/** What applying a plan takes: calls, as the vendors count them, and time. */
import { countItems, type ItemCount } from "@accord-sync/ledger/backfill-items.ts";
import type { Backfill, CallSum } from "@accord-sync/ledger/backfills.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { PlanBackfillRequest } from "../backfill-api.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import { MARK_ROWS, PAGE_ROWS, readRequest } from "./backfill-parts.ts";

/** QuickBooks' limit on calls of a minute (Q-LIMITS). */
const QUICKBOOKS_PER_MINUTE = 500;
/** What a request with some hundred rows takes Salesforce; an estimate, for a person. */
const SECONDS_PER_REQUEST = 3;

export interface Cost {
  readonly calls: CallSum;
  readonly minutes: number;
}

/**
 * Of what is planned, a question that a person answered included; what waits for a person is not in it. The steps go
 * one after the other, and so does their time.
 */
export function foreseeCost(
  context: EngineContext,
  request: PlanBackfillRequest,
  counts: readonly ItemCount[],
): Cost {
  let free = 0;
  let salesforce = 0;
  for (const { mapping: id } of request.objects) {
    const mapping = mappingById(context, id);
    const count = (isMeant: (each: ItemCount) => boolean): number =>
      counts
        .filter((each) => each.mapping === id && each.state === "planned" && isMeant(each))
        .reduce((sum, each) => sum + each.count, 0);
    const made = count(({ target }) => target === "salesforce");
    const sent = count(({ target }) => target === "quickbooks");
    const links = count(({ action, target }) => target === null && action !== "update");
    const unmarked = counts
      .filter((each) => each.mapping === id && each.state === "unmarked")
      .reduce((sum, each) => sum + each.count, 0);
    for (let left = made; left > 0; left -= PAGE_ROWS.createInSalesforce) {
      const page = Math.min(left, PAGE_ROWS.createInSalesforce);
      salesforce += context.salesforce.many.choose(mapping, page).calls;
    }
    for (const marks of [links, sent, unmarked]) salesforce += Math.ceil(marks / MARK_ROWS);
    salesforce += count(({ action }) => action === "update");
    free += sent;
  }
  const minutes = free / QUICKBOOKS_PER_MINUTE + (salesforce * SECONDS_PER_REQUEST) / 60;
  return { calls: { metered: 0, free, salesforce }, minutes: Math.ceil(minutes * 10) / 10 };
}

/** What the whole load is expected to take by now: what it used already, and what is still planned. */
export async function expectedOf(
  context: EngineContext,
  tx: Db,
  backfill: Pick<Backfill, "id" | "request" | "calls">,
): Promise<{ readonly expected: CallSum; readonly expectedMinutes: number }> {
  const counts = await countItems(tx, backfill.id);
  const { calls, minutes } = foreseeCost(context, readRequest(backfill), counts);
  const used = backfill.calls;
  return {
    expected: {
      metered: used.metered + calls.metered,
      free: used.free + calls.free,
      salesforce: used.salesforce + calls.salesforce,
    },
    expectedMinutes: minutes,
  };
}
