/**
 * The lists of the seed as a company starts with them: the recorded and made-up ones, with another
 * country's taxes and the chosen preferences in their place.
 */

import { marketRate } from "../entities/lists/market-rates.ts";
import { isObject, objectOf, objectsOf, textOf } from "../json/json-value.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { CompanyStart } from "./company-start.ts";
import {
  countryFacts,
  currencyRecord,
  startCurrencies,
  taxAccounts,
  taxRecords,
} from "./country-lists.ts";

export type SeedFile = Readonly<Record<string, readonly JsonObject[] | undefined>>;

/** The made-up file, fitted to the start; the recorded one holds nothing that depends on it. */
export function fittedLists(madeUp: SeedFile, start: CompanyStart): SeedFile {
  const facts = countryFacts(start.country);
  const home = facts?.currency ?? "USD";
  const currencies = start.multiCurrency ? startCurrencies(home).map(currencyRecord) : [];
  const common = {
    ...madeUp,
    CompanyCurrency: currencies,
    Preferences: (madeUp["Preferences"] ?? []).map((each) => preferencesOf(each, start, home)),
  };
  if (facts === undefined || start.country === "US") return common;
  const accounts = taxAccounts(facts);
  const replaced = new Set(accounts.map((account) => account["Id"]));
  return {
    ...common,
    ...taxRecords(start.country),
    Account: [
      ...(madeUp["Account"] ?? []).filter((account) => !replaced.has(account["Id"])),
      ...accounts,
    ],
    CompanyInfo: (madeUp["CompanyInfo"] ?? []).map((info) => ({ ...info, Country: start.country })),
  };
}

/** Rates from the first day on, for the currencies that a company starts with. */
export function startRates(start: CompanyStart, at: number): StoredRecord[] {
  if (!start.multiCurrency) return [];
  const home = countryFacts(start.country)?.currency ?? "USD";
  const day = new Date(at).toISOString().slice(0, 10);
  return startCurrencies(home).map((code) => ({
    type: "ExchangeRate",
    id: `${code}/${day}`,
    syncToken: 0,
    createdAt: at,
    updatedAt: at,
    fields: {
      SourceCurrencyCode: code,
      TargetCurrencyCode: home,
      Rate: marketRate(code, home),
      AsOfDate: day,
    },
  }));
}

/** The seed's preferences, then the country's, then the switches, then what was asked for by name. */
function preferencesOf(shown: JsonObject, start: CompanyStart, home: string): JsonObject {
  const facts = countryFacts(start.country);
  const abroad: JsonObject =
    facts === undefined
      ? {}
      : { TaxPrefs: withoutGroupCode(shown), OtherPrefs: dated(shown, facts.dateFormat) };
  const switches: JsonObject = {
    CurrencyPrefs: {
      MultiCurrencyEnabled: start.multiCurrency,
      HomeCurrency: { value: home },
    },
    ...(start.customTransactionNumbers ? { SalesFormsPrefs: { CustomTxnNumbers: true } } : {}),
  };
  return overlaid(overlaid({ ...shown, ...abroad }, switches), start.preferences);
}

/** Property by property inside each section. */
function overlaid(base: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = { ...base };
  for (const [name, section] of Object.entries(over)) {
    const held = result[name];
    result[name] = isObject(section) && isObject(held) ? { ...held, ...section } : section;
  }
  return result;
}

/** Only US companies have a default code for whole sales. */
function withoutGroupCode(shown: JsonObject): JsonObject {
  const {
    TaxGroupCodeRef: _code,
    PartnerTaxEnabled: _engine,
    ...rest
  } = objectOf(shown, "TaxPrefs") ?? {};
  return rest;
}

function dated(shown: JsonObject, [value = "", mnemonic = ""]: readonly string[]): JsonObject {
  const values: Readonly<Record<string, string>> = {
    DateFormat: value,
    DateFormatMnemonic: mnemonic,
  };
  const pairs = objectsOf(objectOf(shown, "OtherPrefs") ?? {}, "NameValue");
  return {
    NameValue: pairs.map((pair) => {
      const name = textOf(pair, "Name") ?? "";
      return name in values ? { ...pair, Value: values[name] ?? "" } : pair;
    }),
  };
}
