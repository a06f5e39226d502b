import { fault } from "../../faults/api-fault.ts";
import { businessError } from "../../faults/fault-texts.ts";
import { invalidCurrency, multiCurrencyIsOff } from "../../faults/list-faults.ts";
import { referenceOf, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import {
  HOME_CURRENCY_REF_IS_ACCEPTED,
  SUB_CUSTOMER_CURRENCY_DETAIL,
} from "../../not-evidenced.ts";
import type { Draft, WriteContext } from "../descriptor.ts";
import { isCompanyCurrency } from "./currency-codes.ts";

/**
 * The currency of a customer, vendor or account, given once and never changed (documented): what an
 * update sends is passed over. Only a foreign one is stored.
 */
export function withFixedCurrency(
  draft: Draft,
  fields: JsonObject,
  context: WriteContext,
): JsonObject {
  const { CurrencyRef: _sent, ...rest } = fields;
  const code =
    draft.existing === undefined
      ? newCurrency(draft.fields, context)
      : referenceOf(draft.existing.fields, "CurrencyRef");
  const foreign: Record<string, JsonValue> =
    code === undefined || code === context.profile.homeCurrency
      ? {}
      : { CurrencyRef: { value: code } };
  return { ...rest, ...foreign };
}

/**
 * A sub-customer is in its parent's currency: it takes it over when it names none, and is refused in another,
 * for balances with jobs are sums.
 */
export function withParentCurrency(draft: Draft, { store, profile }: WriteContext): Draft {
  const parent = store.record("Customer", referenceOf(draft.fields, "ParentRef") ?? "");
  if (parent === undefined || !profile.isMultiCurrency) return draft;
  const currency = referenceOf(parent.fields, "CurrencyRef") ?? profile.homeCurrency;
  const stated =
    draft.existing === undefined
      ? referenceOf(draft.fields, "CurrencyRef")
      : (referenceOf(draft.existing.fields, "CurrencyRef") ?? profile.homeCurrency);
  if (stated !== undefined && stated !== currency) {
    throw fault(businessError(SUB_CUSTOMER_CURRENCY_DETAIL));
  }
  return { ...draft, fields: { ...draft.fields, CurrencyRef: { value: currency } } };
}

/** The currency that a new record asks for, if the company has it. */
function newCurrency(fields: JsonObject, { profile, store }: WriteContext): string | undefined {
  const code = referenceOf(fields, "CurrencyRef");
  if (code === undefined) return undefined;
  const isHome = code === profile.homeCurrency;
  if (!profile.isMultiCurrency) {
    if (isHome && HOME_CURRENCY_REF_IS_ACCEPTED) return code;
    throw fault(multiCurrencyIsOff());
  }
  if (!isHome && !isCompanyCurrency(store, code)) throw fault(invalidCurrency(code));
  return code;
}
