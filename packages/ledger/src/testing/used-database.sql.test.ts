import type { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { entry, image, link, notice } from "../../test/samples.ts";
import { openEntry } from "../entries.ts";
import { saveImages } from "../images.ts";
import { appendNotice, listDue } from "../inbox.ts";
import { openLedger } from "../ledger.ts";
import { insertLink } from "../links.ts";
import { giveBackDatabase, takeDatabase } from "./used-database.ts";

/** Every row of every table but the migrator's, and the next epoch's number. */
function contents(database: DatabaseSync): Record<string, unknown> {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and name not like '%migration%'")
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => [
      String(name),
      database.prepare(`select * from "${String(name)}"`).all(),
    ]),
  );
}

async function live(database: DatabaseSync): Promise<readonly string[]> {
  const ledger = await openLedger({ file: ":memory:", database });
  return ledger.transaction(async (tx) => {
    const made = await insertLink(tx, link());
    await saveImages(tx, [image(made.id)]);
    const opened = await openEntry(tx, { ...entry(made.id) });
    await appendNotice(tx, notice());
    const due = await listDue(tx, notice().tenant, "9999", 9);
    return [made.id, opened, ...due.map(({ id }) => id), String(ledger.epoch)];
  });
}

describe("a database that is used again", () => {
  it("begins like a new one: no row, the first numbers, the first epoch", async () => {
    const first = takeDatabase();
    const lived = await live(first);
    giveBackDatabase(first);
    const again = takeDatabase();
    expect(again).toBe(first);
    const fresh = takeDatabase();
    expect(fresh).not.toBe(first);
    await openLedger({ file: ":memory:", database: fresh });
    await openLedger({ file: ":memory:", database: again });
    expect(contents(again)).toEqual(contents(fresh));
    giveBackDatabase(again);
    expect(await live(takeDatabase())).toEqual(lived);
  });

  it("is not taken back within a transaction", () => {
    const database = takeDatabase();
    database.exec("begin");
    expect(() => giveBackDatabase(database)).toThrow("open transaction");
    database.close();
  });
});
