import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { TENANT } from "../test/samples.ts";
import { inFolder } from "../test/scratch.ts";
import { readCursor } from "./cursors.ts";
import { openLedger } from "./ledger.ts";
import { listLog } from "./log-entries.ts";

const WRITER = fileURLToPath(new URL("../test/crash-writer.ts", import.meta.url));

/**
 * Lets the writer commit at least `commits` times, then runs `meanwhile`, kills it with SIGKILL,
 * and answers the number of the last commit it acknowledged.
 */
async function writeAndKill(
  file: string,
  commits: number,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<number> {
  const child = spawn(process.execPath, [WRITER, file], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  let acknowledged = 0;
  let count = 0;
  try {
    for await (const line of lines) {
      acknowledged = Number(line);
      count += 1;
      if (count !== commits) continue;
      await meanwhile();
      child.kill("SIGKILL");
    }
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
  return acknowledged;
}

describe("a ledger whose process was killed", () => {
  it("has every acknowledged commit, whole, each time (I9)", () =>
    inFolder(async (file) => {
      for (const commits of [1, 2, 17, 60, 200]) {
        const acknowledged = await writeAndKill(file, commits);
        const ledger = await openLedger({ file });
        const cursor = Number(await readCursor(ledger.db, TENANT, "co1", "crash"));
        const log = await listLog(ledger.db, TENANT, { only: "all", limit: 100_000 });
        await ledger.close();
        // The one commit more is one that was done but could not be reported any more.
        expect(acknowledged).toBeGreaterThanOrEqual(commits);
        expect([acknowledged, acknowledged + 1]).toContain(cursor);
        expect(log[0]?.message).toBe(`commit ${cursor}`);
        expect(log).toHaveLength(cursor);
      }
    }));

  it("was closed to others while the process lived, and is free at once after it (I17)", () =>
    inFolder(async (file) => {
      await writeAndKill(file, 1, async () => {
        await expect(openLedger({ file })).rejects.toMatchObject({
          error: { code: "DATA_FOLDER_IN_USE" },
        });
      });
      const ledger = await openLedger({ file });
      expect(ledger.epoch).toBe(2);
      await ledger.close();
    }));
});
