import { currencyName } from "../entities/currencies.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { descriptorIfAny } from "./known-types.ts";
import type { Option } from "./form-fields.ts";

/** An empty choice first, where nothing may be chosen. */
export function orNone(options: readonly Option[], label = ""): readonly Option[] {
  return [{ value: "", label }, ...options];
}

/**
 * The active records of a short list, by name, that pass `wanted`; the one that is chosen already is there
 * even when it is inactive by now.
 */
export function choicesOf(
  type: EntityType,
  store: Store,
  chosen: string | undefined,
  wanted: (fields: JsonObject) => boolean = () => true,
): readonly Option[] {
  if (descriptorIfAny(type) === undefined) return [];
  return [...store.records(type)]
    .filter(({ id, fields }) => id === chosen || (fields["Active"] !== false && wanted(fields)))
    .map((record) => ({ value: record.id, label: labelOf(record, store) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, "en"));
}

function labelOf(record: StoredRecord, store: Store): string {
  const name = fullyQualifiedName(record, store);
  return record.fields["Active"] === false ? `${name} (inactive)` : name;
}

/** Accounts of the given types, in the company's order of names. */
export function accountChoices(
  store: Store,
  types: readonly string[],
  chosen: string | undefined,
): readonly Option[] {
  return choicesOf("Account", store, chosen, (fields) =>
    types.includes(textOf(fields, "AccountType") ?? ""),
  );
}

/** Codes that stand on a whole sale: not the two of a line (`TAX`, `NON`). */
export function salesTaxChoices(store: Store, chosen: string | undefined): readonly Option[] {
  return choicesOf("TaxCode", store, chosen, (fields) => fields["TaxGroup"] !== false).filter(
    ({ value }) => value !== "TAX" && value !== "NON",
  );
}

/** The home currency and those that the company uses besides. */
export function currencyChoices(store: Store, home: string): readonly Option[] {
  const others = [...store.records("CompanyCurrency")]
    .filter(({ fields }) => fields["Active"] !== false)
    .map(({ fields }) => textOf(fields, "Code") ?? "");
  return [...new Set([home, ...others])].map((code) => ({
    value: code,
    label: `${code} ${currencyName(code)}`,
  }));
}
