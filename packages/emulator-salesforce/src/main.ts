#!/usr/bin/env node
import { explain } from "./runtime/explain.ts";
import { HELP, readOptions } from "./runtime/options.ts";
import { type Emulator, startEmulator } from "./runtime/start.ts";

/** Starts the Salesforce emulator. Exit code 1 and one line on standard error when it cannot. */
async function main(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv);
  if (options === "help") {
    process.stdout.write(HELP);
    return;
  }
  const emulator = await startEmulator(options);
  const { url, grpcPort, grpcTlsPort } = emulator;
  const tls = grpcTlsPort === undefined ? "" : `, over TLS on port ${grpcTlsPort}`;
  process.stdout.write(`Salesforce emulator: ${url} (Pub/Sub API on port ${grpcPort}${tls})\n`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stop(emulator));
  }
}

/** Ends connections and streams, closes the log, lets go of the folder. */
async function stop(emulator: Emulator): Promise<void> {
  await emulator.stop();
  process.exit(0);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`Salesforce emulator: ${explain(error)}\n`);
  process.exit(1);
}
