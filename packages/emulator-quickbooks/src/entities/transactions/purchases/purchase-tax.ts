import type { FaultError } from "../../../faults/api-fault.ts";
import { missingParameter } from "../../../faults/fault-texts.ts";
import { missingLineTaxCode, taxDetailNotAllowed } from "../../../faults/sales-faults.ts";
import { invalidLineTaxCode } from "../../../faults/transaction-faults.ts";
import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import type { Store } from "../../../store/store.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import type { Draft } from "../../descriptor.ts";
import { ratesOf } from "../tax/tax-rates.ts";
import {
  netOf,
  netPriceOf,
  restated,
  taxInside,
  taxLines,
  taxOnTop,
  totalTax,
} from "../tax/tax-sums.ts";
import { expenseDetail } from "./expense-detail.ts";

/**
 * Tax of purchases. The US has none; elsewhere each line has a code, whose purchase rates are taken on top
 * of the amounts or out of them (`GlobalTaxCalculation`), or tax is not applicable (documented).
 */

const US_CODES: ReadonlySet<string> = new Set(["TAX", "NON"]);
/** A sparse update without any of these keeps the tax as it is. */
const TAX_MOVES = ["Line", "TxnTaxDetail", "GlobalTaxCalculation"];

/** True where the amounts of the lines include the tax. */
export function isTaxInside(
  fields: JsonObject,
  { country, usesSalesTax }: CompanyProfile,
): boolean {
  const isTaxed = country !== "US" && usesSalesTax;
  return isTaxed && textOf(fields, "GlobalTaxCalculation") === "TaxInclusive";
}

/** The faults of codes and of the way of taxing. */
export function checkPurchaseTax(
  { fields, sent }: Draft,
  errors: FaultError[],
  { country, usesSalesTax }: CompanyProfile,
): void {
  const codes = objectsOf(fields, "Line").map((line) =>
    referenceOf(expenseDetail(line) ?? {}, "TaxCodeRef"),
  );
  if (country === "US") {
    for (const code of codes) {
      if (code !== undefined && !US_CODES.has(code)) errors.push(invalidLineTaxCode(code));
    }
    return;
  }
  const way = textOf(fields, "GlobalTaxCalculation");
  if (way === undefined) errors.push(missingParameter("GlobalTaxCalculation"));
  if (way === "NotApplicable") {
    if (sent["TxnTaxDetail"] !== undefined) errors.push(taxDetailNotAllowed());
  } else if (usesSalesTax && codes.includes(undefined)) errors.push(missingLineTaxCode(country));
}

/**
 * A line whose amount includes the tax is kept without it and shows the whole as `TaxInclusiveAmt`; one
 * that states this, as one that was read before, is taken at its word.
 */
export function nettedLine(line: JsonObject, store: Store): JsonObject {
  const kind = textOf(line, "DetailType") ?? "";
  const detail = objectOf(line, kind) ?? {};
  const rates = ratesOf(referenceOf(detail, "TaxCodeRef") ?? "", "purchase", store);
  const stated = numberOf(detail, "TaxInclusiveAmt");
  const gross = stated ?? numberOf(line, "Amount") ?? 0;
  const price = numberOf(detail, "UnitPrice");
  const net = price === undefined || stated !== undefined ? price : netPriceOf(price, rates);
  const shown = { ...detail, ...(net === undefined ? {} : { UnitPrice: net }) };
  return { ...line, Amount: netOf(gross, rates), [kind]: { ...shown, TaxInclusiveAmt: gross } };
}

/** The tax of completed lines as it is stored; undefined where there is none to speak of. */
export function purchaseTax(
  draft: Draft,
  lines: readonly JsonObject[],
  store: Store,
  profile: CompanyProfile,
): JsonObject | undefined {
  const way = textOf(draft.fields, "GlobalTaxCalculation");
  const isTaxed = profile.country !== "US" && way !== "NotApplicable" && profile.usesSalesTax;
  if (!isTaxed) return undefined;
  const held = objectOf(draft.existing?.fields ?? {}, "TxnTaxDetail");
  const isUntouched = !TAX_MOVES.some((name) => draft.sent[name] !== undefined);
  if (held !== undefined && draft.isSparse === true && isUntouched) return held;
  const stated = objectOf(draft.sent, "TxnTaxDetail") ?? {};
  const own = objectsOf(stated, "TaxLine");
  // Tax lines that a client states are kept as they are (documented for all purchases).
  if (own.length > 0) {
    return { TotalTax: add(...own.map((line) => numberOf(line, "Amount") ?? 0)), TaxLine: own };
  }
  const isInside = isTaxInside(draft.fields, profile);
  const amounts = lines.map((line) => {
    const detail = expenseDetail(line) ?? {};
    const net = numberOf(line, "Amount") ?? 0;
    const amount = isInside ? (numberOf(detail, "TaxInclusiveAmt") ?? net) : net;
    return { amount, code: referenceOf(detail, "TaxCodeRef") ?? "" };
  });
  const shares = (isInside ? taxInside : taxOnTop)(amounts, "purchase", store);
  const total = numberOf(stated, "TotalTax") ?? 0;
  const all = total === 0 ? shares : restated(shares, total);
  return all.length === 0 ? { TotalTax: 0 } : { TotalTax: totalTax(all), TaxLine: taxLines(all) };
}
