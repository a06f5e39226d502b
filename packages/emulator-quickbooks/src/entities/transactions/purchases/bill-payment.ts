import { formatDate } from "../../../company-time.ts";
import { fault, type FaultError } from "../../../faults/api-fault.ts";
import { missingParameter, noAmount } from "../../../faults/fault-texts.ts";
import {
  compact,
  isList,
  numberOf,
  objectOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { CARD_BILL_PAYMENT_TXN_TYPE } from "../../../not-evidenced.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type WriteContext,
} from "../../descriptor.ts";
import { requireAccountType } from "../account-kinds.ts";
import { checkCurrency, currencyFields, shownMoney } from "../transaction-currency.ts";
import { documentNumber } from "../document-number.ts";
import { lineLinks, linksFromOthers } from "../links.ts";
import { openForeignAccount } from "../standard-accounts.ts";
import { voidedNote } from "../voided-note.ts";
import { applicableLines, checkPaymentLines, refuseOverapplied } from "./bill-payment-lines.ts";
import { postBillPayment } from "./bill-payment-postings.ts";
import { vendorParty } from "./vendor-document.ts";

/**
 * Money paid to a vendor, by cheque or card, for bills; credits may pay a part or all of it. Key order by
 * the rule of the observed bodies: own properties first.
 */
export const BILL_PAYMENT: EntityDescriptor = {
  type: "BillPayment",
  operations: operations("create read query update delete void"),
  counter: "transaction",
  wireOrder: listOf(`
    VendorRef VendorAddr APAccountRef PayType CheckPayment CreditCardPayment TotalAmt domain sparse Id
    SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote
    LinkedTxn Line`),
  computed: setOf(""),
  readOnly: setOf("LinkedTxn BillPaymentEx"),
  isInChangeData: true,
  check: checkBillPayment,
  prepare: (draft, context) => {
    const { store, settings, now } = context;
    const total = numberOf(draft.fields, "TotalAmt") ?? 0;
    if (total < 0) throw fault(noAmount());
    requirePayingAccount(draft.fields, context);
    const { CurrencyRef: _currency, ExchangeRate: _rate, ...content } = draft.fields;
    const dated: JsonObject = {
      TxnDate: formatDate(now, settings.timeZone),
      ...content,
      ...withPrintStatus(content),
    };
    const currency = moneyOf({ ...draft.fields, ...dated }, context);
    const Line = applicableLines(draft, store);
    const fields = compact({
      ...dated,
      ...currency,
      DocNumber: documentNumber("BillPayment", draft, context),
      Line,
    });
    const paysNothing = Line.length === 0 && lineLinks(draft.fields).length > 0;
    if (paysNothing && draft.existing === undefined) {
      // The server marks what pays nothing as it marks what is voided.
      const PrivateNote = voidedNote(textOf(fields, "PrivateNote"));
      return { fields: { ...fields, TotalAmt: 0, PrivateNote } };
    }
    refuseOverapplied(fields, store);
    return { fields };
  },
  view: (record, { profile }) =>
    compact({
      ...shownMoney(record, profile),
      LinkedTxn: linksFromOthers(record),
    }),
  transaction: {
    txnType: (fields) =>
      textOf(fields, "PayType") === "CreditCard" ? CARD_BILL_PAYMENT_TXN_TYPE : "BillPaymentCheck",
    linksOf: lineLinks,
    postings: postBillPayment,
  },
};

function checkBillPayment(draft: Draft, errors: FaultError[], profile: WriteContext["profile"]) {
  const { fields } = draft;
  if (referenceOf(fields, "VendorRef") === undefined) errors.push(missingParameter("VendorRef"));
  if (numberOf(fields, "TotalAmt") === undefined) errors.push(missingParameter("TotalAmt"));
  if (!isList(fields["Line"])) errors.push(missingParameter("Line"));
  const type = textOf(fields, "PayType");
  if (type === undefined) errors.push(missingParameter("PayType"));
  else {
    const [means, account] = type === "Check" ? CHEQUE : CARD;
    const named = objectOf(fields, means);
    if (named === undefined) errors.push(missingParameter(means));
    else if (referenceOf(named, account) === undefined) errors.push(missingParameter(account));
  }
  checkCurrency(draft, errors, profile);
  checkPaymentLines(fields, errors);
}

/** Where each way of paying names its account. */
const CHEQUE = ["CheckPayment", "BankAccountRef"] as const;
const CARD = ["CreditCardPayment", "CCAccountRef"] as const;

/** A cheque is drawn on a bank (or on funds not yet deposited), a card is a card; else 6430. */
function requirePayingAccount(fields: JsonObject, { store }: WriteContext): void {
  const [cheque, bank] = CHEQUE;
  const [card, account] = CARD;
  requireAccountType(objectOf(fields, cheque) ?? {}, bank, ["Bank", "Other Current Asset"], store);
  requireAccountType(objectOf(fields, card) ?? {}, account, ["Credit Card"], store);
  requireAccountType(fields, "APAccountRef", ["Accounts Payable"], store);
}

/** Only the means that PayType names is kept; a cheque shows whether it is printed (recorded). */
function withPrintStatus(fields: JsonObject): JsonObject {
  if (textOf(fields, "PayType") !== "Check") return {};
  const cheque = objectOf(fields, "CheckPayment") ?? {};
  return { CheckPayment: { ...cheque, PrintStatus: textOf(cheque, "PrintStatus") ?? "NotSet" } };
}

function moneyOf(fields: JsonObject, context: WriteContext): JsonObject {
  const vendor = context.store.record("Vendor", vendorParty(fields).id);
  const currency = currencyFields(fields, vendor, context);
  openForeignAccount("AccountsPayable", currency, context);
  return currency;
}
