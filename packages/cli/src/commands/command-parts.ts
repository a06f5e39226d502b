/** What all commands share: their common options, and one way to print and to end. */
import { Command, InvalidArgumentError } from "commander";
import type { CliIo } from "../cli-io.ts";
import type { ExitCode } from "../exit-code.ts";
import { plainText } from "../print/plain-text.ts";
import type { ServiceClient } from "../service-client.ts";

export interface CommandParts {
  readonly io: CliIo;
  /** Keeps the code that the process ends with. */
  end(code: ExitCode): void;
}

export interface CommonOptions {
  readonly json?: true;
  readonly url?: string;
}

export interface WaitingOptions extends CommonOptions {
  readonly wait: boolean;
  readonly timeout: number;
}

const TIMEOUT_SECONDS = 60;

/** A command that talks to the service. */
export function newCommand(name: string, summary: string, examples: readonly string[]): Command {
  return localCommand(name, summary, examples).option(
    "--url <address>",
    "the service's address (default: http://localhost:$PORT)",
  );
}

/** A command that needs no running service. */
export function localCommand(name: string, summary: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ npm run accord -- ${example}`);
  return new Command(name)
    .summary(summary)
    .description(summary)
    .option("--json", "print one JSON document")
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("must be a number of seconds");
}

/** For commands that wait until the work is done. */
export function waits(command: Command): Command {
  return command
    .option("--no-wait", "end as soon as the wish is recorded")
    .option("--timeout <seconds>", "how long to wait", seconds, TIMEOUT_SECONDS);
}

export function serviceOf({ io }: CommandParts, options: CommonOptions): ServiceClient {
  return io.connect(options.url);
}

/** Prints the value as one JSON document, or as text for a person. */
export function print<T>(
  { io }: CommandParts,
  options: Pick<CommonOptions, "json">,
  value: T,
  toText: (value: T) => string,
): void {
  io.out(options.json ? `${JSON.stringify(value, null, 2)}\n` : plainText(toText(value)));
}
