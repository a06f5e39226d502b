import { fault } from "../../../faults/api-fault.ts";
import { linkedDoesNotExist, missingParameter } from "../../../faults/fault-texts.ts";
import { cannotLink } from "../../../faults/transaction-faults.ts";
import {
  compact,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import type { Store } from "../../../store/store.ts";
import { lineLinks } from "../links.ts";
import type { Link } from "../traits.ts";

/**
 * A bill for what was ordered: its lines name the order and its line (`TxnLineId` is mandatory there), its
 * header names each order once (documented; observed on a bill made from an order in 2021).
 */

/**
 * The fields with the links that a client may write: to purchase orders of the same vendor. Links that the
 * server made, such as those of payments, come back in a full update and are dropped.
 */
export function prepareOrderLinks(fields: JsonObject, store: Store): JsonObject {
  const lines = objectsOf(fields, "Line").map((line) => {
    const { LinkedTxn: _sent, ...rest } = line;
    const links = orders(line).map((link) => checkedLink(link, fields, store, true));
    return links.length === 0 ? rest : { ...rest, LinkedTxn: links };
  });
  const named = [...lines, fields].flatMap(orders).map((link) => textOf(link, "TxnId") ?? "");
  const header = [...new Set(named)].map((TxnId) =>
    checkedLink({ TxnId, TxnType: "PurchaseOrder" }, fields, store, false),
  );
  const { LinkedTxn: _header, ...others } = fields;
  return compact({
    ...others,
    ...(fields["Line"] === undefined ? {} : { Line: lines }),
    ...(header.length === 0 ? {} : { LinkedTxn: header }),
  });
}

/** Line by line where lines name the order; an order that only the header names is merely mentioned. */
export function orderLinks(fields: JsonObject, header: readonly Link[]): readonly Link[] {
  const byLine = lineLinks(fields);
  return [...byLine, ...header.filter(({ id }) => !byLine.some((link) => link.id === id))];
}

function orders(owner: JsonObject): JsonObject[] {
  return objectsOf(owner, "LinkedTxn").filter(
    (link) => textOf(link, "TxnType") === "PurchaseOrder",
  );
}

/** Refuses an order that is not there, another vendor's, or a line that it does not have. */
function checkedLink(
  link: JsonObject,
  bill: JsonObject,
  store: Store,
  isOnLine: boolean,
): JsonObject {
  const id = textOf(link, "TxnId") ?? "";
  const lineId = textOf(link, "TxnLineId");
  const order = store.record("PurchaseOrder", id);
  if (order === undefined) throw fault(linkedDoesNotExist("PurchaseOrder", id));
  if (referenceOf(order.fields, "VendorRef") !== referenceOf(bill, "VendorRef")) {
    throw fault(cannotLink(id));
  }
  if (!isOnLine) return { TxnId: id, TxnType: "PurchaseOrder" };
  if (lineId === undefined) throw fault(missingParameter("TxnLineId"));
  const hasLine = objectsOf(order.fields, "Line").some((line) => line["Id"] === lineId);
  if (!hasLine) throw fault(cannotLink(id));
  return { TxnId: id, TxnType: "PurchaseOrder", TxnLineId: lineId };
}
