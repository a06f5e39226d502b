import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder } from "../../test/scratch.ts";
import { openLedger } from "../ledger.ts";

/** The files of the ledger's folder that others than the owner may read or write. */
function openToOthers(file: string): readonly string[] {
  const folder = dirname(file);
  return readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
}

describe.skipIf(process.platform === "win32")("the ledger's files", () => {
  it("are their owner's alone while it is open, all of them", () =>
    inFolder(async (file) => {
      const ledger = await openLedger({ file });
      expect(readdirSync(dirname(file))).toEqual(
        expect.arrayContaining(["ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.db.lock"]),
      );
      expect(openToOthers(file)).toEqual([]);
      await ledger.close();
    }));

  it("become so when they were anybody's", () =>
    inFolder(async (file) => {
      for (const name of [file, `${file}.lock`]) {
        writeFileSync(name, "");
        chmodSync(name, 0o666);
      }
      expect(openToOthers(file)).toHaveLength(2);
      const ledger = await openLedger({ file });
      expect(openToOthers(file)).toEqual([]);
      await ledger.close();
    }));
});
