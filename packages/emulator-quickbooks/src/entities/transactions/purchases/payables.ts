import { referenceOf } from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { IncomingLink, StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Amounts } from "../home-amounts.ts";
import { linksBefore } from "../links.ts";
import type { Link } from "../traits.ts";

/** What a transaction has on a vendor's payable, in the vendor's currency and at home. */
export interface Payable {
  readonly record: StoredRecord;
  readonly vendor: string;
  /** Id of the payable account. */
  readonly account: string;
  /** Above 0: owed to the vendor (a bill). Below 0: the vendor's debt (a credit). */
  readonly owed: Amounts;
}

/**
 * The payable of a bill, vendor credit, journal entry, deposit or expense, as the books hold it.
 * Undefined where the transaction has nothing on the vendor's account.
 */
export function payableOf(
  link: Pick<Link, "type" | "id">,
  vendor: string,
  store: Store,
): Payable | undefined {
  const record = store.record(link.type, link.id);
  const own = (record?.postings ?? []).filter(
    ({ party }) => party?.type === "Vendor" && party.id === vendor,
  );
  const [first] = own;
  if (record === undefined || first === undefined) return undefined;
  return {
    record,
    vendor,
    account: first.account,
    owed: {
      amount: subtract(0, ...own.map(({ amount }) => amount)),
      home: subtract(0, ...own.map(({ home }) => home)),
    },
  };
}

/** What the vendor's payments have taken of it; `payment`'s own part is not counted. */
function appliedByOthers(payable: Payable, payment: string, store: Store): number {
  const links = (payable.record.linkedFrom ?? []).filter(({ id }) => id !== payment);
  return settledBy(links, payable, store);
}

/** What the vendor's payments had taken of it before `payment`. */
export function appliedBefore(payable: Payable, payment: string, store: Store): number {
  return settledBy(linksBefore(payable.record.linkedFrom ?? [], payment), payable, store);
}

function settledBy(links: readonly IncomingLink[], { vendor }: Payable, store: Store): number {
  const own = links.filter(
    ({ type, id }) =>
      type === "BillPayment" &&
      referenceOf(store.record(type, id)?.fields ?? {}, "VendorRef") === vendor,
  );
  return add(...own.map(({ amount }) => amount));
}

/** What is left of it, without `payment`'s own part. */
export function openPayable(payable: Payable, payment: string, store: Store): number {
  return subtract(Math.abs(payable.owed.amount), appliedByOthers(payable, payment, store));
}
