import { fault } from "../../../faults/api-fault.ts";
import { linkedDoesNotExist } from "../../../faults/fault-texts.ts";
import { cannotLink } from "../../../faults/transaction-faults.ts";
import {
  isList,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../../../json/json-value.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft } from "../../descriptor.ts";
import { headerLinks, lineLinks } from "../links.ts";
import type { Link } from "../traits.ts";
import { typeOfTxnType } from "../txn-types.ts";

/** What a client may link an invoice to; payments and charges are the server's (documented). */
const LINKABLE: ReadonlySet<string> = new Set(["Estimate", "TimeActivity"]);

/**
 * The estimates and time activities that an invoice bills, each once, whether its header or one of its
 * lines names them. No money moves.
 */
export function billedLinks(fields: JsonObject): Link[] {
  const named = [...headerLinks(fields), ...lineLinks(fields)].filter(({ type }) =>
    LINKABLE.has(type),
  );
  return [...new Map(named.map((link) => [`${link.type}/${link.id}`, link])).values()].map(
    ({ type, id }) => ({ type, id, amount: 0 }),
  );
}

/** The fields with only those links that are a client's to make. */
export function withOwnLinks(fields: JsonObject): JsonObject {
  const { LinkedTxn: _links, ...rest } = fields;
  const own = linkable(fields);
  const withLines =
    rest["Line"] === undefined ? rest : { ...rest, Line: objectsOf(rest, "Line").map(ownLine) };
  return own.length === 0 ? withLines : { ...withLines, LinkedTxn: own };
}

function ownLine(line: JsonObject): JsonObject {
  if (!isList(line["LinkedTxn"])) return line;
  const { LinkedTxn: _links, ...rest } = line;
  const own = linkable(line);
  return own.length === 0 ? rest : { ...line, LinkedTxn: own };
}

function linkable(owner: JsonObject): JsonValue[] {
  return objectsOf(owner, "LinkedTxn").filter((linked) =>
    LINKABLE.has(typeOfTxnType(textOf(linked, "TxnType") ?? "") ?? ""),
  );
}

/**
 * Refuses a link to what is not there (6000, recorded), and one to another customer's record or to one
 * that another invoice bills (620).
 */
export function refuseBadLinks(draft: Draft, fields: JsonObject, store: Store): void {
  const customer = referenceOf(fields, "CustomerRef");
  for (const { type, id } of billedLinks(fields)) {
    const target = store.record(type, id);
    if (target === undefined) throw fault(linkedDoesNotExist(type, id));
    const theirs = referenceOf(target.fields, "CustomerRef");
    const isStranger = theirs !== undefined && theirs !== customer;
    if (isStranger || isBilledByOther(target, draft.id)) throw fault(cannotLink(id));
  }
}

function isBilledByOther({ linkedFrom = [] }: StoredRecord, invoiceId: string): boolean {
  return linkedFrom.some(({ type, id }) => type === "Invoice" && id !== invoiceId);
}
