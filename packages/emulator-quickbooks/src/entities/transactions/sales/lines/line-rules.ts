import type { Store } from "../../../../store/store.ts";

/** How a sale is taxed: US codes on top, other countries' codes on top or inside, or not at all. */
export type TaxMode = "us" | "onTop" | "inside" | "none";

/** What the lines of one sale go by. */
export interface LineRules {
  readonly store: Store;
  readonly taxMode: TaxMode;
  /** UnitPrice × Qty replaces an Amount that differs, instead of fault 6070. */
  readonly priceWins: boolean;
  /** `YYYY-MM-DD` of a sale that moves stock; undefined for one that only quotes it. */
  readonly stockDate: string | undefined;
  /** Id of the Item of a line that names none. */
  readonly defaultItem: string;
  /** Id of the Account of a discount line that names none. */
  readonly discountAccount: string;
}
