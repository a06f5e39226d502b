/** An emulator behind HTTP in a folder of its own, as other people's clients meet it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOptions } from "../src/runtime/options.ts";
import { startEmulator } from "../src/runtime/start-emulator.ts";

/** Its address, e.g. `http://127.0.0.1:4002`, and how to end it. */
export interface StartedEmulator {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** `more` are command-line options besides the port and the folder. Fails the test on the emulator's own bugs. */
export async function startOne(...more: string[]): Promise<StartedEmulator> {
  const folder = mkdtempSync(join(tmpdir(), "emulator-quickbooks-client-"));
  const options = readOptions(["--port", "0", "--data", folder, ...more]);
  if (options === "help" || "problem" in options) throw new Error(JSON.stringify(options));
  const crashes: unknown[] = [];
  const emulator = await startEmulator(options, (error) => crashes.push(error));
  const stop = async (): Promise<void> => {
    await emulator.stop();
    rmSync(folder, { recursive: true });
    if (crashes.length > 0) throw new AggregateError(crashes, "the emulator crashed");
  };
  return { address: emulator.address, stop };
}
