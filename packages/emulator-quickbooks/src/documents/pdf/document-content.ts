import type { JsonObject } from "../../json/json-value.ts";
import type { EntityType } from "../../store/stored-record.ts";

/** What a document says, before anything is placed on a page. All texts are ready to be read. */
export interface DocumentContent {
  readonly title: string;
  readonly companyName: string;
  readonly companyLines: readonly string[];
  /** Bill to, ship to. */
  readonly parties: readonly { readonly label: string; readonly lines: readonly string[] }[];
  /** Number, dates, terms. */
  readonly facts: readonly LabelledText[];
  readonly rows: readonly DocumentRow[];
  readonly totals: readonly Total[];
  /** The message to the customer or vendor; empty when there is none. */
  readonly memo: string;
}

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

/** One line of the table; a cell may be empty. */
export interface DocumentRow {
  readonly activity: string;
  readonly description: string;
  readonly quantity: string;
  readonly rate: string;
  readonly amount: string;
}

export interface Total extends LabelledText {
  /** The sums that a reader looks for. */
  readonly isStrong?: boolean;
}

/** How each kind of document is called, and whom it is for. */
export interface DocumentKind {
  readonly title: string;
  /** How its number is called. */
  readonly number: string;
  readonly party: "Customer" | "Vendor";
}

/** D: the types that have a PDF and can be sent by e-mail. */
export const DOCUMENT_KINDS: Readonly<Partial<Record<EntityType, DocumentKind>>> = {
  CreditMemo: { title: "Credit Memo", number: "Credit #", party: "Customer" },
  Estimate: { title: "Estimate", number: "Estimate #", party: "Customer" },
  Invoice: { title: "Invoice", number: "Invoice #", party: "Customer" },
  Payment: { title: "Payment Receipt", number: "Reference #", party: "Customer" },
  PurchaseOrder: { title: "Purchase Order", number: "P.O. #", party: "Vendor" },
  RefundReceipt: { title: "Refund Receipt", number: "Refund #", party: "Customer" },
  SalesReceipt: { title: "Sales Receipt", number: "Receipt #", party: "Customer" },
};

/** A record that is to be shown: as a read shows it, with what it refers to. */
export interface ShownDocument {
  readonly type: EntityType;
  readonly kind: DocumentKind;
  readonly shown: JsonObject;
  readonly companyInfo: JsonObject;
  /** `US` has dates of its own. */
  readonly country: string;
  /** The property of another record by which a reader knows it; undefined when it has none. */
  readonly lookUp: (type: string, id: string, property: string) => string | undefined;
}
