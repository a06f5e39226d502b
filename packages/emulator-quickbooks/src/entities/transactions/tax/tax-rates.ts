import { numberOf, objectOf, objectsOf, referenceOf, textOf } from "../../../json/json-value.ts";
import type { Store } from "../../../store/store.ts";

/** Which of a code's two lists of rates counts. */
export type TaxSide = "sales" | "purchase";

/** One rate of a tax code. */
export interface TaxRate {
  /** Id of the TaxRate. */
  readonly id: string;
  /** In percent, 0 to 100. */
  readonly percent: number;
  /** True: taken of the amount together with the taxes before it (schema: `TaxOnTax`). */
  readonly isOnTax: boolean;
}

/** The rates of a code in their order; none for a code that does not tax, such as `NON`. */
export function ratesOf(codeId: string, side: TaxSide, store: Store): readonly TaxRate[] {
  const code = store.record("TaxCode", codeId)?.fields ?? {};
  const list = objectOf(code, side === "sales" ? "SalesTaxRateList" : "PurchaseTaxRateList") ?? {};
  return objectsOf(list, "TaxRateDetail")
    .toSorted((a, b) => (numberOf(a, "TaxOrder") ?? 0) - (numberOf(b, "TaxOrder") ?? 0))
    .map((detail) => {
      const id = referenceOf(detail, "TaxRateRef") ?? "";
      const rate = store.record("TaxRate", id)?.fields ?? {};
      return {
        id,
        percent: numberOf(rate, "RateValue") ?? 0,
        isOnTax: (textOf(detail, "TaxTypeApplicable") ?? "").startsWith("TaxOnTax"),
      };
    });
}
