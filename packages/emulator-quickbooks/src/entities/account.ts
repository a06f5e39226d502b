import { invalidName, missingParameter } from "../faults/fault-texts.ts";
import { compact, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "./descriptor.ts";
import { checkHierarchy, checkName, claimName, fullyQualifiedName, storedName } from "./names.ts";
import { HOME_CURRENCY } from "./references.ts";

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

/** The chart of accounts. Balances of accounts are not kept yet: they read 0. */
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
    CurrentBalance: 0,
    CurrentBalanceWithSubAccounts: 0,
    CurrencyRef: HOME_CURRENCY,
  }),
};

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
