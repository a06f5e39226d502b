import type { EntityType } from "../store/stored-record.ts";
import { ATTACHABLE } from "../documents/attachable.ts";
import type { EntityDescriptor } from "./descriptor.ts";
import { INVOICE } from "./transactions/sales/invoice.ts";
import { ACCOUNT } from "./lists/account.ts";
import { CLASS } from "./lists/class.ts";
import { COMPANY_CURRENCY } from "./lists/company-currency.ts";
import { COMPANY_INFO } from "./lists/company-info.ts";
import { CUSTOMER_TYPE } from "./lists/customer-type.ts";
import { CUSTOMER } from "./lists/customer.ts";
import { DEPARTMENT } from "./lists/department.ts";
import { EMPLOYEE } from "./lists/employee.ts";
import { EXCHANGE_RATE } from "./lists/exchange-rate.ts";
import { ITEM } from "./lists/item.ts";
import { PAYMENT_METHOD } from "./lists/payment-method.ts";
import { PREFERENCES } from "./lists/preferences.ts";
import { TAX_AGENCY } from "./lists/tax-agency.ts";
import { TAX_CODE } from "./lists/tax-code.ts";
import { TAX_RATE } from "./lists/tax-rate.ts";
import { TERM } from "./lists/term.ts";
import { VENDOR } from "./lists/vendor.ts";
import { CREDIT_MEMO } from "./transactions/sales/credit-memo.ts";
import { ESTIMATE } from "./transactions/sales/estimate.ts";
import { PAYMENT } from "./transactions/sales/payment.ts";
import { REFUND_RECEIPT } from "./transactions/sales/refund-receipt.ts";
import { SALES_RECEIPT } from "./transactions/sales/sales-receipt.ts";
import { DEPOSIT } from "./transactions/accounting/deposit.ts";
import { JOURNAL_ENTRY } from "./transactions/accounting/journal-entry.ts";
import { TIME_ACTIVITY } from "./transactions/accounting/time-activity.ts";
import { TRANSFER } from "./transactions/accounting/transfer.ts";
import { BILL } from "./transactions/purchases/bill.ts";
import { BILL_PAYMENT } from "./transactions/purchases/bill-payment.ts";
import { PURCHASE_ORDER } from "./transactions/purchases/purchase-order.ts";
import { PURCHASE } from "./transactions/purchases/purchase.ts";
import { VENDOR_CREDIT } from "./transactions/purchases/vendor-credit.ts";

/** Every emulated type. */
const DESCRIPTORS: readonly EntityDescriptor[] = [
  ACCOUNT,
  ATTACHABLE,
  BILL,
  BILL_PAYMENT,
  CLASS,
  COMPANY_CURRENCY,
  COMPANY_INFO,
  CREDIT_MEMO,
  CUSTOMER,
  CUSTOMER_TYPE,
  DEPARTMENT,
  DEPOSIT,
  EMPLOYEE,
  EXCHANGE_RATE,
  ESTIMATE,
  INVOICE,
  ITEM,
  JOURNAL_ENTRY,
  PAYMENT,
  PAYMENT_METHOD,
  PREFERENCES,
  PURCHASE,
  REFUND_RECEIPT,
  PURCHASE_ORDER,
  SALES_RECEIPT,
  TAX_AGENCY,
  TAX_CODE,
  TAX_RATE,
  TERM,
  TIME_ACTIVITY,
  TRANSFER,
  VENDOR,
  VENDOR_CREDIT,
];

const BY_TYPE: ReadonlyMap<string, EntityDescriptor> = new Map(
  DESCRIPTORS.map((descriptor) => [descriptor.type, descriptor]),
);

const BY_LOWER_CASE: ReadonlyMap<string, EntityDescriptor> = new Map(
  DESCRIPTORS.map((descriptor) => [descriptor.type.toLowerCase(), descriptor]),
);

/** The descriptor of a type. */
export function descriptorOf(type: EntityType): EntityDescriptor {
  const descriptor = BY_TYPE.get(type);
  if (descriptor === undefined) throw new Error(`no descriptor for ${type}`);
  return descriptor;
}

/** The descriptor behind a path segment, a CDC name or a FROM clause, whatever its case. */
export function findDescriptor(name: string): EntityDescriptor | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** The descriptor behind a batch item's property, which is spelled exactly. */
export function exactDescriptor(name: string): EntityDescriptor | undefined {
  return BY_TYPE.get(name);
}
