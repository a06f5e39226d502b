/**
 * What a form takes over from the records that it names. `filled-1` and `filledCustomer` remember for which
 * product and customer that was done, so that a change by hand stays.
 */

import { numberOf, objectOf, referenceOf, textOf } from "../json/json-value.ts";
import { rowCount } from "./invoice-lines.ts";
import { findCustomer, findItem } from "./named-records.ts";
import type { Typed, Visit } from "./visit.ts";

/**
 * The form with what its customer and its products bring. `isTyping`: what another customer or product
 * brought gives way; otherwise only what was left empty is filled in.
 */
export function withDefaults(visit: Visit, isTyping: boolean): Typed {
  return {
    ...visit.typed,
    ...withCustomerDefaults(visit, isTyping),
    ...withItemDefaults(visit, isTyping),
  };
}

/** The customer's e-mail address, and its terms where it has some of its own. */
function withCustomerDefaults(
  { typed, company }: Visit,
  isTyping: boolean,
): Record<string, string> {
  const name = (typed["customer"] ?? "").trim();
  if (name === "" || name === typed["filledCustomer"]) return {};
  const customer = findCustomer(company.store, name);
  if (customer === undefined) return {};
  const email = textOf(objectOf(customer.fields, "PrimaryEmailAddr") ?? {}, "Address") ?? "";
  const terms = referenceOf(customer.fields, "SalesTermRef");
  const isFree = (input: string): boolean => isTyping || (typed[input] ?? "") === "";
  return {
    filledCustomer: name,
    ...(isFree("email") ? { email } : {}),
    ...(terms !== undefined && isFree("terms") ? { terms } : {}),
  };
}

/**
 * Takes over description, price and tax of a product that was just chosen. `isTyping`: what stood there for
 * another product gives way; otherwise only what was left empty is filled in.
 */
function withItemDefaults(visit: Visit, isTyping: boolean): Record<string, string> {
  const { typed, formats, company } = visit;
  const result: Record<string, string> = {};
  for (let row = 1; row <= rowCount(typed); row += 1) {
    const label = (typed[`item-${row}`] ?? "").trim();
    if (label === "" || label === typed[`filled-${row}`]) continue;
    const item = findItem(company.store, label);
    if (item === undefined) continue;
    const fill = (part: string, value: string): void => {
      const name = `${part}-${row}`;
      const isFree = (typed[name] ?? "").trim() === "";
      if (isFree || (isTyping && part !== "quantity")) result[name] = value;
    };
    const price = numberOf(item.fields, "UnitPrice") ?? 0;
    const hasAmount = !isTyping && (typed[`amount-${row}`] ?? "").trim() !== "";
    fill("description", textOf(item.fields, "Description") ?? "");
    if (!hasAmount) {
      fill("rate", price === 0 ? "" : formats.input(price));
      fill("quantity", "1");
    }
    if (isTyping && visit.profile.country === "US") {
      result[`tax-${row}`] = item.fields["Taxable"] === true ? "true" : "";
    }
    result[`filled-${row}`] = label;
  }
  return result;
}
