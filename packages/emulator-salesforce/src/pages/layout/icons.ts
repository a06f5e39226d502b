/** The icon of each object, as Lightning Experience draws it. */

const STANDARD: Readonly<Record<string, string>> = {
  Account: "standard:account",
  Contact: "standard:contact",
  Opportunity: "standard:opportunity",
  OpportunityLineItem: "standard:opportunity_splits",
  Product2: "standard:product",
  Pricebook2: "standard:price_books",
  PricebookEntry: "standard:price_book_entries",
  Order: "standard:orders",
  OrderItem: "standard:order_item",
  Contract: "standard:contract",
  Quote: "standard:quotes",
  QuoteLineItem: "standard:quotes",
  User: "standard:user",
  Organization: "standard:home",
};

/** Custom objects get one of these, always the same one. */
const CUSTOM_ICONS = 100;

/** A name of the standard or custom sprite, for `lightning-icon`. */
export function iconOf(objectName: string): string {
  const standard = STANDARD[objectName];
  if (standard !== undefined) return standard;
  const sum = Array.from(objectName).reduce(
    (total, letter) => total + (letter.codePointAt(0) ?? 0),
    0,
  );
  return `custom:custom${(sum % CUSTOM_ICONS) + 1}`;
}
