/**
 * Refusals of purchases, payments to vendors and entries in the books. Sources: D the vendor's official
 * list of codes (its names and its words, as https://developer.intuit.com "error codes" gives them), L
 * dated observations of the live service, named at each.
 */

import {
  CANNOT_LINK_DETAIL,
  DEPOSIT_AMOUNT_DETAIL,
  LESS_THAN_APPLIED_DETAIL,
  NEGATIVE_TOTAL_DETAIL,
  OVERPAID_PAYABLE_DETAIL,
  PAID_BILL_VENDOR_DETAIL,
  SAME_ACCOUNT_DETAIL,
  TOO_MANY_LINES_DETAIL,
} from "../not-evidenced.ts";
import type { FaultError } from "./api-fault.ts";
import { businessError, missingParameter } from "./fault-texts.ts";

/** D: no line at all. */
export function missingLine(): FaultError {
  return {
    ...missingParameter("Line"),
    detail: "Required parameter Line is missing in the request.",
  };
}

/** L: an account of a kind that the property does not take (ruckus/quickbooks-ruby issues 229 and 532). */
export function invalidAccountType(): FaultError {
  const detail =
    "Invalid account type: You need to select a different type of account for this transaction.";
  return { code: "6430", message: "Invalid account type used", detail };
}

/** L: a payable without its vendor (seen by several exporters of journal entries). */
export function chooseVendor(): FaultError {
  return businessError(
    "When you use Accounts Payable, you must choose a vendor in the Name field.",
  );
}

/** L: a receivable without its customer. */
export function chooseCustomer(): FaultError {
  return businessError(
    "When you use Accounts Receivable, you must choose a customer in the Name field.",
  );
}

/** L: a journal entry with one line. */
export function tooFewLines(): FaultError {
  return businessError("Fill out at least two detail lines to continue.");
}

/** Not evidenced: the limit is documented, its refusal is not. */
export function tooManyLines(): FaultError {
  return businessError(TOO_MANY_LINES_DETAIL);
}

/** Not evidenced: lines that add up to less than nothing. */
export function negativeTotal(): FaultError {
  return businessError(NEGATIVE_TOTAL_DETAIL);
}

/** Not evidenced: more for a bill than is open. */
export function overpaidPayable(): FaultError {
  return businessError(OVERPAID_PAYABLE_DETAIL);
}

/** Not evidenced: a document made smaller than what others have applied to it. */
export function lessThanApplied(): FaultError {
  return businessError(LESS_THAN_APPLIED_DETAIL);
}

/** Not evidenced: a deposit line that states another amount than the money that waits. */
export function depositAmountDiffers(): FaultError {
  return businessError(DEPOSIT_AMOUNT_DETAIL);
}

/** Not evidenced: a transfer from an account to itself. */
export function sameAccount(): FaultError {
  return businessError(SAME_ACCOUNT_DETAIL);
}

/** Code D, words not evidenced. */
export function cannotLink(id: string): FaultError {
  const detail = `Transaction Status Error : ${CANNOT_LINK_DETAIL} ${id}`;
  return { code: "620", message: "Transaction cannot be linked", detail };
}

/** D: lines of the US know only TAX and NON. */
export function invalidLineTaxCode(supplied: string): FaultError {
  const message = "Invalid Line TaxCode in the request";
  const detail = `The TaxCode value isn't valid. For US, specify TAX or NON. Supplied value:${supplied}`;
  return { code: "6100", message, detail };
}

/** D: a cost to be passed on to nobody. */
export function billableWithoutCustomer(): FaultError {
  const detail = "A customer is required if the transaction is billable.";
  return { code: "6310", message: "MissingCustomer", detail };
}

/** D: stock that came or went in no number. */
export function missingQuantity(): FaultError {
  const message = "Missing Tracked Inventory Item Quantity";
  return { code: "6520", message, detail: "The tracked inventory item must have a quantity." };
}

/** D: stock that moved before it was counted. */
export function beforeInventoryStart(): FaultError {
  const detail =
    "Transactions with inventory items that have a quantity on hand can't be dated earlier than the specified InventoryStartDate.";
  return { code: "6270", message: "InventoryTxnDatedBeforeItemStartDate", detail };
}

/** Not evidenced: another vendor for a bill that is paid in part. */
export function paidBillVendor(): FaultError {
  return businessError(PAID_BILL_VENDOR_DETAIL);
}

/** D: a journal entry without lines. */
export function missingLines(): FaultError {
  const detail = "You must enter at least one split line.";
  return { code: "2250", message: "Missing lines", detail, element: "Line" };
}

/** D. */
export function missingPostingType(): FaultError {
  const detail = "A posting type is required. Valid values are Credit or Debit.";
  return { code: "2260", message: "MissingPostingType", detail, element: "PostingType" };
}

/** D. */
export function missingTaxApplicableOn(): FaultError {
  const detail = "The TaxApplicableOn entity is required. Set it in the request payload.";
  return { code: "2270", message: "MissingTaxApplicableOn", detail, element: "TaxApplicableOn" };
}

/** D. */
export function missingTaxAmount(): FaultError {
  const detail = "A tax amount is required with TaxCodeRef applied.";
  return { code: "2280", message: "MissingTaxAmount", detail, element: "TaxAmount" };
}

/** D. */
export function unbalanced(): FaultError {
  const message = "Amount on debits not equal to credits";
  const detail =
    "A journal entry you created or updated unbalanced an account. Balance the debits and credits for the account.";
  return { code: "2300", message, detail };
}

/** D: an invoice has billed the cost. */
export function billedPurchase(): FaultError {
  const detail = "The purchase can't be deleted since it would invalidate a linked invoice.";
  return { code: "6400", message: "Deleting linkedPurchase results in invalid Invoice", detail };
}
