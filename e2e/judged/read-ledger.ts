/** The ledger of a service that lives or died, to be read: at rest it is readable with ordinary tools. */
import { DatabaseSync } from "node:sqlite";
import path from "node:path";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { openDatabase } from "@accord-sync/ledger/runtime/open-database.ts";
import type { Place } from "../support/product.ts";

/** Nothing stays open after `look`, so that the next start finds the file as the death left it. */
export async function readLedger<T>({ folder }: Place, look: (db: Db) => Promise<T>): Promise<T> {
  const file = path.join(folder, "service", "accord.sqlite");
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  try {
    return await look(openDatabase({ file, database }).db);
  } finally {
    database.close();
  }
}
