/**
 * Refusals of list records. Codes and titles are those of the vendor's published list of error codes (D)
 * where nothing else is said; texts seen in real answers are marked L with their source.
 */

import {
  BUNDLE_WRITE_DETAIL,
  CATEGORY_PARENT_FAULT_CODE,
  INVENTORY_TYPE_DETAIL,
  MULTI_CURRENCY_STAYS_DETAIL,
  NO_SUBACCOUNTS_DETAIL,
  SPECIAL_ACCOUNT_DETAIL,
} from "../not-evidenced.ts";
import type { FaultError } from "./api-fault.ts";
import { businessError } from "./fault-texts.ts";

/** D: a number outside its range. */
export function numberOutOfRange(element: string, supplied: number): FaultError {
  const detail = `The specified number isn't within the valid range. Supplied value:${supplied}`;
  return { code: "2240", message: "Invalid Number Range", detail, element };
}

/** D: two parts of a request that exclude each other, e.g. one tax rate named twice. */
export function conflictingElements(element: string): FaultError {
  const detail = "Conflicting elements found in the request.";
  return { code: "2600", message: "Invalid Request Conflict Element in Request", detail, element };
}

/** D: a record that would stand above or below itself. */
export function parentIsChild(): FaultError {
  const detail = "The same object can't be the parent or child of itself.";
  return { code: "900", message: "Parent cannot be child", detail, element: "ParentRef" };
}

/** D: `Job` or another flag that says "below another record" without that record. */
export function parentRequired(flag: string): FaultError {
  const detail = `A ParentRef is required depending if (${flag}) is true or false.`;
  return { code: "6150", message: "ParentRef Required Validation Error", detail };
}

/** D: a code that is no currency, or none of the company's. */
export function invalidCurrency(supplied: string): FaultError {
  const detail = `The specified currency type isn't valid. Supplied value:${supplied}`;
  return { code: "2220", message: "Invalid Currency Type", detail, element: "CurrencyRef" };
}

/** D: a day before the history that is kept. */
export function dateOutOfRange(element: string): FaultError {
  const detail = "The date range isn't valid.";
  return { code: "2190", message: "Invalid Date Range", detail, element };
}

/** L (several integrations, 2024 to 2026): a currency where there is only one. */
export function multiCurrencyIsOff(): FaultError {
  return businessError("Multi Currency should be enabled to perform this operation");
}

/** Not evidenced, but for the rule. */
export function multiCurrencyStays(): FaultError {
  return businessError(MULTI_CURRENCY_STAYS_DETAIL);
}

/** D: an account without type and sub-type. */
export function accountTypeMissing(): FaultError {
  return {
    code: "6010",
    message: "Invalid Account.AccountType && Account.SubType",
    detail: "You must specify either an Account.AccountType or an Account.AccountSubType.",
  };
}

/** D: a type that this product does not have, or that a record cannot change to. */
export function invalidType(supplied: string): FaultError {
  const detail = `The specified type isn't compatible or supported by the API. Supplied value:${supplied}`;
  return { code: "2120", message: "Invalid Type", detail, element: "Type" };
}

/** D: an account that cannot stand in this place, or a sub-type of another type. */
export function invalidAccountType(type: string): FaultError {
  const detail = `Invalid account type: ${type}`;
  return { code: "6430", message: "Invalid account type used", detail };
}

/** D: an opening balance without its day. */
export function openBalanceDateMissing(): FaultError {
  return {
    code: "6060",
    message: "Account.OpenBalanceDate must be specified with Account.OpenBalance",
    detail:
      "A value for the Account.OpenBalanceDate field is required when specifying an Account.OpenBalance.",
  };
}

/** L 2026-09-17, with both spaces. */
export function duplicateAccountNumber(): FaultError {
  return businessError(
    "Another account is already using this number.  Please use a different number.",
  );
}

/** L 2026-09-17: above, but also instead of a parent. */
export function accumulatedIsNoParent(): FaultError {
  return businessError(
    "Fixed asset accounts (Accumulated Amortization, Depletion, or Depreciation) cannot be parent accounts.",
  );
}

/** The words of the screens. */
export function parentTypeDiffers(): FaultError {
  return businessError("For subaccounts, you must select the same account type as their parent.");
}

/** The words of the screens. */
export function typeHasSubAccounts(): FaultError {
  return businessError("Cannot change the type of an account with subaccounts.");
}

/** D is the rule; the words are not evidenced. */
export function noSubAccounts(): FaultError {
  return businessError(NO_SUBACCOUNTS_DETAIL);
}

/** The screens refuse it; the words are not evidenced. */
export function specialAccount(): FaultError {
  return businessError(SPECIAL_ACCOUNT_DETAIL);
}

/** L 2017 (issue 10 of the .NET SDK). */
export function inventoryIsNotTracked(): FaultError {
  return businessError(
    "When you create an item, if Track quantity on hand is turned off, the item cannot be of type Inventory.",
  );
}

/** D is the rule; the words are not evidenced. */
export function inventoryStaysInventory(): FaultError {
  return businessError(INVENTORY_TYPE_DETAIL);
}

/** D: bundles cannot be made by the API; the words are not evidenced. */
export function bundleIsReadOnly(): FaultError {
  return businessError(BUNDLE_WRITE_DETAIL);
}

/** D: only a category has items below it; that this code says so is not evidenced. */
export function parentIsNoCategory(): FaultError {
  const detail = "The parent isn't a valid reference.";
  const message = "Parent Reference Invalid";
  return { code: CATEGORY_PARENT_FAULT_CODE, message, detail, element: "ParentRef" };
}

/** D: payments of the one who was billed are applied to invoices of this customer. */
export function billingIsFixed(): FaultError {
  const detail =
    "You can't change who this customer bills with because there are invoices connected to a parent account. These invoices include charges for this customer. Or, it's possible there are payments from the parent account that are applied to invoices for this customer. Delete all payments or invoices for the parent account that are linked to this customer.";
  return { code: "6130", message: "Cannot change who customer bills with", detail };
}

/** D: costs or time that wait for an invoice. */
export function hasUnbilledCharges(): FaultError {
  const detail = "This customer can't be deleted because they have unbilled charges.";
  return { code: "6280", message: "Delete Customer Has Unbilled Expenses Error", detail };
}
