import { objectsOf, textOf } from "../../json/json-value.ts";
import type { Store } from "../../store/store.ts";

/** A reserved name-value pair of CompanyInfo, e.g. `PayrollFeature` → `false` (documented). */
export function companyFeature(store: Store, name: string): string | undefined {
  const pairs = objectsOf(store.record("CompanyInfo", "1")?.fields ?? {}, "NameValue");
  const pair = pairs.find((each) => textOf(each, "Name") === name);
  return pair === undefined ? undefined : textOf(pair, "Value");
}
