import { isEntityType, type EntityType } from "../store/stored-record.ts";
import { ACCOUNT } from "./account.ts";
import { CUSTOMER } from "./customer.ts";
import type { EntityDescriptor } from "./descriptor.ts";
import { EMPLOYEE } from "./employee.ts";
import { INVOICE } from "./invoice.ts";
import { ITEM } from "./item.ts";
import { PAYMENT } from "./payment.ts";
import {
  BILL,
  COMPANY_INFO,
  PAYMENT_METHOD,
  PREFERENCES,
  TAX_CODE,
  TAX_RATE,
  TERM,
} from "./reference-lists.ts";
import { SALES_RECEIPT } from "./sales-receipt.ts";
import { VENDOR } from "./vendor.ts";

/** Every emulated type. The record makes a forgotten one a type error. */
const DESCRIPTORS: Readonly<Record<EntityType, EntityDescriptor>> = {
  Account: ACCOUNT,
  Bill: BILL,
  CompanyInfo: COMPANY_INFO,
  Customer: CUSTOMER,
  Employee: EMPLOYEE,
  Invoice: INVOICE,
  Item: ITEM,
  Payment: PAYMENT,
  PaymentMethod: PAYMENT_METHOD,
  Preferences: PREFERENCES,
  SalesReceipt: SALES_RECEIPT,
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
