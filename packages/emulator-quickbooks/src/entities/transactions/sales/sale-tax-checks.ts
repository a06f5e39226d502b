import type { FaultError } from "../../../faults/api-fault.ts";
import { missingParameter } from "../../../faults/fault-texts.ts";
import {
  customSalesTax,
  missingLineTaxCode,
  taxDetailNotAllowed,
  tooManyTaxedLines,
} from "../../../faults/sales-faults.ts";
import { invalidLineTaxCode } from "../../../faults/transaction-faults.ts";
import { objectOf, referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import type { Draft } from "../../descriptor.ts";
import { isShipping, soldLines, taxCodeOf } from "./lines/line-kinds.ts";
import type { TaxMode } from "./lines/line-rules.ts";

/** Stands for a code in sales whose tax another system worked out (D). */
const CUSTOM_SALES_TAX = "CustomSalesTax";
/** D: of a sale that is taxed in the US. */
const TAXED_LINES_MAX = 750;

/** How the sale is taxed. Outside the US it says so itself, and a company without sales tax has none inside. */
export function taxModeOf(
  fields: JsonObject,
  { country, usesSalesTax }: Pick<CompanyProfile, "country" | "usesSalesTax">,
): TaxMode {
  if (country === "US") return "us";
  if (!usesSalesTax) return "none";
  const stated = textOf(fields, "GlobalTaxCalculation");
  if (stated === "TaxInclusive") return "inside";
  return stated === "NotApplicable" ? "none" : "onTop";
}

/** The faults of tax codes: those of the US or those of all other countries. */
export function checkSaleTax(draft: Draft, errors: FaultError[], profile: CompanyProfile): void {
  const codes = soldLines(draft.fields)
    .filter((line) => !isShipping(line))
    .map(taxCodeOf);
  if (profile.country === "US") {
    checkUsCodes(codes, errors);
    checkOwnTax(draft, errors);
  } else checkGlobal(draft, codes, errors, profile);
}

/** D: the mark of a tax that was worked out elsewhere is the server's to set (6160, 6230). */
function checkOwnTax({ sent, existing }: Draft, errors: FaultError[]): void {
  const code = referenceOf(objectOf(sent, "TxnTaxDetail") ?? {}, "TxnTaxCodeRef");
  if (code !== CUSTOM_SALES_TAX) return;
  errors.push(customSalesTax(existing === undefined ? "create" : "update"));
}

/** Lines know only TAX and NON (6100). */
function checkUsCodes(codes: readonly (string | undefined)[], errors: FaultError[]): void {
  for (const code of codes) {
    if (code !== undefined && code !== "TAX" && code !== "NON") {
      errors.push(invalidLineTaxCode(code));
    }
  }
  const isTaxed = codes.includes("TAX");
  if (isTaxed && codes.length > TAXED_LINES_MAX) errors.push(tooManyTaxedLines());
}

/** The way of taxing is required, and a code on each line where tax applies (documented). */
function checkGlobal(
  { fields, sent }: Draft,
  codes: readonly (string | undefined)[],
  errors: FaultError[],
  { country, usesSalesTax }: CompanyProfile,
): void {
  const way = textOf(fields, "GlobalTaxCalculation");
  if (way === undefined) errors.push(missingParameter("GlobalTaxCalculation"));
  if (way === "NotApplicable") {
    if (sent["TxnTaxDetail"] !== undefined) errors.push(taxDetailNotAllowed());
  } else if (usesSalesTax && codes.includes(undefined)) errors.push(missingLineTaxCode(country));
}
