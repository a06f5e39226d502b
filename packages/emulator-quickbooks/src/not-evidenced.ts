/**
 * Vendor behaviour that no public source documents. Each constant is one guess, listed with its
 * reason in `docs/not-evidenced.md` (a test compares the two), so that the first contact with a real
 * company corrects one line. Nothing elsewhere in the package may guess.
 * A new one goes below the heading that fits it.
 */

// Requests, batches and limits.

/** How long a `requestid` is remembered. The emulator's default is generous. */
export const REQUEST_ID_MEMORY_MS = 24 * 3_600_000;
/** Only successful answers are remembered under a `requestid`; a refused request may be repeated afresh. */
export const REQUEST_ID_REMEMBERS_REFUSALS = false;
/** A query by POST is performed anew whatever its `requestid`. */
export const REQUEST_ID_COVERS_QUERIES = false;
/** Words of the refusal of a `requestid` (50 characters, 36 of a batch) or of a `bId` under one (10) that is too long: the code is documented, the words are not. */
export const REQUEST_ID_DETAIL = "should not be longer than";
/** What a different request under a remembered `requestid` gets: the first answer (`replay`), or fault 600 (`refuse`). */
export const REQUEST_ID_REUSE = "replay";
/** Words of fault 600. */
export const REQUEST_ID_REUSE_DETAIL = "The request id was already used by a different request.";
/** Code with which a query in a batch is refused when the answer would hold more than 1000 objects. */
export const BATCH_OVERFLOW_CODE = "1040";
/** Words of that refusal. */
export const BATCH_OVERFLOW_DETAIL = "The response of a batch cannot hold more than 1000 objects.";
/** Calls of reports in a minute, of an older limits page. */
export const REPORTS_PER_MINUTE = 200;
/** A call that is refused with 429 takes no room in the limits; a batch takes the room of one call. */
export const REFUSED_CALLS_COUNT = false;
/** When the metered calls of the month are used up, single writes go on. */
export const QUOTA_STOPS_METERED_ALONE = true;
/** Value of the `Service-Time` header: its name is recorded, its form is not; the emulator measures nothing. */
export const SERVICE_TIME = "total=1, db=1";

// OAuth.

/** How long an authorization code lives: about ten minutes by one source, five by another. */
export const AUTHORIZATION_CODE_LIFE_MS = 10 * 60_000;
/** Whether an old refresh token lives on after rotation: told both ways; here it dies at once. */
export const REFRESH_TOKEN_GRACE_MS = 0;
/** A second use of a rotated refresh token revokes the whole family of tokens. */
export const REUSE_REVOKES_FAMILY = false;
/** Description of `invalid_grant` for the refresh token of another app (told by developers, not recorded). */
export const FOREIGN_TOKEN_DESCRIPTION = "Incorrect Token type or clientID";
/** A shorter bearer token is called malformed, a longer unknown one expired; only the words are known. */
export const BEARER_LENGTH_MIN = 8;
/** A token without the accounting scope gets 403 with code 3100 at the Accounting API. */
export const SCOPE_IS_CHECKED = true;

// Webhooks and change data.

/** Events for an endpoint go on being sent while an earlier delivery waits for its retry. */
export const HOLD_EVENTS_DURING_RETRY = false;
/** Making a name-list record inactive raises an `updated` event, as its SyncToken moves like any update's. */
export const DEACTIVATION_EVENT = "updated";
/** A transaction moves its customer's LastUpdatedTime (recorded); whether that raises a webhook is not known. */
export const BALANCE_CHANGE_RAISES_WEBHOOK = false;
/** Schema version that a CloudEvents delivery carries; the older body's is documented as 0.1. */
export const CLOUD_EVENTS_SCHEMA_VERSION = "1.0";
/** What the older body calls a CompanyCurrency (its list of types has `Currency`). */
export const LEGACY_CURRENCY_NAME = "Currency";
/** A CDC call that names an unknown type is refused like a query that does. */
export const CDC_UNKNOWN_ENTITY_IS_REFUSED = true;
/** The 1000 objects of a CDC answer are used up in the order of the request: what a long group leaves is for those after it. */
export const CDC_CAP_IS_SHARED = true;
/** Fault code of a CDC call that looks back too far; only the words are known. */
export const CDC_TOO_OLD_CODE = "500";

