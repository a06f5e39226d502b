/**
 * The refusals with the vendor's own words. Sources: recorded traffic (R), official pages (D),
 * dated observations of the live service (L).
 * Texts without a source are named in `../not-evidenced.ts`.
 */

import {
  LINKED_DELETE_DETAIL,
  OTHER_CURRENCY_DETAIL,
  OVERAPPLIED_PAYMENT_DETAIL,
  OVERPAID_INVOICE_DETAIL,
} from "../not-evidenced.ts";
import type { FaultError } from "./api-fault.ts";

/** Messages that several faults share, as the vendor words them. */
const UNSUPPORTED = "Request has invalid or unsupported property";
const MISSING = "Required param missing, need to supply the required value for the API";
const BUSINESS = "A business validation error has occurred while processing your request";
/** D: the text that both a missing and an inactive object get. */
const INACTIVE =
  "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.";

/** R error/400_json: an unknown property; `known` is the vendor's list as printed. */
export function unknownProperty(property: string, className: string, known: string): FaultError {
  const detail = `Property Name:Unrecognized field "${property}" (class com.intuit.schema.finance.v3.${className}), not marked as ignorable (${known})\n specified is unsupported or invalid`;
  return { code: "2010", message: UNSUPPORTED, detail };
}

/** D: a body that is no JSON, or a value of the wrong kind. */
export function malformedJson(): FaultError {
  const detail =
    "Property Name:failed to parse json object; a property specified is unsupported or invalid";
  return { code: "2010", message: UNSUPPORTED, detail };
}

/** D. */
export function missingParameter(name: string): FaultError {
  const detail = `Required parameter ${name} is missing in the request`;
  return { code: "2020", message: MISSING, detail, element: name };
}

/** R: an id in the address or in the body that is no whole number. */
export function invalidId(supplied: string): FaultError {
  const detail = `Id should be a valid number. Supplied value:${supplied}`;
  return { code: "2030", message: "Invalid ID", detail, element: "Id" };
}

/** L: `Max:1,000`, `Supplied length:1,016`: thousands carry a comma. */
export function tooLong(element: string, max: number, supplied: number): FaultError {
  const comma = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return {
    code: "2050",
    message: "String length is either shorter or longer than supported by specification",
    detail: `String length specified does not match the supported length. Min:0 Max:${comma(max)} supported. Supplied length:${comma(supplied)}`,
    element,
  };
}

/** D is the code; L (issue 318 of quickbooks-ruby, 2016) the words. */
export function invalidNumber(element: string, supplied: string): FaultError {
  const detail = `Invalid Number : ${supplied}`;
  return { code: "2090", message: "Invalid Number", detail, element };
}

/** D (code list): a text that has not the form of a date. */
function invalidDateFormat(element: string): FaultError {
  const detail = "The date format isn't valid.";
  return { code: "2060", message: "Invalid Date Format", detail, element };
}

/** D (code list): the form of a date, and no such day. */
function invalidDate(element: string, supplied: string): FaultError {
  const detail = `The date value must be a valid value. Supplied value:${supplied}`;
  return { code: "2070", message: "Invalid Date", detail, element };
}

/** The one or the other, by the form of what was sent. */
export function unreadableDate(element: string, supplied: string): FaultError {
  const hasForm = /^\d{4}-\d{2}-\d{2}/.test(supplied);
  return hasForm ? invalidDate(element, supplied) : invalidDateFormat(element);
}

/** D (code list): a fraction where whole numbers are counted. */
export function invalidNumberFormat(element: string): FaultError {
  const detail = "The number format supplied isn't valid.";
  return { code: "2080", message: "Invalid Number Format", detail, element };
}

/** D (code list): a number, but with more digits than amounts have. */
export function unsupportedDecimal(element: string): FaultError {
  const detail =
    "The decimal supplied may be the correct format, but the value isn't supported by the API.";
  return { code: "2110", message: "Invalid Decimal", detail, element };
}

/** D (code list): neither yes nor no. */
export function invalidBoolean(element: string): FaultError {
  const detail = "The specified boolean value isn't valid.";
  return { code: "2230", message: "Invalid Boolean", detail, element };
}

/** D (code list): characters that no text can have. */
export function invalidCharacters(element: string, supplied: string): FaultError {
  const detail = `Element contains invalid characters: ${supplied}`;
  return { code: "2040", message: "Invalid String", detail, element };
}

/** D (code list): what cannot be the address of a page. */
export function malformedUrl(element: string, supplied: string): FaultError {
  const detail = `The URL isn't in the correct format. Supplied value:${supplied}`;
  return { code: "2200", message: "Malformed Website Address Format", detail, element };
}

/** D. */
export function invalidEnumeration(supplied: string): FaultError {
  const detail = `Invalid Enumeration : ${supplied}`;
  return { code: "2170", message: "Invalid Enumeration", detail };
}

/** L: a colon, tab or line break in a name. */
export function invalidName(element: string): FaultError {
  const detail =
    "Names must have at least one character, must be on one line, and cannot include colons or tabbing.";
  return { code: "2180", message: "Invalid Enumeration", detail, element };
}

