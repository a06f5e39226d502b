import type { EmulatorAnswer } from "../emulator-request.ts";
import { accountList } from "./account-list.ts";
import { customerList } from "./customer-list.ts";
import {
  activateCustomer,
  createCustomer,
  customerDetail,
  newCustomer,
  saveCustomer,
} from "./customer-pages.ts";
import { documentPage } from "./document-page.ts";
import { homePage } from "./home-page.ts";
import { invoiceDetail } from "./invoice-detail.ts";
import { invoiceList } from "./invoice-list.ts";
import {
  createInvoice,
  editInvoice,
  invoiceTotals,
  newInvoice,
  saveInvoice,
} from "./invoice-pages.ts";
import { itemList } from "./item-list.ts";
import { activateItem, createItem, itemDetail, newItem, saveItem } from "./item-pages.ts";
import { paymentDetail } from "./payment-detail.ts";
import { paymentList } from "./payment-list.ts";
import {
  createPayment,
  editPayment,
  newPayment,
  paymentTotals,
  savePayment,
} from "./payment-pages.ts";
import { askRemoval, remove } from "./removal-pages.ts";
import { suggest } from "./suggestions.ts";
import { transactionList } from "./transaction-list.ts";
import type { Visit } from "./visit.ts";

/** What answers at an address. */
interface Handlers {
  readonly get?: (visit: Visit) => EmulatorAnswer;
  readonly post?: (visit: Visit) => EmulatorAnswer;
}

/** Every page, by its path. Records are named in the query, their id last, as in QuickBooks. */
export const PAGES: Readonly<Record<string, Handlers>> = {
  "/app/homepage": { get: homePage },
  "/app/customers": { get: customerList },
  "/app/customers/new": { get: (visit) => newCustomer(visit), post: createCustomer },
  "/app/customerdetail": { get: (visit) => customerDetail(visit), post: saveCustomer },
  "/app/customer/activate": { post: activateCustomer },
  "/app/items": { get: itemList },
  "/app/items/new": { get: (visit) => newItem(visit), post: createItem },
  "/app/item": { get: (visit) => itemDetail(visit), post: saveItem },
  "/app/item/activate": { post: activateItem },
  "/app/invoices": { get: invoiceList },
  "/app/invoices/new": { get: (visit) => newInvoice(visit), post: createInvoice },
  "/app/invoice": { get: invoiceDetail },
  "/app/invoice/edit": { get: (visit) => editInvoice(visit), post: saveInvoice },
  "/app/invoice/totals": { post: invoiceTotals },
  "/app/invoice/void": { get: askRemoval("void", "Invoice"), post: remove("void", "Invoice") },
  "/app/invoice/delete": {
    get: askRemoval("delete", "Invoice"),
    post: remove("delete", "Invoice"),
  },
  "/app/payments": { get: paymentList },
  "/app/receivepayment": { get: (visit) => newPayment(visit), post: createPayment },
  "/app/payment": { get: paymentDetail },
  "/app/payment/edit": { get: (visit) => editPayment(visit), post: savePayment },
  "/app/payment/totals": { post: paymentTotals },
  "/app/payment/void": { get: askRemoval("void", "Payment"), post: remove("void", "Payment") },
  "/app/payment/delete": {
    get: askRemoval("delete", "Payment"),
    post: remove("delete", "Payment"),
  },
  "/app/transactions": { get: transactionList },
  "/app/transaction": { get: documentPage },
  "/app/chartofaccounts": { get: accountList },
  "/app/suggest": { get: suggest },
};
