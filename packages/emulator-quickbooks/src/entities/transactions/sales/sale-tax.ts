import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add, subtract, toCents } from "../../../money.ts";
import {
  DEFAULT_TAX_CODE_ID,
  DISCOUNT_BEFORE_TAX_ABROAD,
  PARTNER_MAY_OVERRIDE_TAX,
  STATED_ZERO_TAX_COUNTS,
} from "../../../not-evidenced.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Draft, WriteContext } from "../../descriptor.ts";
import { automatedTaxCode } from "../tax/automated-tax.ts";
import {
  prorated,
  restated,
  taxInside,
  taxLines,
  taxOnTop,
  totalTax,
  type TaxedAmount,
  type TaxShare,
} from "../tax/tax-sums.ts";
import { chargeOf } from "./lines/item-line.ts";
import { isShipping, taxCodeOf } from "./lines/line-kinds.ts";
import type { TaxMode } from "./lines/line-rules.ts";
import type { SaleLines } from "./lines/sale-lines.ts";

/** A sale whose lines are done and whose tax is not. */
export interface UntaxedSale {
  readonly draft: Draft;
  /** The fields that are going to be stored, but for lines and sums. */
  readonly fields: JsonObject;
  readonly lines: SaleLines;
  readonly taxMode: TaxMode;
  readonly customer: StoredRecord | undefined;
}

/** Changes of these move the tax; a sparse update without them keeps it as it is. */
const TAX_MOVES = [
  "Line",
  "CustomerRef",
  "TxnTaxDetail",
  "ApplyTaxAfterDiscount",
  "DiscountRate",
  "DiscountAmt",
  "GlobalTaxCalculation",
  "ShipAddr",
];

/** `TxnTaxDetail`, as it is stored; undefined where the sale has none. */
export function taxDetail(sale: UntaxedSale, context: WriteContext): JsonObject | undefined {
  const { draft, taxMode } = sale;
  // D: where the company collects no sales tax, what is sent is neither looked at nor kept.
  if (taxMode === "none" || !context.profile.usesSalesTax) return undefined;
  const held = objectOf(draft.existing?.fields ?? {}, "TxnTaxDetail");
  const isUntouched = !TAX_MOVES.some((name) => draft.sent[name] !== undefined);
  // A full update that says nothing of tax starts afresh.
  if (held !== undefined && isUntouched && objectOf(draft.fields, "TxnTaxDetail") !== undefined) {
    return held;
  }
  return taxMode === "us" ? usTax(sale, context) : globalTax(sale, context);
}

/**
 * US: the header's code taxes the TAX lines. A total that the client states is kept and spread over
 * the rates (documented).
 */
function usTax(sale: UntaxedSale, { store, profile }: WriteContext): JsonObject {
  const { draft, fields, lines, customer } = sale;
  if (isExempt(customer)) return { TotalTax: 0 };
  const taxed = [...lines.items, ...lines.shipping].filter((line) => taxCodeOf(line) === "TAX");
  const whole = add(...taxed.map((line) => chargeOf(line, sale)));
  const stated = statedTax(draft);
  const detail = objectOf(draft.fields, "TxnTaxDetail") ?? {};
  const named = referenceOf(detail, "TxnTaxCodeRef");
  // Where nothing is taxed and no code is named, none is shown (recorded).
  if (named === undefined && whole === 0) return { TotalTax: stated ?? 0 };
  const isOwn = detail["UseAutomatedSalesTax"] === false && PARTNER_MAY_OVERRIDE_TAX;
  const code =
    profile.automatesSalesTax && !isOwn
      ? automatedTaxCode(fields, store)
      : (named ?? defaultCode(customer));
  if (code === undefined || store.record("TaxCode", code) === undefined) {
    return { TotalTax: stated ?? 0 };
  }
  const isAfterDiscount = fields["ApplyTaxAfterDiscount"] === true;
  const items = lines.items.filter((line) => taxCodeOf(line) === "TAX");
  const part = add(...items.map((line) => chargeOf(line, sale)));
  const before = isAfterDiscount ? lines.discount : lines.wholeDiscount;
  const off = prorated(before, [part, subtract(lines.charged, part)])[0] ?? 0;
  const shares = taxOnTop([{ amount: subtract(whole, off), code }], "sales", store);
  const shipped = add(...taxed.filter(isShipping).map((line) => chargeOf(line, sale)));
  const ofShipping = totalTax(taxOnTop([{ amount: shipped, code }], "sales", store));
  const total = withShipping(stated, ofShipping, sale);
  return shown(shares, total, { TxnTaxCodeRef: { value: code } });
}