/** L. */
export function invalidEmail(element: string): FaultError {
  const detail = "Email Address does not conform to the syntax rules of RFC 822.";
  return { code: "2210", message: "Invalid Email Address Format", detail, element };
}

/** L: the noun is `Names` for customers, vendors and employees, `Accounts` for accounts. */
export function invalidReference(noun: string, id: string): FaultError {
  const detail = `Invalid Reference Id : ${noun} element id ${id} not found`;
  return { code: "2500", message: "Invalid Reference Id", detail };
}

/** D: a reference to a record that is inactive. */
export function inactiveReference(): FaultError {
  return {
    code: "2500",
    message: "Invalid Reference Id",
    detail: `Invalid Reference Id : ${INACTIVE}`,
  };
}

/** L: a category cannot stand on a line. */
export function categoryOnLine(): FaultError {
  const detail =
    "Invalid Reference Id : An item in this transaction is set up as a category instead of a product or service.";
  return { code: "2500", message: "Invalid Reference Id", detail };
}

/** R batch/basic. */
export function objectNotFound(): FaultError {
  return { code: "610", message: "Object Not Found", detail: `Object Not Found : ${INACTIVE}` };
}

/** R batch/basic: names the user whose change came first. */
export function staleObject(user: string): FaultError {
  const detail = `Stale Object Error : You and ${user} were working on this at the same time. ${user} finished before you did, so your work was not saved.`;
  return { code: "5010", message: "Stale Object Error", detail };
}

/** R error/validation (the words after the colon are a setting: recorded `null`, documented otherwise). */
export function duplicateName(reason: string): FaultError {
  const detail = `The name supplied already exists. : ${reason}`;
  return { code: "6240", message: "Duplicate Name Exists Error", detail };
}

/** D. */
export function duplicateDocNumber(number: string, type: string, id: string): FaultError {
  const detail = `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${type} with TxnId=${id}`;
  return { code: "6140", message: "Duplicate Document Number Error", detail };
}

/** Not evidenced: a currency other than that of the customer, the vendor or the company. */
export function otherCurrency(own: string): FaultError {
  return businessError(`${OTHER_CURRENCY_DETAIL} ${own}`);
}

/** D: a transaction dated in a period that the company has closed. */
export function closedPeriod(code: "6200" | "6210" = "6210"): FaultError {
  const detail =
    "The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.";
  return { code, message: "Account Period Closed", detail };
}

/** D: a payment or receipt that a deposit took out of Undeposited Funds. */
export function depositedTransaction(): FaultError {
  const detail =
    "This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.";
  return { code: "6540", message: "Deposited Transaction cannot be changed", detail };
}

/** T: a customer or vendor that still owes or is owed. */
export function hasBalance(noun: string): FaultError {
  const detail = `This ${noun} cannot be deleted because it has a non-zero balance`;
  return { code: "6220", message: "Delete List Has Balance Error", detail };
}

/** D: a customer and four levels of jobs; categories nest less deeply. */
export function tooDeep(levels = 5): FaultError {
  const detail = `The hierarchy cannot be deeper than ${levels} levels.`;
  return { code: "6180", message: "Invalid hierarchy", detail };
}

/** L (intuit/QuickBooks-V3-PHP-SDK issue 445, 2022): line Amount against UnitPrice × Qty; one for each line. */
export function amountMismatch(supplied: string): FaultError {
  const detail = `Amount is not equal to UnitPrice * Qty. Supplied value:${supplied}`;
  const message = "Amount calculation incorrect in the request.";
  return { code: "6070", message, detail, element: "Line.Amount" };
}

/** D: the catch-all of business rules; its texts are those of the screens. */
export function businessError(text: string): FaultError {
  return { code: "6000", message: BUSINESS, detail: `Business Validation Error: ${text}` };
}

/** L. */
export function noAmount(): FaultError {
  return businessError("You must set a transaction amount.");
}

/** Not evidenced. */
export function overpaidInvoice(): FaultError {
  return businessError(OVERPAID_INVOICE_DETAIL);
}

/** Not evidenced. D: linked transactions must be unlinked first. */
export function linkedTransaction(): FaultError {
  return businessError(LINKED_DELETE_DETAIL);
}

/** D (code list): the number of a card in the open. */
export function rawCardNumber(): FaultError {
  const detail =
    "You can't enter raw credit card numbers. Manual credit card data isn't supported. Use a token for the credit card number.";
  return {
    code: "6530",
    message: "Found raw Credit Card Numbering request",
    detail,
    element: "Number",
  };
}

/** R: a payment line that names a transaction which is not there. */
export function linkedDoesNotExist(type: string, id: string): FaultError {
  return businessError(
    `The entity ${type} ${id} that you are trying to link does not exist. ${type} ${id}`,
  );
}

/** Not evidenced. */
export function overappliedPayment(): FaultError {
  return businessError(OVERAPPLIED_PAYMENT_DETAIL);
}
