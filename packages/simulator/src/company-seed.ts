/** The emulated company of a simulation: with its demo records, or with no record that people made. */
import type { CompanyOptions } from "@accord-sync/emulator-quickbooks/company.ts";
import { seedChanges } from "@accord-sync/emulator-quickbooks/seed/seed-company.ts";
import { isTransactionType } from "@accord-sync/emulator-quickbooks/store/stored-record.ts";
import type { KeyedRandom } from "./keyed-random.ts";

const NAME_LISTS: ReadonlySet<string> = new Set(["Customer", "Employee", "Item", "Vendor"]);

/** Its accounts, terms, taxes and counters: a new record has the id that it would have in the demo company. */
const bare = seedChanges().filter(
  ({ table }) => !NAME_LISTS.has(table) && !isTransactionType(table),
);

export function companySeed(kind: "demo" | "bare"): Pick<CompanyOptions, "changes"> {
  return kind === "bare" ? { changes: bare } : {};
}

/** One that is shorter QuickBooks takes for none at all. */
const TOKEN_LENGTH = 64;

/** Ids and tokens, numbered in the order in which they are asked for. */
export function idsFrom(random: KeyedRandom): CompanyOptions["ids"] {
  let given = 0;
  return {
    token: () => `token${(given += 1)}`.padEnd(TOKEN_LENGTH, "x"),
    uuid: () => `00000000-0000-4000-8000-${String((given += 1)).padStart(12, "0")}`,
    draw: () => random.fraction("company"),
  };
}
