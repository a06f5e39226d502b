/** Composition root of the emulator as a process of its own. */

import { isDeepStrictEqual } from "node:util";
import { DEFAULT_REALM_ID } from "./company-settings.ts";
import { FolderInUseError } from "./runtime/folder-lock.ts";
import { readOptions, USAGE, type EmulatorOptions } from "./runtime/options.ts";
import { startEmulator, type RunningEmulator } from "./runtime/start-emulator.ts";
import { DEFAULT_START } from "./seed/company-start.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator(options, (error) => {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  say(welcome(emulator, options));
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

/** Where to begin, and what a person may otherwise wonder at. */
function welcome({ address, isNew }: RunningEmulator, options: EmulatorOptions): string {
  const { settings, dataFolder } = options;
  const lines = [
    "QuickBooks emulator",
    `  API    ${address}/v3/company/${DEFAULT_REALM_ID}   (from this machine with the bearer token "demo")`,
    `  Pages  ${address}/app/homepage`,
    `  Data   ${dataFolder}`,
  ];
  if (!isNew && !isDeepStrictEqual(settings.start, DEFAULT_START)) {
    lines.push(
      "The company in this folder is as it was. Options that set up a company count in an empty folder, and after a reset.",
    );
  }
  return lines.join("\n");
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
  complain(`${options.problem}\nAll options: --help`);
  process.exitCode = 2;
} else {
  run(options).catch((error: unknown) => {
    complain(explain(error, options));
    process.exitCode = 1;
  });
}
