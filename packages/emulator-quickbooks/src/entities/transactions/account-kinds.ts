import { fault } from "../../faults/api-fault.ts";
import {
  chooseCustomer,
  chooseVendor,
  invalidAccountType,
} from "../../faults/transaction-faults.ts";
import { referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { PostingParty } from "../../store/posting.ts";
import type { Store } from "../../store/store.ts";

/** The AccountType of an account; undefined where there is none of that id. */
function accountType(store: Store, id: string | undefined): string | undefined {
  return textOf(store.record("Account", id ?? "")?.fields ?? {}, "AccountType");
}

/** Fault 6430 where the reference, if there is one, names an account of another type than `types`. */
export function requireAccountType(
  owner: JsonObject,
  property: string,
  types: readonly string[],
  store: Store,
): void {
  const type = accountType(store, referenceOf(owner, property));
  if (type !== undefined && !types.includes(type)) throw fault(invalidAccountType());
}

/**
 * The party whose receivable or payable a line on `account` is, the first fitting one of `candidates`;
 * undefined for any other account. Refuses a receivable without its customer, a payable without its vendor.
 */
export function partyOnAccount(
  store: Store,
  account: string,
  candidates: readonly (PostingParty | undefined)[],
): PostingParty | undefined {
  const type = accountType(store, account);
  if (type === "Accounts Receivable") {
    const customer = candidates.find((each) => each?.type === "Customer");
    if (customer === undefined) throw fault(chooseCustomer());
    return customer;
  }
  if (type === "Accounts Payable") {
    const vendor = candidates.find((each) => each?.type === "Vendor");
    if (vendor === undefined) throw fault(chooseVendor());
    return vendor;
  }
  return undefined;
}
