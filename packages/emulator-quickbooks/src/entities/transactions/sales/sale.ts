import { formatDate } from "../../../company-time.ts";
import { fault } from "../../../faults/api-fault.ts";
import { negativeTotal } from "../../../faults/transaction-faults.ts";
import {
  compact,
  inOrder,
  numberOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { EntityType, StoredRecord } from "../../../store/stored-record.ts";
import type { Draft, PreparedFields, WriteContext } from "../../descriptor.ts";
import { currencyFields } from "../transaction-currency.ts";
import { customFields } from "../custom-fields.ts";
import { documentNumber } from "../document-number.ts";
import { standardAccount } from "../standard-accounts.ts";
import { refuseExcess } from "../amount-limit.ts";
import type { LineRules, TaxMode } from "./lines/line-rules.ts";
import { prepareSaleLines } from "./lines/sale-lines.ts";
import { taxModeOf } from "./sale-tax-checks.ts";
import { taxDetail } from "./sale-tax.ts";

/** The item of a line that names none, where the company has set no other (NODE's test sends none). */
const SERVICES_ITEM_ID = "1";

/**
 * What all sales have in common: dates, numbers, addresses, currency, lines, tax and totals. `defaults`
 * stand behind what was sent and before nothing else.
 */
export function prepareSale(
  type: EntityType,
  draft: Draft,
  defaults: JsonObject,
  context: WriteContext,
): PreparedFields {
  const { store, settings, profile, now } = context;
  const customer = store.record("Customer", referenceOf(draft.fields, "CustomerRef") ?? "");
  const {
    CurrencyRef: _currency,
    ExchangeRate: _rate,
    AutoDocNumber: _auto,
    ...sent
  } = draft.fields;
  const dated = { TxnDate: formatDate(now, settings.timeZone), ...draft.fields };
  const fields = compact({
    ...defaults,
    ApplyTaxAfterDiscount: false,
    PrintStatus: "NeedToPrint",
    EmailStatus: "NotSet",
    TxnDate: dated.TxnDate,
    ...addressesOf(customer),
    ...sent,
    ...currencyFields(dated, customer, context),
    DeliveryInfo: draft.existing?.fields["DeliveryInfo"],
    CustomField: customFields(draft.fields, profile),
    // D: not applicable to US companies.
    GlobalTaxCalculation: profile.country === "US" ? undefined : sent["GlobalTaxCalculation"],
  });
  const taxMode = taxModeOf(fields, profile);
  const lines = prepareSaleLines(draft, lineRules(type, fields, taxMode, context));
  const tax = taxDetail({ draft, fields, lines, taxMode, customer }, context);
  const taxTotal = numberOf(tax ?? {}, "TotalTax") ?? 0;
  const onTop = taxMode === "inside" ? 0 : taxTotal;
  const total = add(subtract(add(lines.charged, lines.shipped), lines.discount), onTop);
  refuseExcess([total, lines.discount, taxTotal]);
  if (total < 0) throw fault(negativeTotal());
  const { TxnTaxDetail: _sent, ...rest } = fields;
  const all = compact({
    ...rest,
    DocNumber: documentNumber(type, draft, context),
    Line: lines.lines,
    TxnTaxDetail: tax === undefined ? undefined : inOrder(tax, ["TxnTaxCodeRef", "TotalTax"]),
    TotalAmt: total,
  });
  return { fields: all, lastLineId: lines.lastLineId };
}

function lineRules(
  type: EntityType,
  fields: JsonObject,
  taxMode: TaxMode,
  { store, profile, settings }: WriteContext,
): LineRules {
  return {
    store,
    taxMode,
    stockDate: type === "Estimate" ? undefined : textOf(fields, "TxnDate"),
    priceWins: settings.unitPriceWins ?? profile.country !== "US",
    defaultItem: profile.defaultItem ?? SERVICES_ITEM_ID,
    discountAccount: profile.discountAccount ?? standardAccount(store, "DiscountsRefundsGiven"),
  };
}

/** A sale without addresses takes over its customer's, with their ids (recorded). */
function addressesOf(customer: StoredRecord | undefined): JsonObject {
  const { BillAddr, ShipAddr } = customer?.fields ?? {};
  return compact({ BillAddr, ShipAddr });
}
