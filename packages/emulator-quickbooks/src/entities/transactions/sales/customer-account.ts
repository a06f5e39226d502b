import { referenceOf, type JsonObject } from "../../../json/json-value.ts";
import type { PostingParty } from "../../../store/posting.ts";
import type { ReadContext } from "../../descriptor.ts";
import { standardAccount } from "../standard-accounts.ts";

/** The receivables account of a transaction's currency and the customer whose account it is there. */
export function customerAccount(
  fields: JsonObject,
  { store }: ReadContext,
  customer: string = referenceOf(fields, "CustomerRef") ?? "",
): { readonly account: string; readonly party: PostingParty } {
  const currency = referenceOf(fields, "CurrencyRef");
  const account = standardAccount(store, "AccountsReceivable", currency);
  return { account, party: { type: "Customer", id: customer } };
}
