import countries from "../../data/seed/countries.json" with { type: "json" };
import { currencyName } from "../entities/currencies.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { StartCountry } from "./company-start.ts";

/** What makes a company of one country, besides its taxes. */
export interface CountryFacts {
  readonly currency: string;
  /** The value and the mnemonic of `DateFormat`. */
  readonly dateFormat: readonly string[];
  /** Names of the accounts for tax that is owed, and for tax that is filed. */
  readonly payable: string;
  readonly suspense: string;
}

type SeedRecords = Readonly<Record<string, readonly JsonObject[]>>;

const FIRST_DAY = "2015-10-01T16:00:00-07:00";
const META = { CreateTime: FIRST_DAY, LastUpdatedTime: FIRST_DAY };

/** Undefined for the United States, whose lists are the seed's own. */
export function countryFacts(country: StartCountry): CountryFacts | undefined {
  return country === "US" ? undefined : countries[country];
}

/** Agencies, rates and codes of a country, shown as the API shows them. */
export function taxRecords(country: Exclude<StartCountry, "US">): SeedRecords {
  const { agencies, rates, codes } = countries[country];
  return {
    TaxAgency: agencies.map(({ id, name }) =>
      record(id, {
        DisplayName: name,
        TaxTrackedOnSales: true,
        TaxTrackedOnPurchases: true,
        TaxAgencyConfig: "SYSTEM_GENERATED",
      }),
    ),
    TaxRate: rates.map(({ id, name, value, agency }) =>
      record(id, {
        Name: name,
        Description: name,
        Active: true,
        RateValue: value,
        AgencyRef: { value: agency },
        SpecialTaxType: value === 0 ? "ZERO_RATE" : "NONE",
        DisplayType: "ReadOnly",
      }),
    ),
    TaxCode: codes.map(({ id, name, description, taxable, sales, purchase }) =>
      record(id, {
        Name: name,
        Description: description,
        Active: true,
        Hidden: false,
        Taxable: taxable,
        TaxGroup: true,
        SalesTaxRateList: rateList(sales),
        PurchaseTaxRateList: rateList(purchase),
        TaxCodeConfigType: "SYSTEM_GENERATED",
      }),
    ),
  };
}

/** The accounts that a country's taxes are booked to, over those of the United States. */
export function taxAccounts({ payable, suspense }: CountryFacts): readonly JsonObject[] {
  const common = {
    Active: true,
    Classification: "Liability",
    AccountType: "Other Current Liability",
  };
  return [
    record("90", { ...common, Name: payable, AccountSubType: "SalesTaxPayable" }),
    record("93", { ...common, Name: suspense, AccountSubType: "GlobalTaxSuspense" }),
  ];
}

/** Three foreign currencies. */
export function startCurrencies(home: string): readonly string[] {
  return ["USD", "EUR", "CAD", "AUD"].filter((code) => code !== home).slice(0, 3);
}

/** A currency of the company, shown as the API shows it. */
export function currencyRecord(code: string, index: number): JsonObject {
  return record(String(index + 1), { Code: code, Name: currencyName(code), Active: true });
}

function rateList(ids: readonly string[]): JsonObject {
  return {
    TaxRateDetail: ids.map((id) => ({
      TaxRateRef: { value: id },
      TaxTypeApplicable: "TaxOnAmount",
      TaxOrder: 0,
    })),
  };
}

function record(id: string, fields: JsonObject): JsonObject {
  return { Id: id, SyncToken: "0", MetaData: META, ...fields };
}
