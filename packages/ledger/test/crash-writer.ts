/**
 * A process to be killed. It opens the ledger named on its command line and commits transaction
 * after transaction; each number it prints is that of a transaction whose commit was acknowledged.
 * A transaction saves its number as a cursor and adds one log entry, so that half of one would
 * show.
 */
import { writeSync } from "node:fs";
import { readCursor, saveCursor } from "../src/cursors.ts";
import { openLedger } from "../src/ledger.ts";
import { appendLog } from "../src/log-entries.ts";
import { logEntry, TENANT } from "./samples.ts";

const STDOUT = 1;
const COMMIT_LIMIT = 100_000;

const ledger = await openLedger({ file: process.argv[2] ?? "" });
const start = Number((await readCursor(ledger.db, TENANT, "co1", "crash")) ?? "0");
for (let number = start + 1; number <= start + COMMIT_LIMIT; number += 1) {
  await ledger.transaction(async (tx) => {
    await saveCursor(tx, TENANT, "co1", "crash", String(number));
    await appendLog(tx, logEntry({ message: `commit ${number}` }));
  });
  writeSync(STDOUT, `${number}\n`);
}
