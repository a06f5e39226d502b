import {
  isList,
  numberOf,
  objectsOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../../json/json-value.ts";
import { add } from "../../money.ts";
import type { IncomingLink, StoredRecord } from "../../store/stored-record.ts";
import type { Link } from "./traits.ts";
import { typeOfTxnType } from "./txn-types.ts";

/** The links that each line states: the line's amount goes to what it names. */
export function lineLinks(fields: JsonObject): Link[] {
  return objectsOf(fields, "Line").flatMap((line) => linksIn(line, numberOf(line, "Amount") ?? 0));
}

/** The links of the header, which move no money. */
export function headerLinks(fields: JsonObject): Link[] {
  return linksIn(fields, 0);
}

function linksIn(owner: JsonObject, amount: number): Link[] {
  return objectsOf(owner, "LinkedTxn").flatMap((linked) => {
    const type = typeOfTxnType(textOf(linked, "TxnType") ?? "");
    const id = textOf(linked, "TxnId");
    const lineId = textOf(linked, "TxnLineId");
    if (type === undefined || id === undefined) return [];
    return [{ type, id, amount, ...(lineId === undefined ? {} : { lineId }) }];
  });
}

/** How much of a transaction others have taken: paid, credited or refunded. To deposit it takes nothing. */
export function appliedTo(record: StoredRecord): number {
  const taken = (record.linkedFrom ?? []).filter(({ type }) => type !== "Deposit");
  return add(...taken.map((link) => link.amount));
}

/**
 * The links that came before those of a transaction; all of them while it has none. Each part of a foreign
 * claim is worth what is left after the parts before it.
 */
export function linksBefore(links: readonly IncomingLink[], id: string): readonly IncomingLink[] {
  const first = links.findIndex((link) => link.id === id);
  return first < 0 ? links : links.slice(0, first);
}

/** `LinkedTxn` as a read shows it: what the client wrote, then each other transaction once that applies. */
export function shownLinks(record: StoredRecord): JsonValue {
  const own = record.fields["LinkedTxn"];
  const incoming = new Map(
    (record.linkedFrom ?? []).map(({ type, id, txnType }) => [
      `${type}/${id}`,
      { TxnId: id, TxnType: txnType },
    ]),
  );
  return [...(isList(own) ? own : []), ...incoming.values()];
}

/** The same of a type on which no client writes links: undefined where nothing applies. */
export function linksFromOthers(record: StoredRecord): JsonValue | undefined {
  return record.linkedFrom === undefined ? undefined : shownLinks(record);
}

/** The fields without any link to the other transaction; lines that were nothing but the link go. */
export function withoutLinksTo(
  fields: JsonObject,
  other: Pick<StoredRecord, "type" | "id">,
): JsonObject {
  const isOther = (linked: JsonObject): boolean =>
    textOf(linked, "TxnId") === other.id &&
    typeOfTxnType(textOf(linked, "TxnType") ?? "") === other.type;
  const lines = objectsOf(fields, "Line").flatMap((line) => {
    const linked = objectsOf(line, "LinkedTxn");
    if (!linked.some(isOther)) return [line];
    const rest = linked.filter((each) => !isOther(each));
    if (rest.length > 0) return [{ ...line, LinkedTxn: rest }];
    const { LinkedTxn: _gone, ...unlinked } = line;
    return isBareLink(line) ? [] : [unlinked];
  });
  const { LinkedTxn: _header, Line: _lines, ...others } = fields;
  const header = objectsOf(fields, "LinkedTxn").filter((linked) => !isOther(linked));
  return {
    ...others,
    ...(fields["Line"] === undefined ? {} : { Line: lines }),
    ...(header.length === 0 ? {} : { LinkedTxn: header }),
  };
}

/** A payment's line has no detail of its own: without its link nothing is left of it. */
export function isBareLink(line: JsonObject): boolean {
  return textOf(line, "DetailType") === undefined;
}
