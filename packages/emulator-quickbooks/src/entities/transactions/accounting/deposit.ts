import { formatDate } from "../../../company-time.ts";
import { fault, type FaultError } from "../../../faults/api-fault.ts";
import { missingParameter } from "../../../faults/fault-texts.ts";
import { negativeAmount } from "../../../faults/sales-faults.ts";
import { negativeTotal } from "../../../faults/transaction-faults.ts";
import {
  compact,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { subtract } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import { toHome } from "../../currencies.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type ReadContext,
} from "../../descriptor.ts";
import { partyOnAccount, requireAccountType } from "../account-kinds.ts";
import { checkCurrency, currencyFields, rateOf, shownMoney } from "../transaction-currency.ts";
import { documentNumber } from "../document-number.ts";
import { sumOfLines } from "../lines.ts";
import { withExchangeGain } from "../home-amounts.ts";
import { lineLinks, linksFromOthers } from "../links.ts";
import { partyOf } from "../name-references.ts";
import { refuseLostClaims } from "../party-claims.ts";
import { standardAccount } from "../standard-accounts.ts";
import {
  checkDepositLines,
  isLinkedLine,
  prepareDepositLines,
  shownDepositLines,
  undeposited,
} from "./deposit-lines.ts";

/** Where money is deposited to (documented). */
const DEPOSIT_TO = ["Bank", "Other Current Asset"];

/**
 * Money brought to the bank: what waits in Undeposited Funds, and what comes straight. What it deposits
 * cannot be changed any more (6540) until the deposit lets it go. Key order by the rule of observed bodies.
 */
export const DEPOSIT: EntityDescriptor = {
  type: "Deposit",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    DepositToAccountRef CashBack GlobalTaxCalculation TotalAmt HomeTotalAmt domain sparse Id SyncToken
    MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn
    Line TxnTaxDetail`),
  computed: setOf("HomeTotalAmt"),
  readOnly: setOf("TotalAmt HomeTotalAmt LinkedTxn RecurDataRef DepositEx"),
  isInChangeData: true,
  check: checkDeposit,
  prepare: (draft, context) => {
    const { settings, now, store } = context;
    requireAccountType(draft.fields, "DepositToAccountRef", DEPOSIT_TO, store);
    const { CurrencyRef: _currency, ExchangeRate: _rate, ...content } = draft.fields;
    const dated: JsonObject = { TxnDate: formatDate(now, settings.timeZone), ...content };
    const { lines, lastLineId } = prepareDepositLines(draft, store);
    const total = subtract(sumOfLines(lines), cashBack(draft.fields));
    if (total < 0) throw fault(negativeTotal());
    return {
      lastLineId,
      fields: compact({
        ...dated,
        ...currencyFields({ ...draft.fields, ...dated }, undefined, context),
        DocNumber: documentNumber("Deposit", draft, context),
        Line: lines,
        TotalAmt: total,
      }),
    };
  },
  view: (record, { store, profile }) =>
    compact({
      ...shownMoney(record, profile),
      Line: shownDepositLines(record.fields, store),
      LinkedTxn: linksFromOthers(record),
    }),
  settle: refuseLostClaims,
  transaction: {
    txnType: () => "Deposit",
    linksOf: lineLinks,
    movesVersions: false,
    postings: postDeposit,
  },
};

function checkDeposit(draft: Draft, errors: FaultError[], profile: ReadContext["profile"]): void {
  const { fields } = draft;
  if (referenceOf(fields, "DepositToAccountRef") === undefined) {
    errors.push(missingParameter("DepositToAccountRef"));
  }
  const back = objectOf(fields, "CashBack");
  if (back !== undefined && referenceOf(back, "AccountRef") === undefined) {
    errors.push(missingParameter("AccountRef"));
  }
  if (cashBack(fields) < 0) errors.push(negativeAmount());
  checkCurrency(draft, errors, profile);
  checkDepositLines(draft, errors);
}

/** What was handed back in notes and never reached the bank. */
function cashBack(fields: JsonObject): number {
  return numberOf(objectOf(fields, "CashBack") ?? {}, "Amount") ?? 0;
}

/**
 * Money in at the deposit's rate, against the accounts of direct lines and what linked ones had put into
 * Undeposited Funds, at the home amount that it has there; what the rates differ by is a gain or loss.
 */
function postDeposit({ fields }: StoredRecord, { store }: ReadContext): readonly Posting[] {
  const rate = rateOf(fields);
  const back = cashBack(fields);
  const kept = referenceOf(objectOf(fields, "CashBack") ?? {}, "AccountRef");
  const total = numberOf(fields, "TotalAmt") ?? 0;
  const lines: Posting[] = [
    {
      account: referenceOf(fields, "DepositToAccountRef") ?? "",
      amount: total,
      home: toHome(total, rate),
    },
    ...(kept === undefined ? [] : [{ account: kept, amount: back, home: toHome(back, rate) }]),
    ...objectsOf(fields, "Line").map((line) => postLine(line, rate, store)),
  ];
  return withExchangeGain(lines, store);
}

function postLine(line: JsonObject, rate: number, store: ReadContext["store"]): Posting {
  const amount = numberOf(line, "Amount") ?? 0;
  if (isLinkedLine(line)) {
    const [link] = lineLinks({ Line: [line] });
    const target = link === undefined ? undefined : store.record(link.type, link.id);
    const home = target === undefined ? toHome(amount, rate) : undeposited(target, store).home;
    return { account: standardAccount(store, "UndepositedFunds"), amount: -amount, home: -home };
  }
  const detail = objectOf(line, "DepositLineDetail") ?? {};
  const account = referenceOf(detail, "AccountRef") ?? "";
  const party = partyOnAccount(store, account, [partyOf(store, referenceOf(detail, "Entity"))]);
  const whose = party === undefined ? {} : { party };
  return { account, amount: -amount, home: -toHome(amount, rate), ...whose };
}
