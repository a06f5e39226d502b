import { compact, numberOf } from "../../../json/json-value.ts";
import { linksFromOthers } from "../links.ts";
import { withDepositAccount } from "./deposit-account.ts";
import { saleForm } from "./sale-form.ts";
import { depositAccount, postSale } from "./sale-postings.ts";
import { shownSale } from "./sale-view.ts";

/** Money given back at once. Key order as recorded in 2014; the account it is taken from is required. */
export const REFUND_RECEIPT = saleForm({
  type: "RefundReceipt",
  operations: "create read query update delete",
  required: ["DepositToAccountRef"],
  wireOrder: `
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr
    ClassRef GlobalTaxCalculation TotalAmt HomeTotalAmt ApplyTaxAfterDiscount PrintStatus EmailStatus
    BillEmail Balance HomeBalance PaymentMethodRef PaymentRefNum PaymentType CheckPayment
    CreditCardPayment DepositToAccountRef DeliveryInfo`,
  computed: "Balance LinkedTxn",
  readOnly: "Balance LinkedTxn RemainingCredit",
  defaults: {},
  complete: (prepared, _draft, context) => ({
    ...prepared,
    fields: withDepositAccount(prepared.fields, context),
  }),
  view: (record, context) =>
    compact({
      ...shownSale(record, 0, context),
      LinkedTxn: linksFromOthers(record),
    }),
  transaction: {
    txnType: () => "RefundReceipt",
    linksOf: () => [],
    postings: ({ fields }, context) =>
      postSale(
        fields,
        context,
        [
          {
            account: depositAccount(fields, context.store),
            amount: numberOf(fields, "TotalAmt") ?? 0,
          },
        ],
        -1,
      ),
  },
});
