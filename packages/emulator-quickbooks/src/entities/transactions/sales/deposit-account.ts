import type { JsonObject } from "../../../json/json-value.ts";
import type { WriteContext } from "../../descriptor.ts";
import { requireAccountType } from "../account-kinds.ts";
import { standardAccount } from "../standard-accounts.ts";

/** Where money can lie. A refund may also go back on a card. */
const MONEY_ACCOUNTS = ["Bank", "Other Current Asset", "Credit Card"] as const;

/** The fields with the account of the money: Undeposited Funds where none is named (recorded). */
export function withDepositAccount(fields: JsonObject, { store }: WriteContext): JsonObject {
  requireAccountType(fields, "DepositToAccountRef", MONEY_ACCOUNTS, store);
  return { DepositToAccountRef: { value: standardAccount(store, "UndepositedFunds") }, ...fields };
}
