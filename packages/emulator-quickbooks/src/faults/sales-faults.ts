/**
 * Refusals of sales forms and payments. Sources as in `fault-texts.ts`; where only the official list of
 * codes speaks, its words are taken (D). Texts without a source are named in `../not-evidenced.ts`.
 */

import {
  BUNDLE_ON_LINE_DETAIL,
  FEATURE_OFF_FAULT_CODE,
  MISSING_TAX_CODE_NOUN,
  PAID_INVOICE_CUSTOMER_DETAIL,
  TOO_MANY_TAXED_LINES_DETAIL,
} from "../not-evidenced.ts";
import type { FaultError } from "./api-fault.ts";
import { businessError } from "./fault-texts.ts";

/** D: a discount that is neither an amount nor a percentage, or one where discounts are off. */
export function discountNotPossible(): FaultError {
  const detail = "A discount amount or percent is required.";
  return { code: "6090", message: "Discount Line missing required info", detail, element: "Line" };
}

/** D. */
export function invalidPercent(supplied: string): FaultError {
  const detail = `The percent value is invalid. Supplied value:${supplied}`;
  return { code: "2150", message: "Invalid Percent", detail, element: "DiscountPercent" };
}

/** D. */
export function taxDetailNotAllowed(): FaultError {
  const detail =
    "The TxnTaxDetail attribute isn't allowed when GlobalTaxCalculation is set to NotApplicable.";
  return { code: "6170", message: "Invalid TxnTaxDetail Error", detail };
}

/** D: the id that marks a tax worked out elsewhere, on a new sale (6160) or a changed one (6230). */
export function customSalesTax(operation: "create" | "update"): FaultError {
  const [code, detail] =
    operation === "create"
      ? ["6160", "The specified CustomSalesTax ID can't be used to create a transaction."]
      : ["6230", "You can't update transactions to use the CustomSalesTax ID."];
  return { code, message: "Invalid TaxCodeRef Error", detail };
}

/** L for Canada; the noun elsewhere is not evidenced. */
export function missingLineTaxCode(country: string): FaultError {
  const noun = country === "CA" ? "GST/HST" : MISSING_TAX_CODE_NOUN;
  return businessError(`Make sure all your transactions have a ${noun} rate before you save`);
}

/** Not evidenced: something that the company has not switched on. */
export function featureOff(element: string): FaultError {
  return {
    code: FEATURE_OFF_FAULT_CODE,
    message: "Feature Not Supported",
    detail: `The requested feature isn't supported : ${element}`,
    element,
  };
}

/** Not evidenced. */
export function tooManyTaxedLines(): FaultError {
  return businessError(TOO_MANY_TAXED_LINES_DETAIL);
}

/** Not evidenced. */
export function bundleOnItemLine(): FaultError {
  return {
    code: "2500",
    message: "Invalid Reference Id",
    detail: `Invalid Reference Id : ${BUNDLE_ON_LINE_DETAIL}`,
  };
}

/** Not evidenced. */
export function paidInvoiceCustomer(): FaultError {
  return businessError(PAID_INVOICE_CUSTOMER_DETAIL);
}

/** D. */
export function negativeAmount(): FaultError {
  const detail = "Negative amounts aren't supported on transaction lines.";
  return { code: "2290", message: "NegativeAmount", detail, element: "Amount" };
}

/** D for the code; where its bounds are is not evidenced. */
export function invalidAmount(supplied: number): FaultError {
  const detail = `The amount value isn't supported by the API. Supplied value:${supplied}`;
  return { code: "2140", message: "Invalid Amount", detail, element: "Amount" };
}
