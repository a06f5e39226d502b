import { fault, type FaultError } from "../../faults/api-fault.ts";
import { invalidEnumeration, invalidName, missingParameter } from "../../faults/fault-texts.ts";
import {
  accountTypeMissing,
  accumulatedIsNoParent,
  duplicateAccountNumber,
  invalidAccountType,
  noSubAccounts,
  openBalanceDateMissing,
  parentTypeDiffers,
  specialAccount,
  typeHasSubAccounts,
} from "../../faults/list-faults.ts";
import { referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import type { Draft } from "../descriptor.ts";
import type { StandardAccount } from "../transactions/standard-accounts.ts";
import { accountTypeOf } from "./account-types.ts";
import { checkName } from "./names.ts";

/** Neither above nor below another account (documented). */
const ALONE: ReadonlySet<string> = new Set([
  "OpeningBalanceEquity",
  "UndepositedFunds",
  "RetainedEarnings",
  "CashReceiptIncome",
  "CashExpenditureExpense",
  "ExchangeGainOrLoss",
]);
/** Always below another account, and never above one (observed 2026-09-17). */
const ACCUMULATED: ReadonlySet<string> = new Set([
  "AccumulatedAmortization",
  "AccumulatedDepletion",
  "AccumulatedDepreciation",
]);
/** The company posts to these by itself; the last one of a kind and currency stays. */
const POSTED_TO: Readonly<Record<StandardAccount, true>> = {
  AccountsPayable: true,
  AccountsReceivable: true,
  DiscountsRefundsGiven: true,
  ExchangeGainOrLoss: true,
  OpeningBalanceEquity: true,
  SalesTaxPayable: true,
  ServiceFeeIncome: true,
  ShippingFreightDeliveryIncome: true,
  SuppliesMaterialsCogs: true,
  UndepositedFunds: true,
};
const SPECIAL: ReadonlySet<string> = new Set([...Object.keys(POSTED_TO), "RetainedEarnings"]);

/** Name, number, type and opening balance, each by itself. */
export function checkAccount({ fields, existing }: Draft, errors: FaultError[]): void {
  const name = textOf(fields, "Name");
  if (name === undefined) errors.push(missingParameter("Name"));
  else if (name.includes('"')) errors.push(invalidName("Name"));
  checkName(name, "Name", errors);
  if (textOf(fields, "AcctNum")?.includes(":") === true) errors.push(invalidName("AcctNum"));
  const type = textOf(fields, "AccountType");
  const subType = textOf(fields, "AccountSubType");
  if (type === undefined && subType === undefined) errors.push(accountTypeMissing());
  const isKept = existing !== undefined && textOf(existing.fields, "AccountSubType") === subType;
  if (subType !== undefined && !isKept && accountTypeOf(subType) === undefined) {
    errors.push(invalidEnumeration(subType));
  }
  const isOpened = existing === undefined && fields["OpeningBalance"] !== undefined;
  if (isOpened && fields["OpeningBalanceDate"] === undefined) errors.push(openBalanceDateMissing());
}

/** The rules between an account and the others. `fields` are complete: type and sub-type are there. */
export function checkPlace(draft: Draft, fields: JsonObject, store: Store): void {
  const type = textOf(fields, "AccountType") ?? "";
  const subType = textOf(fields, "AccountSubType") ?? "";
  const before = draft.existing?.fields ?? {};
  const isKept =
    textOf(before, "AccountSubType") === subType && textOf(before, "AccountType") === type;
  if (!isKept && accountTypeOf(subType) !== type) throw fault(invalidAccountType(subType));
  const parent = store.record("Account", referenceOf(fields, "ParentRef") ?? "");
  if (parent !== undefined) checkParent(type, subType, parent);
  else if (ACCUMULATED.has(subType)) throw fault(accumulatedIsNoParent());
  const children = store.indexes.find(`child:Account:${draft.id}`);
  if (draft.existing !== undefined && children.length > 0) {
    if (textOf(draft.existing.fields, "AccountType") !== type) throw fault(typeHasSubAccounts());
    if (ALONE.has(subType)) throw fault(noSubAccounts());
    if (ACCUMULATED.has(subType)) throw fault(accumulatedIsNoParent());
  }
  if (draft.existing !== undefined) keepSpecial(draft.existing, fields, store);
  checkNumber(draft.id, fields, store);
}

function checkParent(type: string, subType: string, { fields }: StoredRecord): void {
  const above = textOf(fields, "AccountSubType") ?? "";
  if (textOf(fields, "AccountType") !== type) throw fault(parentTypeDiffers());
  if (ALONE.has(subType) || ALONE.has(above)) throw fault(noSubAccounts());
  if (ACCUMULATED.has(above)) throw fault(accumulatedIsNoParent());
}

/** The books need one active account of each special kind. */
function keepSpecial(existing: StoredRecord, fields: JsonObject, store: Store): void {
  const kind = textOf(existing.fields, "AccountSubType") ?? "";
  const stays = fields["Active"] !== false && textOf(fields, "AccountSubType") === kind;
  if (stays || !SPECIAL.has(kind) || existing.fields["Active"] === false) return;
  const others = store.indexes
    .find(`subtype:${kind}`)
    .filter(
      ({ id, fields: other }) =>
        id !== existing.id &&
        other["Active"] !== false &&
        referenceOf(other, "CurrencyRef") === referenceOf(existing.fields, "CurrencyRef"),
    );
  if (others.length === 0) throw fault(specialAccount());
}

/** Numbers are the company's; an inactive account has given its up (observed 2026-09-17). */
function checkNumber(id: string, fields: JsonObject, store: Store): void {
  const number = textOf(fields, "AcctNum")?.toLowerCase();
  if (number === undefined || fields["Active"] === false) return;
  for (const account of store.records("Account")) {
    const isTaken =
      account.id !== id &&
      account.fields["Active"] !== false &&
      textOf(account.fields, "AcctNum")?.toLowerCase() === number;
    if (isTaken) throw fault(duplicateAccountNumber());
  }
}
