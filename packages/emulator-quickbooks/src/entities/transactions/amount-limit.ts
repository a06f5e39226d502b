import { fault } from "../../faults/api-fault.ts";
import { invalidAmount } from "../../faults/sales-faults.ts";
import { AMOUNT_MAX } from "../../not-evidenced.ts";

/** Refuses amounts of which sums could no longer be exact. */
export function refuseExcess(amounts: readonly number[]): void {
  const excess = amounts.find((amount) => Math.abs(amount) > AMOUNT_MAX);
  if (excess !== undefined) throw fault(invalidAmount(excess));
}
