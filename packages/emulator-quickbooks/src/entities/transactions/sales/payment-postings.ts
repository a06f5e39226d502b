import { numberOf } from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import { toHome } from "../../currencies.ts";
import type { ReadContext } from "../../descriptor.ts";
import { rateOf } from "../transaction-currency.ts";
import { homeOfPart, withExchangeGain } from "../home-amounts.ts";
import { lineLinks } from "../links.ts";
import { customerAccount } from "./customer-account.ts";
import { appliedBefore, claimFinder, unapplied } from "./payment-applications.ts";
import { familyOf } from "./family.ts";
import { depositAccount } from "./sale-postings.ts";

/**
 * Money in, at the payment's rate; each claim settled at its own rate on the account and the customer
 * that it stands on; the rest the payer's. What the two rates differ by is a realised gain or loss.
 */
export function postPayment(payment: StoredRecord, context: ReadContext): readonly Posting[] {
  const { fields } = payment;
  const { store } = context;
  const rate = rateOf(fields);
  const total = numberOf(fields, "TotalAmt") ?? 0;
  const rest = unapplied(fields, store);
  const lines: Posting[] = [
    { account: depositAccount(fields, store), amount: total, home: toHome(total, rate) },
    ...settled(payment, context),
    { ...customerAccount(fields, context), amount: -rest, home: -toHome(rest, rate) },
  ];
  return withExchangeGain(lines, store);
}

function settled(payment: StoredRecord, context: ReadContext): Posting[] {
  const { store } = context;
  const find = claimFinder(familyOf(payment.fields, store), store);
  const taken = new Map<string, number>();
  return lineLinks(payment.fields).map((link) => {
    const claim = find(link);
    if (claim === undefined) {
      const sign = link.type === "CreditMemo" ? 1 : -1;
      const payer = customerAccount(payment.fields, context);
      return {
        ...payer,
        amount: sign * link.amount,
        home: sign * toHome(link.amount, rateOf(payment.fields)),
      };
    }
    const key = `${link.type}/${link.id}`;
    const earlier = taken.get(key) ?? appliedBefore(claim, store, payment.id);
    taken.set(key, add(earlier, link.amount));
    const sign = claim.posting.amount < 0 ? 1 : -1;
    const home = homeOfPart(claim.posting, rateOf(claim.record.fields), earlier, link.amount);
    const { account, party } = claim.posting;
    const whose = party === undefined ? {} : { party };
    return { account, ...whose, amount: sign * link.amount, home: sign * home };
  });
}
