/**
 * Which shared fields a request of the product is to change, read from its bytes: for whoever judges what the
 * product could not know. A create is none, as nothing was held before it.
 */
import type { HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  atPath,
  type Fields,
  findRecord,
  recordInBin,
  type Systems,
  textOf,
} from "./remote-view.ts";
import { type Pair, PAIRS, pairOfType, STANDARD_PRICE, type Value } from "./shared-fields.ts";

/** One field of one record. */
export interface OwnChange {
  readonly system: SystemName;
  readonly mapping: string;
  readonly id: string;
  /** Its name in the shared table. */
  readonly field: string;
  /** What the record held when the request left, and what it is to hold. */
  readonly held: Value;
  readonly sent: Value;
  /** The record was in Salesforce's recycle bin as the request left. Default false. */
  readonly isInBin?: boolean;
  /** The save that it builds on, as QuickBooks counts them. Default: none is named, as in Salesforce. */
  readonly savedAs?: number;
}

interface CompositePart {
  readonly method: string;
  readonly url: string;
  readonly body?: Fields;
}

interface Target {
  readonly system: SystemName;
  readonly pair: Pair;
  readonly id: string;
}

type Bytes = Pick<HttpRequest, "method" | "url" | "body">;

/** Stands for the record as a whole, where a request is to delete it. */
export const WHOLE_RECORD = "@record";

/** Of the invoices of sales, which have no pair in the shared table. */
export const INVOICE_MAPPING = "invoice-opportunity";

/**
 * Empty for what changes no shared field of a record that is there. One in Salesforce's recycle bin counts: it takes
 * no change, but whose answer is lost may find the record restored and cannot know that.
 */
export function ownChanges(world: Systems, { method, url, body }: Bytes): readonly OwnChange[] {
  if (method === "GET" || body === null || body === "") return [];
  const [path = ""] = url.split("?", 1);
  if (path.endsWith("/composite")) {
    const { compositeRequest = [] } = JSON.parse(body) as {
      readonly compositeRequest?: readonly CompositePart[];
    };
    return compositeRequest.flatMap((part) => salesforceChanges(world, part));
  }
  if (/\/invoice\?operation=(?:delete|void)\b/.test(url)) return [removalOfInvoice(body)];
  const [, type] = /\/(customer|item)$/.exec(path) ?? [];
  if (type === undefined) return [];
  const fields = JSON.parse(body) as Fields;
  const pair = type === "customer" ? PAIRS.customer : PAIRS.product;
  const target: Target = { system: "quickbooks", pair, id: String(fields["Id"]) };
  return changesOf(world, target, fields);
}

/** Its other fields are none of the shared ones: a void takes its amounts, a deletion all of it. */
function removalOfInvoice(body: string): OwnChange {
  const id = String((JSON.parse(body) as Fields)["Id"]);
  const what = { field: WHOLE_RECORD, held: "there", sent: null };
  return { system: "quickbooks", mapping: INVOICE_MAPPING, id, ...what };
}

function salesforceChanges(
  world: Systems,
  { method, url, body = {} }: CompositePart,
): readonly OwnChange[] {
  const [, type = "", id = null] = /\/sobjects\/(\w+)(?:\/(\w+))?$/.exec(url) ?? [];
  if (method === "GET") return [];
  if (type === "PricebookEntry") {
    const entry = id === null ? body : world.org.store.get(type, id);
    const product = String(entry?.["Product2Id"]);
    const target: Target = { system: "salesforce", pair: PAIRS.product, id: product };
    return changesOf(world, target, { [STANDARD_PRICE]: body["UnitPrice"] });
  }
  const pair = pairOfType(type);
  if (pair === undefined || id === null) return [];
  if (method === "DELETE") {
    const { mapping } = pair;
    return [{ system: "salesforce", mapping, id, field: WHOLE_RECORD, held: "there", sent: null }];
  }
  return changesOf(world, { system: "salesforce", pair, id }, body);
}

/** `sent` is the body, or the part of it that is about the record. */
function changesOf(
  world: Systems,
  { system, pair, id }: Target,
  sent: Fields,
): readonly OwnChange[] {
  const inBin = system === "salesforce" ? recordInBin(world, pair, id) : null;
  const live = findRecord(world, system, pair, id);
  const record = live ?? inBin;
  if (record === null) return [];
  return pair.fields.flatMap((field) => {
    const value = system === "salesforce" ? sent[field.salesforce] : atPath(sent, field.quickbooks);
    if (value === undefined) return [];
    const held = record.values[field.name] ?? null;
    const where = { system, mapping: pair.mapping, id, field: field.name };
    const on = sent["SyncToken"] === undefined ? {} : { savedAs: Number(sent["SyncToken"]) };
    const bin = live === null ? { isInBin: true } : {};
    return [{ ...where, held, sent: textOf(value), ...bin, ...on }];
  });
}
