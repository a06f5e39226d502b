/** The standard price of a product: a PricebookEntry in the standard price book. */
import type { PageOrg, PageResult } from "../../page-host.ts";
import { failed, quoted } from "../api/request-world.ts";

interface PriceEntry {
  readonly id: string;
  readonly price: number;
}

function standardPricebook(org: PageOrg): string | undefined {
  const found = org.query("SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT 1");
  const id = found.ok ? found.value.records[0]?.["Id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function findEntry(org: PageOrg, productId: string): PriceEntry | undefined {
  const found = org.query(
    `SELECT Id, UnitPrice FROM PricebookEntry WHERE Product2Id = ${quoted(productId)} ` +
      "AND Pricebook2.IsStandard = true LIMIT 1",
  );
  const row = found.ok ? found.value.records[0] : undefined;
  const id = row?.["Id"];
  const price = row?.["UnitPrice"];
  return typeof id === "string" && typeof price === "number" ? { id, price } : undefined;
}

/** Null when the product has no standard price. */
export function readListPrice(org: PageOrg, productId: string): number | null {
  return findEntry(org, productId)?.price ?? null;
}

/** Sets, or with null takes away, the standard price. */
export function writeListPrice(
  org: PageOrg,
  productId: string,
  price: number | null,
): PageResult<null> {
  const entry = findEntry(org, productId);
  if (price === null) {
    return entry === undefined ? { ok: true, value: null } : org.remove("PricebookEntry", entry.id);
  }
  if (entry !== undefined) return org.update("PricebookEntry", entry.id, { UnitPrice: price });
  const pricebook = standardPricebook(org);
  if (pricebook === undefined)
    return failed(400, "REQUIRED_FIELD_MISSING", "This org has no standard price book.");
  const made = org.create("PricebookEntry", {
    Pricebook2Id: pricebook,
    Product2Id: productId,
    UnitPrice: price,
    IsActive: true,
  });
  return made.ok ? { ok: true, value: null } : made;
}
