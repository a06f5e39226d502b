/**
 * Vendor behaviour that no public source documents. Each constant is one guess, listed with its
 * reason in `docs/not-evidenced.md` (a test compares the two), so that the first contact with a real
 * company corrects one line. Nothing elsewhere in the package may guess.
 */

/** How long a `requestid` is remembered. The emulator's default is generous. */
export const REQUEST_ID_MEMORY_MS = 24 * 3_600_000;
/** Only successful answers are remembered under a `requestid`; a refused request may be repeated afresh. */
export const REQUEST_ID_REMEMBERS_REFUSALS = false;
/** Refusal of a `requestid` longer than 50 characters: the code is documented, the words are not. */
export const REQUEST_ID_DETAIL = "Request Id should not be longer than 50 characters.";
/** A query with columns returns `sparse:true` objects that carry the Id besides the columns. */
export const PROJECTION_ADDS_ID = true;
/** A null in a sparse update is read as an absent property; an empty text clears. */
export const SPARSE_NULL_CLEARS = false;
/** A sparse update that names an address replaces the address as a whole. */
export const SPARSE_MERGES_ADDRESS_PARTS = false;
/** Reactivating a record takes the ` (deleted)` off its name, as the screens do. */
export const REACTIVATION_RESTORES_NAME = true;
/** Deactivating a customer or vendor with a balance is refused with 6220 (told in 2017, not recorded). */
export const REFUSE_DEACTIVATION_WITH_BALANCE = true;
/** A customer without a tax code of its own shows this one on a single read, taxable or not. */
export const DEFAULT_TAX_CODE_ID = "2";
/** A transaction moves its customer's LastUpdatedTime (recorded); whether that raises a webhook is not known. */
export const BALANCE_CHANGE_RAISES_WEBHOOK = false;
/** A payment line above an invoice's open balance is refused, not clipped. */
export const OVERPAID_INVOICE_DETAIL =
  "The amount of a payment cannot be larger than the open balance of the invoice it is applied to.";
/** A payment for an invoice of a customer outside its own family is refused as if the invoice were not there. */
export const PAYMENTS_STAY_IN_THE_FAMILY = true;
/** A payment whose lines apply more than its amount is refused. */
export const OVERAPPLIED_PAYMENT_DETAIL =
  "The amounts applied cannot be larger than the amount of the payment.";
/** Deleting an invoice that a payment is applied to is refused. */
export const LINKED_DELETE_DETAIL =
  "This transaction is linked to other transactions. Unlink them before deleting it.";
/** Fault code for a number that cannot be read (the official list has 2060 to 2160 for formats). */
export const NUMBER_FAULT_CODE = "2070";
/** Fault code for a date that cannot be read. */
export const DATE_FAULT_CODE = "2060";
/** Longest phone number: 30 in the documentation, 21 in the schema's notes. */
export const PHONE_LENGTH_MAX = 30;
/** Longest Notes of a customer: 2000 in the documentation, 4000 in the schema's notes. */
export const NOTES_LENGTH_MAX = 2000;
/** Longest account number in a US company: 7 in the documentation, 11 stored by a live test. */
export const ACCOUNT_NUMBER_LENGTH_MAX = 20;
/** A parser fault names words that no report shows (`from`, `like`, `(`) as it names those that reports show: in quotes. A number with a point is `<DECIMAL>`. */
export const UNSEEN_QUERY_WORDS_ARE_QUOTED = true;
/** A query's text may hold any character. US companies refused what is not in ISO 8859-1, with a lexical error, in reports from 2014 to 2021. */
export const QUERY_TEXT_IS_LATIN_ONE = false;
/** `!=` holds for a record that has no value at all. */
export const NULL_DIFFERS_IN_QUERIES = true;
/** Fault for MAXRESULTS above 1000, worded like the recorded one for a position below 1. */
export const MAX_RESULTS_DETAIL = "is too large. Max allowed value is 1000";
/** Properties that a query may name by the schema's notes, clients' code or third parties only; the documentation's pages are unknown or doubtful. */
export const QUERYABLE_BY_HEARSAY =
  "Account.AcctNum Customer.BalanceWithJobs CustomerType.Active CustomerType.Name Deposit.DocNumber Deposit.TxnDate Item.Description Item.Taxable Purchase.DocNumber Purchase.PaymentType Purchase.TotalAmt Purchase.TxnDate TaxAgency.DisplayName Transfer.TxnDate";
/** What a 4001 says of a property that filters but does not sort. */
export const NOT_SORTABLE_DETAIL = "is not sortable";
/** A query may name the id of a reference and the text of an e-mail address with a dot, as in `CustomerRef.value`. */
export const QUERY_NAMES_PARTS = true;
/** `<` and `>` are accepted in names. */
export const NAMES_ALLOW_ANGLE_BRACKETS = true;
/** Whether an old refresh token lives on after rotation: told both ways; here it dies at once. */
export const REFRESH_TOKEN_GRACE_MS = 0;
/** A second use of a rotated refresh token revokes the whole family of tokens. */
export const REUSE_REVOKES_FAMILY = false;
/** Events for an endpoint go on being sent while an earlier delivery waits for its retry. */
export const HOLD_EVENTS_DURING_RETRY = false;
/** Making a name-list record inactive raises an `updated` event, as its SyncToken moves like any update's. */
export const DEACTIVATION_EVENT = "updated";
/** A CDC call that names an unknown type is refused like a query that does. */
export const CDC_UNKNOWN_ENTITY_IS_REFUSED = true;
/** A line that names no tax code is `NON`, whatever its item says (recorded for an untaxed item only). */
export const LINE_TAX_CODE_DEFAULT = "NON";
/** Schema version that a CloudEvents delivery carries; the older body's is documented as 0.1. */
export const CLOUD_EVENTS_SCHEMA_VERSION = "1.0";
/** What the older body calls a CompanyCurrency (its list of types has `Currency`). */
export const LEGACY_CURRENCY_NAME = "Currency";
