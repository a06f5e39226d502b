import { textOf } from "../../json/json-value.ts";
import type { Store } from "../../store/store.ts";

const ISO_4217: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** `EUR`, in capitals. */
export function isCurrencyCode(code: string): boolean {
  return ISO_4217.has(code);
}

/** Whether the company keeps this currency besides its own. */
export function isCompanyCurrency(store: Store, code: string): boolean {
  for (const { fields } of store.records("CompanyCurrency")) {
    if (textOf(fields, "Code") === code && fields["Active"] !== false) return true;
  }
  return false;
}
