import type { JsonObject } from "../json/json-value.ts";

/** Countries whose taxes and settings the seed knows. */
export const START_COUNTRIES = ["US", "GB", "CA", "AU"] as const;
export type StartCountry = (typeof START_COUNTRIES)[number];

/** How a company is set up on its first day, and again after a reset. */
export interface CompanyStart {
  /**
   * Default US: the company of the recordings, with its transactions. The others have the same customers,
   * vendors and items, their own currency and taxes, and no transactions yet.
   */
  readonly country: StartCountry;
  /** Several currencies from the start, three of them foreign. Default false. */
  readonly multiCurrency: boolean;
  /** Documents carry the numbers that clients give. Default false: they count up. */
  readonly customTransactionNumbers: boolean;
  /** Sections of Preferences over those of the seed, property by property. Default none. */
  readonly preferences: JsonObject;
}

export const DEFAULT_START: CompanyStart = {
  country: "US",
  multiCurrency: false,
  customTransactionNumbers: false,
  preferences: {},
};
