/** Composition root of the emulator as a process of its own. */

import { FolderInUseError } from "./runtime/folder-lock.ts";
import { readOptions, USAGE, type EmulatorOptions } from "./runtime/options.ts";
import { startEmulator } from "./runtime/start-emulator.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator(options, (error) => {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  say(`QuickBooks emulator: ${emulator.address}/app/homepage (data in ${options.dataFolder})`);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    emulator.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(String(error));
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

/** What a person can do about it; a stack only for what should never happen. */
function explain(error: unknown, options: EmulatorOptions): string {
  if (error instanceof FolderInUseError) return error.message;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return `Port ${options.port} on ${options.host} is in use. Stop what uses it, or start with --port and another number.`;
  }
  if (error instanceof Error && "syscall" in error) {
    return `The data folder ${options.dataFolder} cannot be used (${error.message}). Start with --data and another folder.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const options = readOptions(process.argv.slice(2));
if (options === "help") say(USAGE);
else if ("problem" in options) {
  complain(`${options.problem}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  run(options).catch((error: unknown) => {
    complain(explain(error, options));
    process.exitCode = 1;
  });
}
