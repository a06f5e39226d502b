import { refuse } from "../../api-error.ts";
import type { DmlContext } from "../context.ts";
import { liveRow, type Row } from "../../store/row.ts";
import type { ObjectRules } from "./rule.ts";

/**
 * Prices: a product has at most one entry in a price book, and one in the standard price book before it
 * can have one in any other.
 */

/** The live prices of a product, in any price book. */
function entriesOf(context: DmlContext, productId: string): readonly Row[] {
  return [...context.store.lookup("PricebookEntry", "Product2Id", productId)]
    .map((id) => liveRow(context.store, "PricebookEntry", id))
    .filter((row) => row !== undefined);
}

/** Whether a price book is the standard one of the org. */
function isStandard(context: DmlContext, priceBookId: unknown): boolean {
  return context.store.get("Pricebook2", String(priceBookId))?.["IsStandard"] === true;
}

/** One price per product and book; the standard price first and, while others exist, last. */
export const priceBookEntryRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const productId = row["Product2Id"] ?? null;
    const priceBookId = row["Pricebook2Id"] ?? null;
    if (typeof productId !== "string" || typeof priceBookId !== "string") return row;
    // With several currencies a product has one price per book and currency.
    const others = entriesOf(context, productId).filter(
      (entry) => entry["Id"] !== row["Id"] && entry["CurrencyIsoCode"] === row["CurrencyIsoCode"],
    );
    if (before === undefined && others.some((entry) => entry["Pricebook2Id"] === priceBookId)) {
      throw refuse(
        400,
        "FIELD_INTEGRITY_EXCEPTION",
        "This price definition already exists in this price book",
        [],
      );
    }
    const standard = others.find((entry) => isStandard(context, entry["Pricebook2Id"]));
    if (!isStandard(context, priceBookId) && standard === undefined) {
      throw refuse(
        400,
        "STANDARD_PRICE_NOT_DEFINED",
        "Before creating a custom price, create a standard price.",
        [],
      );
    }
    const product = liveRow(context.store, "Product2", productId);
    const usesStandard = row["UseStandardPrice"] === true && standard !== undefined;
    return {
      ...row,
      Name: product?.["Name"] ?? null,
      ProductCode: product?.["ProductCode"] ?? null,
      UnitPrice: usesStandard ? (standard["UnitPrice"] ?? null) : (row["UnitPrice"] ?? null),
    };
  },
  beforeDelete: (context, row) => {
    if (!isStandard(context, row["Pricebook2Id"])) return;
    const others = entriesOf(context, String(row["Product2Id"]));
    if (others.length <= 1) return;
    throw refuse(
      400,
      "DELETE_FAILED",
      "The standard price cannot be deleted while the product has prices in other price books.",
      [],
    );
  },
};

/** What a change of a product does to its prices. */
export const productRules: ObjectRules = {
  /** Entries show their product's name and code, which are not fields of their own to change. */
  afterSave: (context, row, before) => {
    if (before === undefined) return;
    if (before["Name"] === row["Name"] && before["ProductCode"] === row["ProductCode"]) return;
    for (const entry of entriesOf(context, String(row["Id"]))) {
      const shown = { Name: row["Name"] ?? null, ProductCode: row["ProductCode"] ?? null };
      context.store.put("PricebookEntry", String(entry["Id"]), { ...entry, ...shown });
    }
  },
};

/** Every org keeps its standard price book. */
export const priceBookRules: ObjectRules = {
  beforeDelete: (_context, row) => {
    if (row["IsStandard"] !== true) return;
    throw refuse(400, "DELETE_FAILED", "You cannot delete the standard price book.", []);
  },
};
