import type { JsonObject } from "../../json/json-value.ts";
import type { Posting } from "../../store/posting.ts";
import type { EntityType, StoredRecord } from "../../store/stored-record.ts";
import type { ReadContext } from "../descriptor.ts";

/** One application of a transaction to another, as its own lines or its header say. */
export interface Link {
  readonly type: EntityType;
  readonly id: string;
  /** The line of the other transaction, where the link is to one of its lines. */
  readonly lineId?: string;
  /** How much of the other it takes, in its currency; 0 where no money moves. */
  readonly amount: number;
}

/** What makes a record type a transaction: it applies to others and it posts to the books. */
export interface TransactionTraits {
  /** What the `LinkedTxn` of others calls it, e.g. `BillPaymentCheck`. */
  readonly txnType: (fields: JsonObject) => string;
  /** Whom it applies to. */
  readonly linksOf: (fields: JsonObject) => readonly Link[];
  /**
   * False: what it applies to keeps its SyncToken and time (recorded of sales receipts in a deposit).
   * Default true.
   */
  readonly movesVersions?: false;
  /**
   * Its lines in the general ledger; their home amounts add up to nothing. None for a quotation or an
   * order, and none once it is void.
   */
  readonly postings: (record: StoredRecord, context: ReadContext) => readonly Posting[];
  /** The fields that follow from who applies to it, e.g. an estimate's `TxnStatus`. */
  readonly whenLinked?: (record: StoredRecord) => JsonObject;
}
