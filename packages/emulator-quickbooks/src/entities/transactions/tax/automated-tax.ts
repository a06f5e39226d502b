import { objectOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { AUTOMATED_TAX_PLACES } from "../../../not-evidenced.ts";
import type { Store } from "../../../store/store.ts";
import { ratesOf } from "./tax-rates.ts";
import { stateName } from "./us-states.ts";

/**
 * The code that automated sales tax decides on. The vendor's engine knows every jurisdiction; the
 * emulator goes by the state that the goods are shipped to, and taxes them with the company's active
 * code of that state's name (`California`), if the company has one: elsewhere it collects no tax.
 * An address without a state stands for a sale at the company's own place.
 */
export function automatedTaxCode(sale: JsonObject, store: Store): string | undefined {
  const company = store.record("CompanyInfo", "1")?.fields ?? {};
  const places = AUTOMATED_TAX_PLACES.split(" ").map((name) => objectOf(sale, name));
  const own = [objectOf(company, "LegalAddr"), objectOf(company, "CompanyAddr")];
  const state = [...places, ...own]
    .map((address) => textOf(address ?? {}, "CountrySubDivisionCode"))
    .find((text) => text !== undefined);
  const name = state === undefined ? undefined : stateName(state);
  if (name === undefined) return undefined;
  for (const { id, fields } of store.records("TaxCode")) {
    const isOfState = textOf(fields, "Name") === name && fields["Active"] !== false;
    if (isOfState && ratesOf(id, "sales", store).length > 0) return id;
  }
  return undefined;
}
