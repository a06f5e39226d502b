import { fault } from "../../../faults/api-fault.ts";
import { negativeTotal } from "../../../faults/transaction-faults.ts";
import { compact, numberOf, type JsonObject } from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import type { Draft, WriteContext } from "../../descriptor.ts";
import { sumOfLines } from "../lines.ts";
import { prepareExpenseLines } from "./expense-lines.ts";
import { purchaseTax } from "./purchase-tax.ts";

/** Fields to be stored, and the last number that a line was given. */
export interface SummedFields {
  readonly fields: JsonObject;
  readonly lastLineId: number;
}

/**
 * What every purchase works out: its lines, its tax and its total, which is never below nothing. `fields`
 * are the draft's with their date.
 */
export function expenseSums(
  draft: Draft,
  fields: JsonObject,
  { store, profile, settings }: WriteContext,
): SummedFields {
  const dated = { ...draft, fields };
  const priceWins = settings.unitPriceWins ?? profile.country !== "US";
  const { lines, lastLineId } = prepareExpenseLines(dated, { store, profile, priceWins });
  const tax = purchaseTax(dated, lines, store, profile);
  const total = add(sumOfLines(lines), numberOf(tax ?? {}, "TotalTax") ?? 0);
  if (total < 0) throw fault(negativeTotal());
  const { TxnTaxDetail: _tax, GlobalTaxCalculation: way, ...content } = fields;
  const isUs = profile.country === "US";
  return {
    lastLineId,
    fields: compact({
      ...content,
      GlobalTaxCalculation: isUs ? undefined : way,
      Line: lines,
      TxnTaxDetail: tax,
      TotalAmt: total,
    }),
  };
}