// Queries.

/** A query with columns returns `sparse:true` objects that carry the Id besides the columns. */
export const PROJECTION_ADDS_ID = true;
/** A parser fault names words that no report shows (`from`, `like`, `(`) as it names those that reports show: in quotes. A number with a point is `<DECIMAL>`. */
export const UNSEEN_QUERY_WORDS_ARE_QUOTED = true;
/** A query's text may hold any character. US companies refused what is not in ISO 8859-1, with a lexical error, in reports from 2014 to 2021. */
export const QUERY_TEXT_IS_LATIN_ONE = false;
/** `!=` holds for a record that has no value at all. */
export const NULL_DIFFERS_IN_QUERIES = true;
/** An ORDERBY puts records without a value before all others when it ascends, after them when it descends. */
export const NULL_SORTS_FIRST = true;
/** The pseudo tax codes of a US company come first in a query without ORDERBY, in this order. */
export const PSEUDO_TAX_CODES = "TAX NON";
/** Fault for MAXRESULTS above 1000, worded like the recorded one for a position below 1. */
export const MAX_RESULTS_DETAIL = "is too large. Max allowed value is 1000";
/** Properties that a query may name by the schema's notes, clients' code or third parties only; the documentation's pages are unknown or doubtful. */
export const QUERYABLE_BY_HEARSAY =
  "Account.AcctNum Customer.BalanceWithJobs CustomerType.Active CustomerType.Name Deposit.DocNumber Deposit.TxnDate Item.Description Item.Taxable Purchase.DocNumber Purchase.PaymentType Purchase.TotalAmt Purchase.TxnDate TaxAgency.DisplayName Transfer.TxnDate";
/** What a 4001 says of a value that cannot be read as the property's kind (a date, a time, an amount, a boolean). */
export const UNREADABLE_VALUE_DETAIL = "is not a valid value for property";
/** Conditions of one query; a list after IN may be of any length. */
export const QUERY_CONDITIONS_MAX = 1000;
/** What a 4001 says of a property that filters but does not sort. */
export const NOT_SORTABLE_DETAIL = "is not sortable";
/** A query may name the id of a reference and the text of an e-mail address with a dot, as in `CustomerRef.value`. */
export const QUERY_NAMES_PARTS = true;

// Bodies, fields and updates.

/** How deep lists and objects of a body may nest; deeper ones get fault 2010. */
export const JSON_DEPTH_MAX = 500;
/** A number, date, yes-or-no or enumeration that cannot be read has a code of its own and is told beside other faults; developers saw fault 2010 for some (2016 to 2026). */
export const UNREADABLE_SCALARS_END_THE_PARSE = false;
/** A request that says `update` (`?operation=update`, an item of a batch) without an Id is refused; it does not create. */
export const UPDATE_WITHOUT_ID_IS_REFUSED = true;
/** A null in a sparse update is read as an absent property; an empty text clears. */
export const SPARSE_NULL_CLEARS = false;
/** A sparse update that names an address replaces the address as a whole. */
export const SPARSE_MERGES_ADDRESS_PARTS = false;
/** A type whose sparse update is not documented (currencies, exchange rates) refuses one. */
export const UNDOCUMENTED_SPARSE_IS_REFUSED = true;
/** The address of a page needs `http://` or `https://` before it. */
export const WEB_ADDRESS_NEEDS_SCHEME = false;
/** Longest phone number: 30 in the documentation, 21 in the schema's notes. */
export const PHONE_LENGTH_MAX = 30;
/** Longest Notes of a customer: 2000 in the documentation, 4000 in the schema's notes. */
export const NOTES_LENGTH_MAX = 2000;
/** Longest account number in a US company: 7 in the documentation, 11 stored by a live test. */
export const ACCOUNT_NUMBER_LENGTH_MAX = 20;
/** Largest amount of a line, a sale or a payment (fault 2140): what 15 digits hold exactly; documented is the code alone. */
export const AMOUNT_MAX = 9_999_999_999_999.99;

