import { formatDate } from "../../../company-time.ts";
import {
  compact,
  objectOf,
  objectsOf,
  referenceOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import {
  listOf,
  operations,
  setOf,
  type EntityDescriptor,
  type ReadContext,
} from "../../descriptor.ts";
import { partyOnAccount } from "../account-kinds.ts";
import { checkCurrency, currencyFields, rateOf, shownMoney } from "../transaction-currency.ts";
import { documentNumber } from "../document-number.ts";
import { inHome, type Entry } from "../home-amounts.ts";
import { linksFromOthers } from "../links.ts";
import { partyOf } from "../name-references.ts";
import { refuseLostClaims } from "../party-claims.ts";
import { standardAccount } from "../standard-accounts.ts";
import {
  checkJournalLines,
  journalDetail,
  prepareJournalLines,
  shownJournalLines,
  signedAmount,
  signedTax,
} from "./journal-lines.ts";

/**
 * Entries made straight into the books. A line on a receivable or payable names its customer or vendor,
 * moves its balance and can be settled by payments. Key order as observed: own properties first.
 */
export const JOURNAL_ENTRY: EntityDescriptor = {
  type: "JournalEntry",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    Adjustment HomeCurrencyAdjustment EnteredInHomeCurrency GlobalTaxCalculation domain sparse Id
    SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote
    LinkedTxn Line TxnTaxDetail`),
  computed: setOf(""),
  readOnly: setOf("TotalAmt HomeTotalAmt LinkedTxn RecurDataRef JournalEntryEx"),
  isInChangeData: true,
  check: (draft, errors, profile) => {
    checkCurrency(draft, errors, profile);
    checkJournalLines(draft, errors, profile);
  },
  prepare: (draft, context) => {
    const { settings, now, store, profile } = context;
    const { CurrencyRef: _currency, ExchangeRate: _rate, ...content } = draft.fields;
    const dated: JsonObject = { TxnDate: formatDate(now, settings.timeZone), ...draft.fields };
    const numbered = prepareJournalLines(draft, store, profile);
    return {
      lastLineId: numbered.lastLineId,
      fields: compact({
        Adjustment: false,
        TxnDate: dated["TxnDate"],
        TxnTaxDetail: {},
        ...content,
        ...currencyFields(dated, undefined, context),
        DocNumber: documentNumber("JournalEntry", draft, context),
        Line: numbered.lines,
      }),
    };
  },
  view: (record, { store, profile }) =>
    compact({
      ...shownMoney(record, profile),
      Line: shownJournalLines(record.fields, store),
      LinkedTxn: linksFromOthers(record),
    }),
  settle: refuseLostClaims,
  transaction: {
    txnType: () => "JournalEntry",
    linksOf: () => [],
    postings: postJournal,
  },
};

function postJournal(
  { fields }: StoredRecord,
  { store, profile }: ReadContext,
): readonly Posting[] {
  const lines = objectsOf(fields, "Line");
  const entries = lines.flatMap((line): Entry[] => {
    const detail = journalDetail(line);
    if (detail === undefined) return [];
    const account = referenceOf(detail, "AccountRef") ?? "";
    const name = referenceOf(objectOf(detail, "Entity") ?? {}, "EntityRef");
    const party = partyOnAccount(store, account, [partyOf(store, name)]);
    return [{ account, amount: signedAmount(line), ...(party === undefined ? {} : { party }) }];
  });
  const tax = add(...lines.map((line) => signedTax(line, profile)));
  const taxed =
    tax === 0 ? [] : [{ account: standardAccount(store, "SalesTaxPayable"), amount: tax }];
  return inHome([...entries, ...taxed], rateOf(fields));
}
