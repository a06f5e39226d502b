import { formatDate } from "../../../company-time.ts";
import {
  compact,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add, percentOf, subtract } from "../../../money.ts";
import type { EntityType } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft, PreparedFields, WriteContext } from "../../descriptor.ts";
import { customFields } from "../custom-fields.ts";
import { documentNumber } from "../document-number.ts";
import { prepareSaleLines, type SaleLines } from "./sale-lines.ts";

/** What invoices and sales receipts have in common: dates, numbers, lines, tax and totals. */
export function prepareSale(
  type: EntityType,
  draft: Draft,
  defaults: JsonObject,
  context: WriteContext,
): PreparedFields {
  const { store, settings, profile, now } = context;
  const sale = prepareSaleLines(draft, store);
  const tax = taxDetail(objectOf(draft.fields, "TxnTaxDetail") ?? {}, sale, store);
  const totalTax = numberOf(tax, "TotalTax") ?? 0;
  const fields = compact({
    ...defaults,
    ApplyTaxAfterDiscount: false,
    PrintStatus: "NeedToPrint",
    EmailStatus: "NotSet",
    TxnDate: formatDate(now, settings.timeZone),
    ...addressesOf(draft, store),
    ...draft.fields,
    DocNumber: documentNumber(type, draft, context),
    CustomField: customFields(draft.fields, profile),
    Line: sale.lines,
    TxnTaxDetail: tax,
    TotalAmt: add(subtract(sale.subtotal, sale.discount), totalTax),
  });
  return { fields, lastLineId: sale.lastLineId };
}

/** A stated TotalTax is kept; a tax code taxes the TAX lines at its rate; else there is none. */
function taxDetail(sent: JsonObject, sale: SaleLines, store: Store): JsonObject {
  const code = referenceOf(sent, "TxnTaxCodeRef");
  if (code === undefined) return { TotalTax: numberOf(sent, "TotalTax") ?? 0 };
  const rates = objectsOf(
    objectOf(store.record("TaxCode", code)?.fields ?? {}, "SalesTaxRateList") ?? {},
    "TaxRateDetail",
  );
  const taxLines = rates.map((rate) =>
    taxLine(referenceOf(rate, "TaxRateRef") ?? "", sale.taxable, store),
  );
  const computed = add(...taxLines.map((line) => numberOf(line, "Amount") ?? 0));
  return { TxnTaxCodeRef: { value: code }, TotalTax: computed, TaxLine: taxLines };
}

/** One rate's share of the tax, on the sum of the taxable lines and not line by line. */
function taxLine(rateId: string, taxable: number, store: Store): JsonObject {
  const percent = numberOf(store.record("TaxRate", rateId)?.fields ?? {}, "RateValue") ?? 0;
  return {
    Amount: percentOf(taxable, percent),
    DetailType: "TaxLineDetail",
    TaxLineDetail: {
      TaxRateRef: { value: rateId },
      PercentBased: true,
      TaxPercent: percent,
      NetAmountTaxable: taxable,
    },
  };
}

/** A new sale takes over its customer's addresses, with their ids (recorded). */
function addressesOf(draft: Draft, store: Store): JsonObject {
  const customer = store.record("Customer", referenceOf(draft.fields, "CustomerRef") ?? "");
  if (customer === undefined) return {};
  return compact({ BillAddr: customer.fields["BillAddr"], ShipAddr: customer.fields["ShipAddr"] });
}
