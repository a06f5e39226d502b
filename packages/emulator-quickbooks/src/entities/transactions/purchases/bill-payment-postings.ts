import { numberOf, objectOf, referenceOf, type JsonObject } from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import { toHome } from "../../currencies.ts";
import type { ReadContext } from "../../descriptor.ts";
import { rateOf } from "../transaction-currency.ts";
import { homeOfPart, withExchangeGain } from "../home-amounts.ts";
import { lineLinks } from "../links.ts";
import { standardAccount } from "../standard-accounts.ts";
import { appliedSums } from "./bill-payment-lines.ts";
import { appliedBefore, payableOf } from "./payables.ts";
import { vendorParty } from "./vendor-document.ts";

/** The bank account of a cheque, or the card. */
function payingAccount(fields: JsonObject): string | undefined {
  return (
    referenceOf(objectOf(fields, "CheckPayment") ?? {}, "BankAccountRef") ??
    referenceOf(objectOf(fields, "CreditCardPayment") ?? {}, "CCAccountRef")
  );
}

/**
 * Money out at the payment's rate; each payable settled at its own; what is left over stays with the
 * vendor. The difference of the rates is a realised gain or loss.
 */
export function postBillPayment(payment: StoredRecord, { store }: ReadContext): readonly Posting[] {
  const { fields } = payment;
  const rate = rateOf(fields);
  const total = numberOf(fields, "TotalAmt") ?? 0;
  const { paid, credited } = appliedSums(fields, store);
  const rest = subtract(add(total, credited), paid);
  const lines: Posting[] = [
    { account: payingAccount(fields) ?? "", amount: -total, home: -toHome(total, rate) },
    ...settled(payment, store),
    {
      account: payableAccountOf(fields, store),
      amount: rest,
      home: toHome(rest, rate),
      party: vendorParty(fields),
    },
  ];
  return withExchangeGain(lines, store);
}

function settled({ id, fields }: StoredRecord, store: Store): Posting[] {
  const party = vendorParty(fields);
  const before = new Map<string, number>();
  return lineLinks(fields).map((link) => {
    const payable = payableOf(link, party.id, store);
    if (payable === undefined) {
      const home = toHome(link.amount, rateOf(fields));
      return { account: payableAccountOf(fields, store), amount: link.amount, home, party };
    }
    const key = `${link.type}/${link.id}`;
    const mine = before.get(key) ?? 0;
    before.set(key, add(mine, link.amount));
    const { owed, record } = payable;
    const earlier = add(appliedBefore(payable, id, store), mine);
    const home = homeOfPart(owed, rateOf(record.fields), earlier, link.amount);
    const sign = owed.amount < 0 ? -1 : 1;
    return { account: payable.account, amount: sign * link.amount, home: sign * home, party };
  });
}

function payableAccountOf(fields: JsonObject, store: Store): string {
  const currency = referenceOf(fields, "CurrencyRef");
  return referenceOf(fields, "APAccountRef") ?? standardAccount(store, "AccountsPayable", currency);
}
