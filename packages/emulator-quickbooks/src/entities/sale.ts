import { formatDate } from "../company-time.ts";
import { fault } from "../faults/api-fault.ts";
import { duplicateDocNumber } from "../faults/fault-texts.ts";
import {
  compact,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { add, percentOf, subtract } from "../money.ts";
import type { EntityType } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import type { Draft, PreparedFields, WriteContext } from "./descriptor.ts";
import { prepareSaleLines, type SaleLines } from "./sale-lines.ts";

/** The custom field that this company shows on sales forms, listed even when it is empty (recorded). */
const CUSTOM_FIELD = { DefinitionId: "1", Name: "Crew #", Type: "StringType" } as const;

/** What invoices and sales receipts have in common: dates, numbers, lines, tax and totals. */
export function prepareSale(
  type: EntityType,
  draft: Draft,
  defaults: JsonObject,
  context: WriteContext,
): PreparedFields {
  const { store, settings, now } = context;
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
    CustomField: customFields(draft.fields),
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

/** The number that was sent or already held; else the next of the sequence that all sales share. */
function documentNumber(type: EntityType, draft: Draft, context: WriteContext): string {
  const { store, settings } = context;
  const held = textOf(draft.existing?.fields ?? {}, "DocNumber");
  const wanted = textOf(draft.sent, "DocNumber") ?? held;
  if (wanted === undefined) return String(store.next("salesNumber"));
  if (
    settings.warnDuplicateDocNumber &&
    wanted !== held &&
    !context.include.has("allowduplicatedocnum")
  ) {
    const holder = store.indexes
      .find(`number:${wanted}`)
      .find((record) => record.id !== draft.id || record.type !== type);
    if (holder !== undefined) throw fault(duplicateDocNumber(wanted, holder.type, holder.id));
  }
  if (/^\d{1,9}$/.test(wanted) && Number(wanted) > (store.state("counter", "salesNumber") ?? 0)) {
    store.putState("counter", "salesNumber", Number(wanted));
  }
  return wanted;
}

/** Only the company's own field is kept; its name and type are the company's. */
function customFields(fields: JsonObject): JsonValue {
  const sent = objectsOf(fields, "CustomField");
  const value = sent.find((field) => field["DefinitionId"] === CUSTOM_FIELD.DefinitionId)?.[
    "StringValue"
  ];
  return [compact({ ...CUSTOM_FIELD, StringValue: value })];
}