/**
 * A stated total leaves shipping out, unless it says otherwise (schema). One that is sent back as it was
 * read has shipping in it already.
 */
function withShipping(
  stated: number | undefined,
  ofShipping: number,
  { draft, fields }: UntaxedSale,
): number | undefined {
  const held = numberOf(objectOf(draft.existing?.fields ?? {}, "TxnTaxDetail") ?? {}, "TotalTax");
  const isWhole = fields["ShippingTaxIncludedInTotalTax"] === true || stated === held;
  return stated === undefined || isWhole ? stated : add(stated, ofShipping);
}

/** Elsewhere each line has its own code, and a discount always comes before the tax. */
function globalTax(sale: UntaxedSale, { store }: WriteContext): JsonObject {
  const { lines, draft } = sale;
  const charge = (line: JsonObject): TaxedAmount => ({
    amount: chargeOf(line, sale),
    code: taxCodeOf(line) ?? "",
  });
  const shipping = lines.shipping.map(charge);
  const amounts = [...lines.items.map(charge), ...shipping, ...discountsByCode(sale)];
  const compute = sale.taxMode === "inside" ? taxInside : taxOnTop;
  const ofShipping = totalTax(compute(shipping, "sales", store));
  const total = withShipping(statedTax(draft), ofShipping, sale);
  const shares = compute(amounts, "sales", store).filter(({ taxable }) => taxable !== 0);
  return shown(shares, total, {});
}

/** Discounts as negative amounts of the codes whose items they lower; one with its own code of that. */
function discountsByCode(sale: UntaxedSale): TaxedAmount[] {
  const { items, discounts, wholeDiscount } = sale.lines;
  const byCode = [...Map.groupBy(items, (line) => taxCodeOf(line) ?? "")].map(([code, each]) => ({
    code,
    amount: add(...each.map((line) => chargeOf(line, sale))),
  }));
  const offs = discounts.map((line) => ({
    amount: numberOf(line, "Amount") ?? 0,
    own: referenceOf(objectOf(line, "DiscountLineDetail") ?? {}, "TaxCodeRef"),
  }));
  return [{ amount: wholeDiscount, own: undefined }, ...offs].flatMap(({ amount, own }) => {
    if (own !== undefined) return [{ amount: -amount, code: own }];
    if (amount === 0 || !DISCOUNT_BEFORE_TAX_ABROAD) return [];
    const parts = prorated(
      amount,
      byCode.map((each) => each.amount),
    );
    return byCode.map(({ code }, place) => ({ code, amount: -(parts[place] ?? 0) }));
  });
}

function shown(
  shares: readonly TaxShare[],
  stated: number | undefined,
  header: JsonObject,
): JsonObject {
  const all = stated === undefined ? shares : restated(shares, stated);
  if (all.length === 0) return { ...header, TotalTax: stated ?? 0 };
  return { ...header, TotalTax: totalTax(all), TaxLine: taxLines(all) };
}

/**
 * The total that the client states: as such or as the sum of its tax lines. Zero is what clients send
 * in fields they do not use, so it states nothing. A total that was stated before any code was known
 * outlives changes of the lines.
 */
function statedTax({ sent, existing }: Draft): number | undefined {
  const detail = objectOf(sent, "TxnTaxDetail");
  if (detail === undefined) {
    const held = objectOf(existing?.fields ?? {}, "TxnTaxDetail") ?? {};
    const isBare =
      referenceOf(held, "TxnTaxCodeRef") === undefined && held["TaxLine"] === undefined;
    return isBare ? nonZero(numberOf(held, "TotalTax")) : undefined;
  }
  const lines = objectsOf(detail, "TaxLine").map((line) => numberOf(line, "Amount") ?? 0);
  return nonZero(toCents(numberOf(detail, "TotalTax") ?? add(...lines)));
}

function nonZero(amount: number | undefined): number | undefined {
  return amount === 0 && !STATED_ZERO_TAX_COUNTS ? undefined : amount;
}

/** A customer that is not taxable and says why (recorded: without a reason a named code still taxes). */
function isExempt(customer: StoredRecord | undefined): boolean {
  const { fields = {} } = customer ?? {};
  return fields["Taxable"] === false && fields["TaxExemptionReasonId"] !== undefined;
}

/** The customer's own code, else the company's; none for a customer that is not taxable. */
function defaultCode(customer: StoredRecord | undefined): string | undefined {
  if (customer?.fields["Taxable"] === false) return undefined;
  return referenceOf(customer?.fields ?? {}, "DefaultTaxCodeRef") ?? DEFAULT_TAX_CODE_ID;
}
