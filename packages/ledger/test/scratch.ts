/** Ledgers for tests: each test gets its own, which is closed and removed whatever happens. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "vitest";
import { type Ledger, openLedger } from "../src/ledger.ts";

/** Runs `proof` with the path of a ledger file that does not exist yet, in a folder of its own. */
export async function inFolder(proof: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "accord-ledger-"));
  try {
    await proof(join(folder, "ledger.db"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onOpened(file: string, proof: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await openLedger({ file });
  try {
    await proof(ledger);
  } finally {
    await ledger.close();
  }
}

/** A claim about a new ledger, proved on a file and in memory. */
export function holds(claim: string, proof: (ledger: Ledger) => Promise<void>): void {
  it(`${claim} (file)`, () => inFolder((file) => onOpened(file, proof)));
  it(`${claim} (memory)`, () => onOpened(":memory:", proof));
}
