/**
 * Salesforce record ids. One record has a 15-character id, in which case matters, and an 18-character
 * one whose last three characters repeat the case of the first fifteen. Links are kept by the long one.
 */

const CHECK_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

export function toLongRecordId(id: string): string {
  if (id.length !== 15) return id;
  const check = [0, 5, 10].map((start) => {
    const bits = Array.from(id.slice(start, start + 5), (character, place) =>
      character >= "A" && character <= "Z" ? 1 << place : 0,
    );
    return CHECK_CHARACTERS.charAt(bits.reduce((sum, bit) => sum + bit, 0));
  });
  return id + check.join("");
}

/** Key prefixes of the standard objects that a person may name by id alone. */
const OBJECT_BY_PREFIX: Readonly<Record<string, string>> = {
  "001": "Account",
  "003": "Contact",
  "005": "User",
  "006": "Opportunity",
  "00Q": "Lead",
  "00U": "Event",
  "00T": "Task",
  "01t": "Product2",
  "01u": "PricebookEntry",
  "500": "Case",
  "701": "Campaign",
  "800": "Contract",
  "801": "Order",
};

/** The object that the id belongs to; null for a custom object or text that is no id. */
export function objectOfRecordId(id: string): string | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) return null;
  return OBJECT_BY_PREFIX[id.slice(0, 3)] ?? null;
}
