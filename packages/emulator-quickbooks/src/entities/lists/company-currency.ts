import { fault, type FaultError } from "../../faults/api-fault.ts";
import { missingParameter } from "../../faults/fault-texts.ts";
import { invalidCurrency, multiCurrencyIsOff } from "../../faults/list-faults.ts";
import { textOf } from "../../json/json-value.ts";
import { currencyName } from "../currencies.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type WriteContext,
} from "../descriptor.ts";
import { isCurrencyCode } from "./currency-codes.ts";
import { plantMarketRate } from "./exchange-rate.ts";
import { claimName } from "./names.ts";

/**
 * The currencies of a company besides its own. The name is the vendor's; a code that has been given is
 * never changed. Only with several currencies (documented).
 */
export const COMPANY_CURRENCY: EntityDescriptor = {
  type: "CompanyCurrency",
  operations: operations("create read query update"),
  updatesWhole: true,
  counter: "companyCurrency",
  wireOrder: listOf("Code Name Active domain sparse Id SyncToken MetaData"),
  computed: setOf(""),
  readOnly: setOf("Name"),
  isInChangeData: true,
  check: checkCode,
  prepare: prepareCurrency,
  view: () => ({}),
  settle: (_before, after, context) => {
    if (after !== undefined && after.fields["Active"] !== false) {
      plantMarketRate(textOf(after.fields, "Code") ?? "", context);
    }
  },
};

function checkCode(draft: Draft, errors: FaultError[]): void {
  const code = textOf(draft.fields, "Code");
  if (code === undefined) errors.push(missingParameter("Code"));
  else if (!isCurrencyCode(code)) errors.push({ ...invalidCurrency(code), element: "Code" });
}

/** The name is stored too, so that it is unique like every name; the home currency is always there. */
function prepareCurrency(draft: Draft, context: WriteContext): { fields: Draft["fields"] } {
  if (!context.profile.isMultiCurrency) throw fault(multiCurrencyIsOff());
  const held = draft.existing === undefined ? undefined : textOf(draft.existing.fields, "Code");
  const code = held ?? textOf(draft.fields, "Code") ?? "";
  if (code === context.profile.homeCurrency) {
    throw fault({ ...invalidCurrency(code), element: "Code" });
  }
  const fields = { Active: true, ...draft.fields, Code: code, Name: currencyName(code) };
  claimName({ type: "CompanyCurrency", id: draft.id, fields }, context);
  return { fields };
}
