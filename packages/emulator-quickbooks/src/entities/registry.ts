import { isEntityType, type EntityType } from "../store/stored-record.ts";
import type { EntityDescriptor } from "./descriptor.ts";
import { INVOICE } from "./invoice.ts";
import { ACCOUNT } from "./lists/account.ts";
import { CLASS } from "./lists/class.ts";
import { COMPANY_INFO } from "./lists/company-info.ts";
import { CUSTOMER_TYPE } from "./lists/customer-type.ts";
import { CUSTOMER } from "./lists/customer.ts";
import { DEPARTMENT } from "./lists/department.ts";
import { EMPLOYEE } from "./lists/employee.ts";
import { ITEM } from "./lists/item.ts";
import { PAYMENT_METHOD } from "./lists/payment-method.ts";
import { PREFERENCES } from "./lists/preferences.ts";
import { TAX_AGENCY } from "./lists/tax-agency.ts";
import { TAX_CODE } from "./lists/tax-code.ts";
import { TAX_RATE } from "./lists/tax-rate.ts";
import { TERM } from "./lists/term.ts";
import { VENDOR } from "./lists/vendor.ts";
import { PAYMENT } from "./payment.ts";
import { BILL } from "./reference-lists.ts";
import { SALES_RECEIPT } from "./sales-receipt.ts";

/** Every emulated type. The record makes a forgotten one a type error. */
const DESCRIPTORS: Readonly<Record<EntityType, EntityDescriptor>> = {
  Account: ACCOUNT,
  Bill: BILL,
  Class: CLASS,
  CompanyInfo: COMPANY_INFO,
  Customer: CUSTOMER,
  CustomerType: CUSTOMER_TYPE,
  Department: DEPARTMENT,
  Employee: EMPLOYEE,
  Invoice: INVOICE,
  Item: ITEM,
  Payment: PAYMENT,
  PaymentMethod: PAYMENT_METHOD,
  Preferences: PREFERENCES,
  SalesReceipt: SALES_RECEIPT,
  TaxAgency: TAX_AGENCY,
  TaxCode: TAX_CODE,
  TaxRate: TAX_RATE,
  Term: TERM,
  Vendor: VENDOR,
};

const BY_LOWER_CASE: ReadonlyMap<string, EntityDescriptor> = new Map(
  Object.values(DESCRIPTORS).map((descriptor) => [descriptor.type.toLowerCase(), descriptor]),
);

/** The descriptor of a type. */
export function descriptorOf(type: EntityType): EntityDescriptor {
  return DESCRIPTORS[type];
}

/** The descriptor behind a path segment, a CDC name or a FROM clause, whatever its case. */
export function findDescriptor(name: string): EntityDescriptor | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** The descriptor behind a batch item's property, which is spelled exactly. */
export function exactDescriptor(name: string): EntityDescriptor | undefined {
  return isEntityType(name) ? DESCRIPTORS[name] : undefined;
}
