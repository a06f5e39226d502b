import type { FaultError } from "../../faults/api-fault.ts";
import { invalidEnumeration } from "../../faults/fault-texts.ts";
import { parentRequired } from "../../faults/list-faults.ts";
import { compact, inOrder, referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { DEFAULT_TAX_CODE_ID } from "../../not-evidenced.ts";
import { balanceWithJobs, customerBalance } from "../balances.ts";
import { listOf, operations, setOf, type Draft, type EntityDescriptor } from "../descriptor.ts";
import { refuseOtherPayer, refuseUnbilled } from "./customer-rules.ts";
import { fullyQualifiedName, levelOf } from "./names.ts";
import type { CompanyProfile } from "../company-profile.ts";
import { shownCurrency } from "../currencies.ts";
import { checkParty, prepareParty } from "./party.ts";

/** Text in the schema, but only these are documented. */
const DELIVERIES: ReadonlySet<string> = new Set(["Email", "None", "Print"]);

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
  isInChangeData: true,
  nameProperty: "DisplayName",
  check: checkCustomer,
  prepare: (draft, context) => {
    const isSub = referenceOf(draft.fields, "ParentRef") !== undefined;
    const defaults = { Taxable: true, BillWithParent: false, PreferredDeliveryMethod: "Print" };
    const fields = prepareParty("Customer", draft, defaults, context);
    const billsAbove = isSub && fields["BillWithParent"] === true;
    const stored = { ...fields, Job: isSub, BillWithParent: billsAbove };
    refuseOtherPayer(draft, stored, context.store);
    refuseUnbilled(draft, stored, context.store);
    return { fields: stored };
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

/** `Job` says that there is a parent (documented); QuickBooks Online delivers in three ways. */
function checkCustomer(draft: Draft, errors: FaultError[]): void {
  const { fields, sent } = draft;
  checkParty(draft, errors);
  if (sent["Job"] === true && referenceOf(fields, "ParentRef") === undefined) {
    errors.push(parentRequired("Job"));
  }
  const delivery = textOf(fields, "PreferredDeliveryMethod");
  if (delivery !== undefined && !DELIVERIES.has(delivery))
    errors.push(invalidEnumeration(delivery));
}

/** A single read and a write's answer show a US customer's default tax code; a query does not (recorded). */
export function withSingleReadExtras(
  type: string,
  shown: JsonObject,
  { country }: CompanyProfile,
): JsonObject {
  const isShown =
    type !== "Customer" || country !== "US" || shown["DefaultTaxCodeRef"] !== undefined;
  if (isShown) return shown;
  return inOrder(
    { ...shown, DefaultTaxCodeRef: { value: DEFAULT_TAX_CODE_ID } },
    CUSTOMER.wireOrder,
  );
}
