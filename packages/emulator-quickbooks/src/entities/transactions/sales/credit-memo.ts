import { compact, numberOf } from "../../../json/json-value.ts";
import { CREDIT_MEMO_SHOWS_LINKS } from "../../../not-evidenced.ts";
import { openBalance } from "../../balances.ts";
import { shownLinks } from "../links.ts";
import { openForeignAccount } from "../standard-accounts.ts";
import { customerAccount } from "./customer-account.ts";
import { refuseLowered, refuseStrangePayers } from "./applied-sales.ts";
import { saleForm } from "./sale-form.ts";
import { postSale } from "./sale-postings.ts";
import { shownSale } from "./sale-view.ts";

/**
 * Credits to a customer. What is left of one (`RemainingCredit`, the same as its Balance) is applied to
 * invoices by payments. Key order as recorded in 2013.
 */
export const CREDIT_MEMO = saleForm({
  type: "CreditMemo",
  operations: "create read query update delete",
  required: ["CustomerRef"],
  wireOrder: `
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr
    ClassRef SalesTermRef GlobalTaxCalculation TotalAmt HomeTotalAmt ApplyTaxAfterDiscount PrintStatus
    EmailStatus BillEmail Balance HomeBalance PaymentMethodRef RemainingCredit InvoiceRef DeliveryInfo`,
  computed: "Balance LinkedTxn RemainingCredit",
  readOnly: "Balance LinkedTxn RemainingCredit",
  defaults: {},
  complete: (prepared, draft, context) => {
    openForeignAccount("AccountsReceivable", prepared.fields, context);
    refuseStrangePayers(draft, context.store);
    refuseLowered(draft, prepared.fields);
    return prepared;
  },
  view: (record, context) => {
    const open = openBalance(record);
    return compact({
      ...shownSale(record, open, context),
      RemainingCredit: open,
      LinkedTxn:
        CREDIT_MEMO_SHOWS_LINKS && record.linkedFrom !== undefined ? shownLinks(record) : undefined,
    });
  },
  transaction: {
    txnType: () => "CreditMemo",
    linksOf: () => [],
    postings: ({ fields }, context) =>
      postSale(
        fields,
        context,
        [
          {
            ...customerAccount(fields, context),
            amount: numberOf(fields, "TotalAmt") ?? 0,
          },
        ],
        -1,
      ),
  },
});
