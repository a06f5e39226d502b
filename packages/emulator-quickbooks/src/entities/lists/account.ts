import { invalidName, missingParameter } from "../../faults/fault-texts.ts";
import { compact, referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { add, subtract } from "../../money.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../descriptor.ts";
import { checkHierarchy, checkName, claimName, fullyQualifiedName, storedName } from "./names.ts";
import { HOME_CURRENCY } from "../references.ts";

/** The first sub-type QuickBooks assumes for a type, and the class the type belongs to. */
const ACCOUNT_TYPES: Readonly<Record<string, readonly [subType: string, classification: string]>> =
  {
    Bank: ["CashOnHand", "Asset"],
    "Accounts Receivable": ["AccountsReceivable", "Asset"],
    "Other Current Asset": ["EmployeeCashAdvances", "Asset"],
    "Fixed Asset": ["FurnitureAndFixtures", "Asset"],
    "Other Asset": ["Licenses", "Asset"],
    "Accounts Payable": ["AccountsPayable", "Liability"],
    "Credit Card": ["CreditCard", "Liability"],
    "Other Current Liability": ["OtherCurrentLiabilities", "Liability"],
    "Long Term Liability": ["NotesPayable", "Liability"],
    Equity: ["OpeningBalanceEquity", "Equity"],
    Income: ["SalesOfProductIncome", "Revenue"],
    "Other Income": ["OtherMiscellaneousIncome", "Revenue"],
    "Cost of Goods Sold": ["SuppliesMaterialsCogs", "Expense"],
    Expense: ["Travel", "Expense"],
    "Other Expense": ["Depreciation", "Expense"],
  };

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
    "SubAccount FullyQualifiedName CurrentBalance CurrentBalanceWithSubAccounts CurrencyRef Classification",
  ),
  queryable: setOf(`
    Name AcctNum AccountType AccountSubType Classification Active FullyQualifiedName SubAccount
    CurrentBalance Description`),
  isInChangeData: true,
  raisesEvents: true,
  nameProperty: "Name",
  check: ({ fields }, errors) => {
    const name = textOf(fields, "Name");
    if (name === undefined) errors.push(missingParameter("Name"));
    else if (name.includes('"')) errors.push(invalidName("Name"));
    checkName(name, "Name", errors);
    if (fields["AccountType"] === undefined && fields["AccountSubType"] === undefined) {
      errors.push(missingParameter("AccountType"));
    }
  },
  prepare: (draft, context) => {
    const name = textOf(draft.fields, "Name") ?? "";
    const fields = withTypes({
      Active: true,
      ...draft.fields,
      Name: storedName(name, draft),
    });
    const candidate = { type: "Account" as const, id: draft.id, fields };
    claimName(candidate, context);
    checkHierarchy(candidate, context.store);
    return { fields };
  },
  view: (record, { store }) => ({
    SubAccount: referenceOf(record.fields, "ParentRef") !== undefined,
    FullyQualifiedName: fullyQualifiedName(record, store),
    CurrentBalance: shownBalance(record, store),
    CurrentBalanceWithSubAccounts: balanceWithSubAccounts(record, store),
    CurrencyRef: HOME_CURRENCY,
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
  const type = textOf(fields, "AccountType") ?? typeOfSubType(textOf(fields, "AccountSubType"));
  const known = ACCOUNT_TYPES[type];
  return compact({
    ...fields,
    AccountType: type,
    AccountSubType: textOf(fields, "AccountSubType") ?? known?.[0],
    Classification: known?.[1],
  });
}

/** Only the first sub-type of each type is known here; any other is taken for an expense. */
function typeOfSubType(subType: string | undefined): string {
  const found = Object.entries(ACCOUNT_TYPES).find(([, [first]]) => first === subType);
  return found?.[0] ?? "Expense";
}
