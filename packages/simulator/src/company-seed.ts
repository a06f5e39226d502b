/** The emulated company of a simulation: with its demo records, or with no record that people made. */
import type { CompanyOptions } from "@accord-sync/emulator-quickbooks/company.ts";
import { seedChanges } from "@accord-sync/emulator-quickbooks/seed/seed-company.ts";
import { isTransactionType } from "@accord-sync/emulator-quickbooks/store/stored-record.ts";

const NAME_LISTS: ReadonlySet<string> = new Set(["Customer", "Employee", "Item", "Vendor"]);

/** Its accounts, terms, taxes and counters: a new record has the id that it would have in the demo company. */
const bare = seedChanges().filter(
  ({ table }) => !NAME_LISTS.has(table) && !isTransactionType(table),
);

export function companySeed(kind: "demo" | "bare"): Pick<CompanyOptions, "changes"> {
  return kind === "bare" ? { changes: bare } : {};
}
