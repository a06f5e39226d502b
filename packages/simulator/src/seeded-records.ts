/** The list records that a world holds at a moment, by type and id. */
import type { Company } from "@accord-sync/emulator-quickbooks/company.ts";
import type { Org } from "@accord-sync/emulator-salesforce/org.ts";

export function recordsOf({
  company,
  org,
}: {
  readonly company: Company;
  readonly org: Org;
}): ReadonlySet<string> {
  const found = new Set<string>();
  for (const type of ["Customer", "Item"] as const) {
    for (const { id } of company.store.records(type)) found.add(`${type} ${id}`);
  }
  for (const type of ["Account", "Product2"]) {
    for (const id of org.store.all(type).keys()) found.add(`${type} ${id}`);
  }
  return found;
}
