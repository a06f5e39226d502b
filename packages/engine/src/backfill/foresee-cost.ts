/** What applying a plan takes: calls, as the vendors count them, and time. */
import type { ItemCount } from "@accord-sync/ledger/backfill-items.ts";
import type { CallSum } from "@accord-sync/ledger/backfills.ts";
import type { PlanBackfillRequest } from "../backfill-api.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import { MARK_ROWS, PAGE_ROWS } from "./backfill-parts.ts";

/** QuickBooks' limit on calls of a minute (Q-LIMITS). */
const QUICKBOOKS_PER_MINUTE = 500;
/** What a request with some hundred rows takes Salesforce; an estimate, for a person. */
const SECONDS_PER_REQUEST = 3;

export interface Cost {
  readonly calls: CallSum;
  readonly minutes: number;
}

/** Of what is planned; what waits for a person is not in it. */
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
    const made = count(({ action, target }) => action === "create" && target === "salesforce");
    const sent = count(({ action, target }) => action === "create" && target === "quickbooks");
    const links = count(({ action }) => action === "link");
    const hasMembers = mapping.members.some(({ system }) => system === "salesforce");
    const perPage = hasMembers ? 2 : 1;
    salesforce += Math.ceil(made / PAGE_ROWS.createInSalesforce) * perPage;
    salesforce += Math.ceil((sent + links) / MARK_ROWS);
    salesforce += count(({ action }) => action === "update");
    free += sent;
  }
  const minutes = Math.max(free / QUICKBOOKS_PER_MINUTE, (salesforce * SECONDS_PER_REQUEST) / 60);
  return { calls: { metered: 0, free, salesforce }, minutes: Math.ceil(minutes * 10) / 10 };
}
