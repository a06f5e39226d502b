import { compact, inOrder, referenceOf, type JsonObject } from "../../json/json-value.ts";
import { DEFAULT_TAX_CODE_ID } from "../../not-evidenced.ts";
import { balanceWithJobs, customerBalance } from "../balances.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../descriptor.ts";
import { fullyQualifiedName, levelOf } from "./names.ts";
import { shownCurrency } from "../currencies.ts";
import { checkParty, prepareParty } from "./party.ts";

/** Customers, jobs and sub-customers. Key order and defaults as recorded. */
export const CUSTOMER: EntityDescriptor = {
  type: "Customer",
  operations: operations("create read query update"),
  counter: "name",
  wireOrder: listOf(`
    Taxable BillAddr ShipAddr Notes Job BillWithParent ParentRef Level CustomerTypeRef SalesTermRef
    PaymentMethodRef Balance BalanceWithJobs CurrencyRef PreferredDeliveryMethod ResaleNum IsProject
    domain sparse Id SyncToken MetaData CustomField Title GivenName MiddleName FamilyName Suffix
    FullyQualifiedName CompanyName DisplayName PrintOnCheckName Active PrimaryPhone AlternatePhone
    Mobile Fax PrimaryEmailAddr WebAddr DefaultTaxCodeRef`),
  computed: setOf("Balance BalanceWithJobs CurrencyRef FullyQualifiedName Level"),
  readOnly: setOf(
    "Balance BalanceWithJobs FullyQualifiedName Level OverDueBalance TotalRevenue TotalExpense RootCustomerRef",
  ),
  queryable: setOf(`
    DisplayName GivenName MiddleName FamilyName CompanyName FullyQualifiedName PrintOnCheckName
    Active Balance BalanceWithJobs PrimaryEmailAddr PrimaryPhone Job ParentRef`),
  isInChangeData: true,
  raisesEvents: true,
  nameProperty: "DisplayName",
  check: checkParty,
  prepare: (draft, context) => {
    const defaults = {
      Taxable: true,
      Job: false,
      BillWithParent: false,
      PreferredDeliveryMethod: "Print",
    };
    return { fields: prepareParty("Customer", draft, defaults, context) };
  },
  view: (record, { store, profile }) => {
    const level = levelOf(record, store);
    return compact({
      Balance: customerBalance(store, record.id),
      BalanceWithJobs: balanceWithJobs(store, record.id),
      CurrencyRef: shownCurrency(record.fields, profile),
      FullyQualifiedName: fullyQualifiedName(record, store),
      Level: level === 0 ? undefined : level,
    });
  },
  /** A new sub-customer moves its parent's LastUpdatedTime, with no new SyncToken (recorded). */
  settle: (before, after, { store, now }) => {
    const parentId =
      before === undefined && after !== undefined
        ? referenceOf(after.fields, "ParentRef")
        : undefined;
    const parent = parentId === undefined ? undefined : store.record("Customer", parentId);
    if (parent !== undefined) store.putRecord({ ...parent, updatedAt: now });
  },
};

/** A single read and a write's answer show the default tax code; a query does not (recorded). */
export function withSingleReadExtras(type: string, shown: JsonObject): JsonObject {
  if (type !== "Customer" || shown["DefaultTaxCodeRef"] !== undefined) return shown;
  return inOrder(
    { ...shown, DefaultTaxCodeRef: { value: DEFAULT_TAX_CODE_ID } },
    CUSTOMER.wireOrder,
  );
}
