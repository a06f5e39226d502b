import { objectOf, objectsOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { Store } from "../store/store.ts";

/** One custom field of the company's sales forms. */
export interface CustomFieldDefinition {
  /** `"1"` to `"3"`. */
  readonly id: string;
  readonly name: string;
}

/**
 * How the company is set up, as its Preferences and CompanyInfo say. A change of either takes effect
 * with the next request.
 */
export interface CompanyProfile {
  /** ISO 3166, e.g. `US`. */
  readonly country: string;
  /** ISO 4217. */
  readonly homeCurrency: string;
  readonly isMultiCurrency: boolean;
  /** True: a document carries the number that its client sends, or none. False: numbers count up. */
  readonly hasCustomNumbers: boolean;
  /** `YYYY-MM-DD`; nothing up to this day may change. */
  readonly bookCloseDate: string | undefined;
  readonly allowsDiscount: boolean;
  readonly allowsShipping: boolean;
  /** Whether an invoice may take a deposit. */
  readonly allowsDeposit: boolean;
  /** Id of the Item of a sales line that names none. */
  readonly defaultItem: string | undefined;
  /** Id of the Account that discounts without one of their own go to. */
  readonly discountAccount: string | undefined;
  /** Id of the Term of an invoice that names none. */
  readonly defaultTerms: string | undefined;
  readonly usesSalesTax: boolean;
  /** The automated sales tax of US companies. */
  readonly automatesSalesTax: boolean;
  /** Fields that sales forms show, also when they are empty. */
  readonly customFields: readonly CustomFieldDefinition[];
}

/** Cheap: a few look-ups in two records. */
export function profileOf(store: Store): CompanyProfile {
  const preferences = store.record("Preferences", "1")?.fields ?? {};
  const company = store.record("CompanyInfo", "1")?.fields ?? {};
  const section = (name: string) => objectOf(preferences, name) ?? {};
  const sales = section("SalesFormsPrefs");
  const currency = section("CurrencyPrefs");
  const tax = section("TaxPrefs");
  return {
    country: textOf(company, "Country") ?? "US",
    homeCurrency: referenceOf(currency, "HomeCurrency") ?? "USD",
    isMultiCurrency: currency["MultiCurrencyEnabled"] === true,
    hasCustomNumbers: sales["CustomTxnNumbers"] === true,
    bookCloseDate: textOf(section("AccountingInfoPrefs"), "BookCloseDate"),
    allowsDiscount: sales["AllowDiscount"] !== false,
    allowsShipping: sales["AllowShipping"] === true,
    allowsDeposit: sales["AllowDeposit"] !== false,
    defaultItem: referenceOf(sales, "DefaultItem"),
    discountAccount: accountId(sales["DefaultDiscountAccount"]),
    defaultTerms: referenceOf(sales, "DefaultTerms"),
    usesSalesTax: tax["UsingSalesTax"] !== false,
    automatesSalesTax: tax["PartnerTaxEnabled"] === true,
    customFields: customFields(objectsOf(sales, "CustomField")),
  };
}

/** The preference holds a bare id, written as text or as a number. */
function accountId(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/**
 * The preferences tell name and use of each field apart: `SalesFormsPrefs.SalesCustomName1` and
 * `SalesFormsPrefs.UseSalesCustom1`, in groups of their own.
 */
function customFields(groups: readonly JsonObject[]): CustomFieldDefinition[] {
  const entries = groups.flatMap((group) => objectsOf(group, "CustomField"));
  const find = (name: string) =>
    entries.find((entry) => textOf(entry, "Name") === `SalesFormsPrefs.${name}`);
  return ["1", "2", "3"].flatMap((id) => {
    const name = textOf(find(`SalesCustomName${id}`) ?? {}, "StringValue");
    const isUsed = find(`UseSalesCustom${id}`)?.["BooleanValue"] === true;
    return isUsed && name !== undefined ? [{ id, name }] : [];
  });
}