// Lists and the company.

/** `<` and `>` are accepted in names. */
export const NAMES_ALLOW_ANGLE_BRACKETS = true;
/** Why a name of an item, class, location, term … is refused: worded like the documented sentence about customers. */
export const DUPLICATE_LIST_NAME_REASON =
  "Another {noun} is already using this name. Please use a different name.";
/** A sub-customer's name must differ from every other name, as the documentation says; yet the recordings show a customer and another's sub-customer of one name (60 and 64). */
export const SUB_CUSTOMER_NAMES_ARE_COMPANY_WIDE = true;
/** Refusal of a sub-customer in another currency than its parent's, which it takes over when it names none. */
export const SUB_CUSTOMER_CURRENCY_DETAIL =
  "The currency of a sub-customer must be that of its parent.";
/** Reactivating a record takes the ` (deleted)` off its name, as the screens do. */
export const REACTIVATION_RESTORES_NAME = true;
/** Deactivating a customer or vendor with a balance is refused with 6220 (told in 2017, not recorded). */
export const REFUSE_DEACTIVATION_WITH_BALANCE = true;
/** A record that was merged into another is gone, rather than inactive under its ` (deleted)` name. */
export const MERGED_RECORD_IS_GONE = true;
/** Transactions that change hands by a merge get a new SyncToken and LastUpdatedTime, and no event of their own. */
export const MERGE_CHANGES_TRANSACTIONS = true;
/** Words for a sub-account of a kind that has none and is none; the rule is documented. */
export const NO_SUBACCOUNTS_DETAIL =
  "This type of account cannot have sub-accounts or be a sub-account.";
/** Words for an account that the books rest on (receivables, undeposited funds …) when it would be made inactive or of another kind. */
export const SPECIAL_ACCOUNT_DETAIL =
  "This account is used by QuickBooks and cannot be made inactive or changed to another type.";
/** Words for an inventory item that would become something else; the rule is documented. */
export const INVENTORY_TYPE_DETAIL = "The type of an inventory item cannot be changed.";
/** Words for a bundle that a client would make or change; that the API cannot is documented. */
export const BUNDLE_WRITE_DETAIL = "Bundles cannot be created or updated through the API.";
/** Code for an item below something that is no category (`Parent Reference Invalid`); the rule is documented. */
export const CATEGORY_PARENT_FAULT_CODE = "700";
/** Buying or selling stock moves its item's LastUpdatedTime and no SyncToken, as balances do. */
export const STOCK_MOVES_ITEM_TIME = true;
/** What a company with payroll does not let an app set of an employee is passed over, not refused. */
export const PAYROLL_FIELDS_ARE_PASSED_OVER = true;
/** Words for a company that wants to go back to one currency; that it cannot is documented. */
export const MULTI_CURRENCY_STAYS_DETAIL = "Multi Currency cannot be disabled once it is enabled";
/** Whether a company with one currency takes a CurrencyRef that names it; some integrations were refused any. */
export const HOME_CURRENCY_REF_IS_ACCEPTED = true;
/** A rate that was set for a day holds until the next one that was set. */
export const EXCHANGE_RATE_CARRIES_FORWARD = true;
/** A full update of the Preferences that leaves out a section leaves the section as it is. */
export const PREFERENCES_KEEP_OMITTED_SECTIONS = true;
/** Code of a refusal of what the company has not switched on (shipping, deposits): `Feature Not Supported`. */
export const FEATURE_OFF_FAULT_CODE = "5030";

// All transactions.

/** Refusal of a transaction in another currency than that of its customer, vendor or foreign account. */
export const OTHER_CURRENCY_DETAIL = "The currency of the transaction must be";
/** Deleting an invoice that a payment is applied to is refused. */
export const LINKED_DELETE_DETAIL =
  "This transaction is linked to other transactions. Unlink them before deleting it.";
