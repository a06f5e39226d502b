import { objectsOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { formatMoney } from "../../../money.ts";
import type { EntityType } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import { nameValues } from "../name-values.ts";
import { typeOfTxnType } from "../txn-types.ts";
import { familyOf } from "./family.ts";
import { claimFinder, openClaim } from "./payment-applications.ts";

/** The payment's lines, each with three facts of what it pays (recorded as XML in 2017). */
export function withLineExtras(payment: JsonObject, store: Store): JsonObject[] {
  const find = claimFinder(familyOf(payment, store), store);
  const open = new Map<string, string>();
  const openOf = (type: EntityType | undefined, id: string): string => {
    const key = `${type}/${id}`;
    const claim = type === undefined || open.has(key) ? undefined : find({ type, id });
    const amount = open.get(key) ?? formatMoney(claim === undefined ? 0 : openClaim(claim, store));
    open.set(key, amount);
    return amount;
  };
  return objectsOf(payment, "Line").map((line) => {
    const [linked = {}] = objectsOf(line, "LinkedTxn");
    const id = textOf(linked, "TxnId") ?? "";
    const type = typeOfTxnType(textOf(linked, "TxnType") ?? "");
    const record = type === undefined ? undefined : store.record(type, id);
    const LineEx = nameValues({
      txnId: id,
      txnOpenBalance: openOf(type, id),
      txnReferenceNumber: textOf(record?.fields ?? {}, "DocNumber") ?? "",
    });
    return { ...line, LineEx };
  });
}
