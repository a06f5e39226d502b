/** Features of an org that change its objects and cannot be switched off again, as in Salesforce. */
export interface OrgFeatures {
  /** People as accounts: Account gains a person's fields and a record type of its own. */
  readonly personAccounts: boolean;
  /** Several currencies; null: every amount is in the one currency of the org. */
  readonly multiCurrency: MultiCurrency | null;
}

export interface MultiCurrency {
  /** The currency that conversion rates are measured in, and the one of records that name none. */
  readonly corporate: string;
  readonly currencies: readonly OrgCurrency[];
  /** Whether rates change by date (`DatedConversionRate`). */
  readonly advanced: boolean;
}

export interface OrgCurrency {
  /** Three letters of ISO 4217. */
  readonly isoCode: string;
  /** Units of this currency for one unit of the corporate currency; 1 for the corporate one. */
  readonly conversionRate: number;
  /** 0 to 6. */
  readonly decimalPlaces: number;
  readonly active: boolean;
}

/** An org without either. */
export const NO_FEATURES: OrgFeatures = { personAccounts: false, multiCurrency: null };
