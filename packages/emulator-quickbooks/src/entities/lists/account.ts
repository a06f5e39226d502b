import { compact, referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { add, subtract } from "../../money.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../descriptor.ts";
import { shownCurrency } from "../currencies.ts";
import { checkAccount, checkPlace } from "./account-rules.ts";
import { accountTypeOf, classificationOf, defaultSubType } from "./account-types.ts";
import { prepareNamed } from "./named-list.ts";
import { fullyQualifiedName } from "./names.ts";
import { withFixedCurrency } from "./party-currency.ts";

const CREDIT_CLASSES: ReadonlySet<string> = new Set(["Liability", "Equity", "Revenue"]);

/** The chart of accounts. */
export const ACCOUNT: EntityDescriptor = {
  type: "Account",
  operations: operations("create read query update"),
  counter: "account",
  wireOrder: listOf(`
    Name SubAccount ParentRef Description FullyQualifiedName Active Classification AccountType
    AccountSubType AcctNum CurrentBalance CurrentBalanceWithSubAccounts CurrencyRef domain sparse Id
    SyncToken MetaData`),
  computed: setOf(
    "SubAccount FullyQualifiedName CurrentBalance CurrentBalanceWithSubAccounts CurrencyRef",
  ),
  readOnly: setOf(
    "SubAccount FullyQualifiedName CurrentBalance CurrentBalanceWithSubAccounts Classification",
  ),
  isInChangeData: true,
  nameProperty: "Name",
  check: checkAccount,
  prepare: (draft, context) => {
    const typed = withTypes(withFixedCurrency(draft, draft.fields, context));
    const fields = prepareNamed("Account", draft, typed, context);
    checkPlace(draft, fields, context.store);
    return { fields };
  },
  view: (record, { store, profile }) => ({
    SubAccount: referenceOf(record.fields, "ParentRef") !== undefined,
    FullyQualifiedName: fullyQualifiedName(record, store),
    CurrentBalance: shownBalance(record, store),
    CurrentBalanceWithSubAccounts: balanceWithSubAccounts(record, store),
    CurrencyRef: shownCurrency(record.fields, profile),
  }),
};

/** As the books have it, credits positive where a credit is an increase (liabilities, equity, income). */
function shownBalance({ id, fields }: StoredRecord, store: Store): number {
  const debits = isForeign(fields)
    ? store.sums.accountBalanceInItsCurrency(id)
    : store.sums.accountBalance(id);
  const isCredit = CREDIT_CLASSES.has(textOf(fields, "Classification") ?? "");
  return isCredit ? subtract(0, debits) : debits;
}

function isForeign(fields: JsonObject): boolean {
  return referenceOf(fields, "CurrencyRef") !== undefined;
}

function balanceWithSubAccounts(account: StoredRecord, store: Store): number {
  const children = store.indexes.find(`child:Account:${account.id}`);
  return add(
    shownBalance(account, store),
    ...children.map((child) => balanceWithSubAccounts(child, store)),
  );
}

/** Type, sub-type and class, each worked out from the others where it is missing. */
function withTypes(fields: JsonObject): JsonObject {
  const subType = textOf(fields, "AccountSubType");
  const type = textOf(fields, "AccountType") ?? accountTypeOf(subType ?? "") ?? "";
  return compact({
    ...fields,
    AccountType: type,
    AccountSubType: subType ?? defaultSubType(type),
    Classification: classificationOf(type),
  });
}
