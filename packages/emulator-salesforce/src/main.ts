#!/usr/bin/env node
import { HELP, readOptions, WrongOption } from "./runtime/options.ts";
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

/** What went wrong, for a person at a terminal. */
function explain(error: unknown): string {
  if (error instanceof WrongOption) return `${error.message}\n\n${HELP}`;
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && (error.code === "EACCES" || error.code === "EPERM")) {
    const file = "path" in error ? String(error.path) : "a file";
    return `No permission for ${file}. Choose another folder or port, or give the permission.`;
  }
  const port = /EADDRINUSE: address already in use \S+:(\d+)/.exec(error.message)?.[1];
  return port === undefined
    ? error.message
    : `Port ${port} is in use. Choose another one, or stop what uses it.`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`Salesforce emulator: ${explain(error)}\n`);
  process.exit(1);
}
