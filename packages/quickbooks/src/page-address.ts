/**
 * The pages of QuickBooks on which a person meets a record. The id stands in the address, so that a
 * pasted address names a record as well as a filter does.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";

interface RecordPage {
  readonly type: string;
  /** Last part of the address' path, lower case. */
  readonly page: string;
  /** Query parameter that holds the id. */
  readonly parameter: string;
}

const PAGES: readonly RecordPage[] = [
  { type: "Customer", page: "customerdetail", parameter: "nameId" },
  { type: "Vendor", page: "vendordetail", parameter: "nameId" },
  { type: "Item", page: "item", parameter: "itemId" },
  { type: "Invoice", page: "invoice", parameter: "txnId" },
];

/** The record's page below `appUrl`; the start page for a type that has none. */
export function pageUrl(appUrl: string, ref: RecordRef): string {
  const found = PAGES.find(({ type }) => type === ref.type);
  if (found === undefined) return `${appUrl}/app/homepage`;
  return `${appUrl}/app/${found.page}?${found.parameter}=${encodeURIComponent(ref.id)}`;
}

/** A pasted address: the record it shows, or what it lacks. */
export type PastedAddress =
  | { readonly kind: "record"; readonly type: string; readonly id: string }
  | { readonly kind: "other-page" }
  | { readonly kind: "none" };

/** Reads an address of a QuickBooks page, with or without the host; `none` when `text` is no address. */
export function readPageAddress(text: string): PastedAddress {
  const parts = /^(?:https?:\/\/[^\s/?#]+)?\/app\/([^\s/?#]+)(?:\?([^\s#]*))?(?:#\S*)?$/i.exec(
    text,
  );
  if (parts === null)
    return /^https?:\/\/\S+$/i.test(text) ? { kind: "other-page" } : { kind: "none" };
  const [, page = "", query = ""] = parts;
  const known = PAGES.find((candidate) => candidate.page === page.toLowerCase());
  if (known === undefined) return { kind: "other-page" };
  const values = new Map(
    [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]),
  );
  const id = values.get(known.parameter.toLowerCase()) ?? "";
  return /^\d+$/.test(id) ? { kind: "record", type: known.type, id } : { kind: "other-page" };
}
