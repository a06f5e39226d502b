import { compact, numberOf, type JsonObject } from "../json/json-value.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "./descriptor.ts";
import { HOME_CURRENCY } from "./references.ts";

/** Types that the seed holds and others refer to. They are read and queried, not yet written. */

type ReadOnlyParts = Pick<EntityDescriptor, "type" | "counter" | "wireOrder"> &
  Partial<Pick<EntityDescriptor, "computed" | "view" | "isInChangeData">>;

/** A type without writes; a write is fault 500, as for any operation that a type lacks. */
function readOnlyEntity(parts: ReadOnlyParts): EntityDescriptor {
  return {
    operations: operations("read query"),
    computed: setOf(""),
    readOnly: setOf(""),
    isInChangeData: true,
    raisesEvents: false,
    check: () => {},
    prepare: (draft) => ({ fields: draft.fields }),
    view: () => ({}),
    ...parts,
  };
}

/** Payment terms; an invoice without any gets the company's default days. */
export const TERM = readOnlyEntity({
  type: "Term",
  counter: "term",
  wireOrder: listOf(
    "Name Active Type DiscountPercent DueDays DiscountDays domain sparse Id SyncToken MetaData",
  ),
});

/** Ids 1 and 2 are recorded. */
export const PAYMENT_METHOD = readOnlyEntity({
  type: "PaymentMethod",
  counter: "paymentMethod",
  wireOrder: listOf("Name Active Type domain sparse Id SyncToken MetaData"),
});

/** `TAX` and `NON` are pseudo codes that come first, as in a US company. */
export const TAX_CODE = readOnlyEntity({
  type: "TaxCode",
  counter: "taxCode",
  wireOrder: listOf(`
    Name Description Active Hidden Taxable TaxGroup SalesTaxRateList PurchaseTaxRateList domain
    sparse Id SyncToken MetaData`),
  isInChangeData: false,
});

/** Percentages behind the tax codes. CDC does not know them (documented). */
export const TAX_RATE = readOnlyEntity({
  type: "TaxRate",
  counter: "taxRate",
  wireOrder: listOf(
    "Name Description Active RateValue AgencyRef SpecialTaxType DisplayType domain sparse Id SyncToken MetaData",
  ),
  isInChangeData: false,
});

/** Bills carry the vendors' balances; they cannot be written yet, so they stay open as seeded. */
export const BILL = readOnlyEntity({
  type: "Bill",
  counter: "transaction",
  wireOrder: listOf(`
    DueDate Balance domain sparse Id SyncToken MetaData DocNumber TxnDate CurrencyRef PrivateNote
    LinkedTxn Line VendorRef APAccountRef TotalAmt`),
  computed: setOf("Balance CurrencyRef LinkedTxn"),
  view: (record): JsonObject =>
    compact({
      Balance: numberOf(record.fields, "TotalAmt"),
      CurrencyRef: HOME_CURRENCY,
      LinkedTxn: [],
    }),
});

/** One object, read at `/companyinfo/{realm}`. */
export const COMPANY_INFO = readOnlyEntity({
  type: "CompanyInfo",
  counter: "companyInfo",
  wireOrder: listOf(`
    CompanyName LegalName CompanyAddr CustomerCommunicationAddr LegalAddr
    CustomerCommunicationEmailAddr PrimaryPhone CompanyStartDate FiscalYearStartMonth Country Email
    WebAddr SupportedLanguages DefaultTimeZone NameValue domain sparse Id SyncToken MetaData`),
});

/** One object, read at `/preferences` without an id. */
export const PREFERENCES = readOnlyEntity({
  type: "Preferences",
  counter: "preferences",
  wireOrder: listOf(`
    AccountingInfoPrefs ProductAndServicesPrefs SalesFormsPrefs EmailMessagesPrefs
    VendorAndPurchasesPrefs TimeTrackingPrefs TaxPrefs CurrencyPrefs ReportPrefs OtherPrefs domain
    sparse Id SyncToken MetaData`),
});
