import { fault } from "../../../faults/api-fault.ts";
import { wrongAccount } from "../../../faults/sales-fault-texts.ts";
import { referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import type { WriteContext } from "../../descriptor.ts";
import { standardAccount } from "../standard-accounts.ts";

/** Where money can lie. A refund may also go back on a card. */
const MONEY_ACCOUNTS: ReadonlySet<string> = new Set(["Bank", "Other Current Asset", "Credit Card"]);

/** The fields with the account of the money: Undeposited Funds where none is named (recorded). */
export function withDepositAccount(fields: JsonObject, context: WriteContext): JsonObject {
  refuseWrongAccount(fields, "DepositToAccountRef", MONEY_ACCOUNTS, context);
  const value = standardAccount(context.store, "UndepositedFunds");
  return { DepositToAccountRef: { value }, ...fields };
}

/** Fault 6430 for an account of another type (documented code). */
export function refuseWrongAccount(
  fields: JsonObject,
  property: string,
  types: ReadonlySet<string>,
  { store }: WriteContext,
): void {
  const account = store.record("Account", referenceOf(fields, property) ?? "");
  if (account === undefined) return;
  if (!types.has(textOf(account.fields, "AccountType") ?? "")) throw fault(wrongAccount(property));
}