/** Refusal of a transaction with more than 10,000 lines: the limit is documented, the words are not. */
export const TOO_MANY_LINES_DETAIL = "A transaction cannot have more than 10,000 lines.";
/** Refusal of a purchase whose lines add up to less than nothing. */
export const NEGATIVE_TOTAL_DETAIL = "Transaction amount must be 0 or greater.";
/** Making a document smaller than what was applied to it is refused. */
export const LESS_THAN_APPLIED_DETAIL =
  "The amount of a transaction cannot be less than what has been applied to it.";
/** Words of fault 620, before the id: a transaction that exists but cannot be linked so. */
export const CANNOT_LINK_DETAIL = "This transaction cannot be linked:";

// Sales and payments.

/** A payment for an invoice of a customer outside its own family is refused as if the invoice were not there. */
export const PAYMENTS_STAY_IN_THE_FAMILY = true;
/** A payment line above an invoice's open balance is refused, not clipped. */
export const OVERPAID_INVOICE_DETAIL =
  "The amount of a payment cannot be larger than the open balance of the invoice it is applied to.";
/** A payment whose lines apply more than its amount is refused. */
export const OVERAPPLIED_PAYMENT_DETAIL =
  "The amounts applied cannot be larger than the amount of the payment.";
/** A paid invoice cannot move to a customer outside the family of those who paid it. */
export const PAID_INVOICE_CUSTOMER_DETAIL =
  "The customer of a transaction with payments applied to it cannot be changed.";
/** An invoice that names no terms takes those of its customer; else it is due by the company's default terms. */
export const INVOICE_TAKES_CUSTOMER_TERMS = false;
/** A sparse update that moves the date or the terms of an invoice, and says no DueDate, moves that too. */
export const DUE_DATE_FOLLOWS_CHANGES = false;
/** An invoice that becomes smaller than what was paid gives its payments the rest back; else it is refused. */
export const LOWERED_INVOICE_RELEASES_PAYMENTS = true;
/** The status of an estimate whose invoice was deleted, voided or unlinked. */
export const UNINVOICED_ESTIMATE_STATUS = "Pending";
/** A credit memo shows the payments that apply it; the documented sample of an applied one does not. */
export const CREDIT_MEMO_SHOWS_LINKS = false;
/** Refusal of a bundle on an item line, worded like the one of a category. */
export const BUNDLE_ON_LINE_DETAIL =
  "An item in this transaction is set up as a bundle instead of a product or service.";
/** `DiscountRate` and `DiscountAmt` of a line lower the total, while its Amount stays price times quantity. */
export const LINE_DISCOUNT_LOWERS_TOTAL = true;

// Taxes.

/** A customer without a tax code of its own shows this one on a single read, taxable or not. */
export const DEFAULT_TAX_CODE_ID = "2";
/** A line that names no tax code is `NON`, whatever its item says (recorded for an untaxed item only). */
export const LINE_TAX_CODE_DEFAULT = "NON";
/** What the code is called that a line lacks: `GST/HST` is known from Canada, this stands for elsewhere. */
export const MISSING_TAX_CODE_NOUN = "VAT";
/** Refusal of a taxable sale with more than 750 lines: the limit is documented, the words are not. */
export const TOO_MANY_TAXED_LINES_DETAIL = "A taxable transaction cannot have more than 750 lines.";
/** A `TotalTax` of 0 states that there is none: clients send 0 in fields that they do not use. */
export const STATED_ZERO_TAX_COUNTS = false;
/** A company with automated sales tax lets an app that asks for it (`UseAutomatedSalesTax: false`) name its own code. */
export const PARTNER_MAY_OVERRIDE_TAX = true;
/** Addresses of a sale by whose state automated sales tax decides, in this order; then the company's own. */
export const AUTOMATED_TAX_PLACES = "ShipAddr ShipFromAddr";
/** Outside the US a discount line comes before the tax, each tax code losing its part. */
export const DISCOUNT_BEFORE_TAX_ABROAD = true;
/** With tax inside, Amount and UnitPrice that come without `TaxInclusiveAmt` have the tax in them. */
export const TAX_INCLUSIVE_AMOUNT_IS_GROSS = true;

