/** The command line as a function: arguments in, exit code out. */
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { CliFailure, usageFailure } from "./cli-failure.ts";
import type { CliIo } from "./cli-io.ts";
import { backfillCommand } from "./commands/backfill.ts";
import type { CommandParts } from "./commands/command-parts.ts";
import { integrityCommand } from "./commands/integrity.ts";
import { heldCommand } from "./commands/held.ts";
import { heldChangesCommand } from "./commands/held-changes.ts";
import { pauseCommands } from "./commands/pause.ts";
import { overviewCommands } from "./commands/overview.ts";
import { recordCommands } from "./commands/records.ts";
import { salesforceKeyCommand } from "./commands/salesforce-key.ts";
import { syncNowCommand } from "./commands/sync-now.ts";
import { EXIT, EXIT_MEANINGS, type ExitCode } from "./exit-code.ts";
import { plainText } from "./print/plain-text.ts";
import type { ErrorWords } from "./service-client.ts";

/** One paragraph: it is wrapped to the width that there is. */
const INTRODUCTION =
  "Keeps Salesforce and QuickBooks Online in agreement. These commands talk to the running " +
  "service (npm start). A record is named by its object and id, as in the address of its " +
  "Salesforce page, or by the id alone.";

function helpAfter(): string {
  const codes = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return `
Examples:
  $ npm run accord -- status
  $ npm run accord -- send Account 001000000000001AAA
  $ npm run accord -- sync-now Customer "Id = '58'"
  $ npm run accord -- help send

Exit codes:
${codes.join("\n")}

The service is found at http://localhost:$PORT (default 4000) or at --url; the
operator token in the data folder (ACCORD_DATA, default .accord).`;
}

/** Without `[options]`, so that each command has one line of the list; every command has some. */
function termOf(command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...names].join(" ");
}

/** The command and all below it. */
const withinOf = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withinOf),
];

function createProgram(parts: CommandParts): Command {
  const program = new Command("accord")
    .description(INTRODUCTION)
    .version(packageJson.version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show a command's arguments and examples")
    .configureHelp({ subcommandTerm: termOf })
    .addHelpText("after", helpAfter);
  const commands = [
    ...recordCommands(parts),
    syncNowCommand(parts),
    integrityCommand(parts),
    backfillCommand(parts),
    ...overviewCommands(parts),
    heldCommand(parts),
    heldChangesCommand(parts),
    ...pauseCommands(parts),
    salesforceKeyCommand(parts),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of withinOf(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => parts.io.out(text),
      writeErr: (text) => parts.io.err(text),
      // What is wrong with the words is told like every other failure, as JSON too.
      outputError: () => {},
    });
  }
  return program;
}

/** A filter's mistake is shown under the filter itself. */
function pointer(words: readonly string[], { details }: ErrorWords): string {
  const { at, length } = (details ?? {}) as { at?: unknown; length?: unknown };
  const filter = words[0] === "sync-now" ? words[2] : undefined;
  if (filter === undefined || typeof at !== "number") return "";
  const carets = "^".repeat(typeof length === "number" ? Math.max(1, length) : 1);
  return `  ${filter}\n  ${" ".repeat(at)}${carets}\n`;
}

function tell(io: CliIo, words: readonly string[], failure: CliFailure): ExitCode {
  const { error, exitCode } = failure;
  if (words.includes("--json")) io.out(`${JSON.stringify({ error }, null, 2)}\n`);
  else io.err(plainText(`${error.message}\n${pointer(words, error)}${error.action}\n`));
  return exitCode;
}

/** A mistake in the words themselves; `words[0]` names the command, if it is one. */
function wrongWords(
  words: readonly string[],
  commands: readonly Command[],
  problem: CommanderError,
): CliFailure {
  const text = problem.message.replace(/^error: /u, "");
  const command = commands.find((known) => known.name() === words[0]);
  const help = `npm run accord -- help${command === undefined ? "" : ` ${command.name()}`}`;
  return usageFailure({
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.)]$/u.test(text) ? "" : "."}`,
    action: `${help} shows the ${command === undefined ? "commands" : "arguments"} and examples.`,
  });
}

/** `words` are the arguments after the program's name. */
export async function runCli(words: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = createProgram({
    io,
    end: (given) => {
      code = given;
    },
  });
  try {
    if (words.length === 0) {
      program.outputHelp();
      return EXIT.usage;
    }
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (problem) {
    if (problem instanceof CliFailure) return tell(io, words, problem);
    if (problem instanceof CommanderError) {
      if (problem.exitCode === 0) return EXIT.done;
      if (problem.code === "commander.help") return EXIT.usage; // The help itself is the answer.
      return tell(io, words, wrongWords(words, program.commands, problem));
    }
    throw problem;
  }
}
