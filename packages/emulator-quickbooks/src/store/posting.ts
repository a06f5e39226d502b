/** The customer or vendor whose account a receivable or payable is. */
export interface PostingParty {
  readonly type: "Customer" | "Vendor" | "Employee";
  readonly id: string;
}

/**
 * One line of a transaction in the general ledger. Debits are positive, credits negative; the home
 * amounts of a transaction add up to nothing.
 */
export interface Posting {
  /** Id of the Account. */
  readonly account: string;
  /** In the transaction's currency, which is its party's. */
  readonly amount: number;
  /** In the company's currency. */
  readonly home: number;
  /** Only on accounts receivable and payable. */
  readonly party?: PostingParty;
}