// Purchases and accounting.

/** A bill payment's line above what is open is refused, not clipped, unless nothing at all is open (then the line is dropped: observed). */
export const OVERPAID_PAYABLE_DETAIL =
  "The amount of a payment cannot be larger than the open balance of the transaction it is applied to.";
/** Changing the vendor of a bill or credit that payments are applied to is refused. */
export const PAID_BILL_VENDOR_DETAIL =
  "The vendor of a transaction cannot be changed while payments are applied to it.";
/** What `LinkedTxn` calls a bill payment by card (a cheque's `BillPaymentCheck` is recorded). */
export const CARD_BILL_PAYMENT_TXN_TYPE = "BillPaymentCreditCard";
/** A purchase order stays open while bills for its lines come to less than their amounts. */
export const PARTIAL_BILL_LEAVES_ORDER_OPEN = true;
/** A sparse update of a bill without VendorRef is refused (told by an integrator). */
export const BILL_UPDATE_NEEDS_VENDOR = true;
/** A sparse update of a purchase without PaymentType is refused (told by an integrator). */
export const PURCHASE_UPDATE_NEEDS_PAYMENT_TYPE = true;
/** A bill that names no terms takes those of its vendor, as the screens do. */
export const BILL_TAKES_VENDOR_TERMS = true;
/** Sub-type of the account that an item without an expense account posts its purchases to. */
export const ITEM_EXPENSE_DEFAULT = "SuppliesMaterialsCogs";
/** The vendor's number for a card refund in `PurchaseEx` (3 for a cheque and 54 for an expense are recorded). */
export const CARD_REFUND_TXN_CODE = "11";
/** The offset of a time activity's start and end is passed over and the company's is shown (documented: it does not count). */
export const TIME_OFFSETS_ARE_IGNORED = true;
/** Refusal of a deposit line with another amount than the payment it deposits has. */
export const DEPOSIT_AMOUNT_DETAIL =
  "The amount of a deposit line must be the amount of the transaction that it deposits.";
/** Refusal of a transfer from an account to itself. */
export const SAME_ACCOUNT_DETAIL = "Funds can only be transferred between two different accounts.";

// Files and mails.

/** The element that fault 2020 names when an attachable has neither a note nor a file name. */
export const ATTACHABLE_MISSING_ELEMENT = "Note";
/** Types that an attachable cannot be attached to (fault 6050); transactions, names, items and accounts can. */
export const NOT_ATTACHED_TO =
  "Attachable CompanyInfo Preferences TaxCode TaxRate TaxAgency Term PaymentMethod Class Department CompanyCurrency ExchangeRate CustomerType";
/** First words of the detail of fault 6041: the code and its message are documented, the detail is not. */
export const INVALID_UPLOAD_DETAIL = "The uploaded file is not valid.";
/** The type of an uploaded file is that of its name's extension; a name without one is judged by its content type. */
export const UPLOAD_TYPE_BY_NAME = true;
/** Content type of the answer that holds a temporary address. */
export const DOWNLOAD_CONTENT_TYPE = "text/plain";
/** A download of an attachable without a file is refused with 610, not answered with nothing. */
export const NOTE_DOWNLOAD_IS_EMPTY = false;
/** Sending a transaction is a change of it: its SyncToken and LastUpdatedTime move. */
export const SEND_MOVES_SYNC_TOKEN = true;
/** Without sendTo and BillEmail a mail is refused, also when the customer has an address. */
export const SEND_FALLS_BACK_TO_CUSTOMER = false;
/** A payment, which has no BillEmail, is sent to the address of its customer when sendTo is missing. */
export const PAYMENT_MAIL_GOES_TO_CUSTOMER = true;
/** The 40 mails of a day are counted by the date in the company's time zone. */
export const MAIL_DAY_IS_LOCAL = true;
/** Refusal of the 41st mail of a day; the limit of sandbox companies is documented, its fault is not. */
export const MAIL_LIMIT_DETAIL =
  "The limit of e-mails that a company may send in a day has been reached.";
