/** The standard price of one product among many: what is wanted, and how it ended. */
import type { KeyedWrite } from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { unreadable } from "../api/org-api.ts";
import { PRICE_OF_NOTHING, type Values } from "../write-payload.ts";
import type { RowEnd } from "./row.ts";

export interface Price {
  readonly key: KeyedWrite["key"];
  readonly product: Observation;
  readonly values: Values;
  /** Nothing else is written of this product. */
  readonly isAll: boolean;
}

/** An entry is made for a price, not for the lack of one. */
export function isGiven({ values }: Pick<Price, "values">): boolean {
  return Object.values(values).some((value) => value !== null);
}

/** None of the request was done, or nobody knows: the product was written before it. */
export function unsentEnd(
  price: Price,
  end: Exclude<Receipt, { outcome: "applied" | "deleted" }>,
): Receipt {
  if (end.outcome === "unknown" || price.isAll) return end;
  return { outcome: "applied", observation: price.product, partRefused: end.error };
}

export function endOf(
  price: Price,
  end: RowEnd | undefined,
  observation: Observation | null,
): Receipt {
  if (end?.outcome === "rejected" && price.isAll) return end;
  // Not told how it ended, or not to be seen: only a look tells.
  if (end?.outcome === "unknown") return end;
  if (observation === null) return { outcome: "unknown", error: unreadable() };
  return end?.outcome === "rejected"
    ? { outcome: "applied", observation, partRefused: end.error }
    : { outcome: "applied", observation };
}

/** Salesforce takes no empty price (S6). */
export function withoutNothing(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, value ?? PRICE_OF_NOTHING]),
  );
}
