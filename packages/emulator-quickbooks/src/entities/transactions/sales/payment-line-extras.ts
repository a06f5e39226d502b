import { objectsOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { formatMoney } from "../../../money.ts";
import type { Store } from "../../../store/store.ts";
import { nameValues } from "../name-values.ts";
import { typeOfTxnType } from "../txn-types.ts";
import { claimOf, openClaim } from "./payment-applications.ts";

/** The three facts that a payment's line shows of what it pays (recorded as XML in 2017). */
export function lineExtras(line: JsonObject, family: string, store: Store): JsonObject {
  const [linked = {}] = objectsOf(line, "LinkedTxn");
  const id = textOf(linked, "TxnId") ?? "";
  const type = typeOfTxnType(textOf(linked, "TxnType") ?? "");
  const record = type === undefined ? undefined : store.record(type, id);
  const claim = type === undefined ? undefined : claimOf({ type, id }, family, store);
  const open = claim === undefined ? 0 : openClaim(claim, store);
  return nameValues({
    txnId: id,
    txnOpenBalance: formatMoney(open),
    txnReferenceNumber: textOf(record?.fields ?? {}, "DocNumber") ?? "",
  });
}
