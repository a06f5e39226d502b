import { formatDate } from "../../../company-time.ts";
import { fault } from "../../../faults/api-fault.ts";
import { missingParameter, noAmount } from "../../../faults/fault-texts.ts";
import { sameAccount } from "../../../faults/transaction-faults.ts";
import { compact, numberOf, referenceOf, type JsonObject } from "../../../json/json-value.ts";
import { subtract } from "../../../money.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../../descriptor.ts";
import { requireAccountType } from "../account-kinds.ts";
import { checkCurrency, currencyFields, rateOf, shownMoney } from "../transaction-currency.ts";
import { inHome } from "../home-amounts.ts";
import { linksFromOthers } from "../links.ts";

/** Accounts of the balance sheet; receivables and payables need a name, which a transfer does not have. */
const MOVABLE = [
  "Bank",
  "Credit Card",
  "Equity",
  "Fixed Asset",
  "Long Term Liability",
  "Other Asset",
  "Other Current Asset",
  "Other Current Liability",
];
const ENDS = ["FromAccountRef", "ToAccountRef"] as const;

/** Money moved between two accounts of the company. */
export const TRANSFER: EntityDescriptor = {
  type: "Transfer",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    FromAccountRef ToAccountRef Amount ClassRef domain sparse Id SyncToken MetaData DocNumber TxnDate
    DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn`),
  computed: setOf(""),
  readOnly: setOf("LinkedTxn Line RecurDataRef TransferEx"),
  isInChangeData: true,
  check: (draft, errors, profile) => {
    for (const end of ENDS) {
      if (referenceOf(draft.fields, end) === undefined) errors.push(missingParameter(end));
    }
    if (numberOf(draft.fields, "Amount") === undefined) errors.push(missingParameter("Amount"));
    checkCurrency(draft, errors, profile);
  },
  prepare: (draft, context) => {
    const { settings, now, store } = context;
    for (const end of ENDS) requireAccountType(draft.fields, end, MOVABLE, store);
    const [from, to] = ENDS.map((end) => referenceOf(draft.fields, end));
    if (from === to) throw fault(sameAccount());
    if ((numberOf(draft.fields, "Amount") ?? 0) <= 0) throw fault(noAmount());
    const { CurrencyRef: _currency, ExchangeRate: _rate, ...content } = draft.fields;
    const dated: JsonObject = { TxnDate: formatDate(now, settings.timeZone), ...content };
    const currency = currencyFields({ ...draft.fields, ...dated }, undefined, context);
    return { fields: { ...dated, ...currency } };
  },
  view: (record, { profile }) =>
    compact({
      ...shownMoney(record, profile),
      LinkedTxn: linksFromOthers(record),
    }),
  transaction: {
    txnType: () => "Transfer",
    linksOf: () => [],
    postings: ({ fields }) => {
      const amount = numberOf(fields, "Amount") ?? 0;
      const [from = "", to = ""] = ENDS.map((end) => referenceOf(fields, end));
      return inHome(
        [
          { account: from, amount: subtract(0, amount) },
          { account: to, amount },
        ],
        rateOf(fields),
      );
    },
  },
};
