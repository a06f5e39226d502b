import { EXIT, type ExitCode } from "./exit-code.ts";
import type { ErrorWords } from "./service-client.ts";

/** Ends a command with words for a person and a code for a script. */
export class CliFailure extends Error {
  override readonly name = "CliFailure";
  readonly exitCode: ExitCode;
  readonly error: ErrorWords;

  constructor(exitCode: ExitCode, error: ErrorWords) {
    super(error.message);
    this.exitCode = exitCode;
    this.error = error;
  }
}

/** A command that was not given as it must be: what is wrong with it, and how it is given. */
export function usageFailure(words: Pick<ErrorWords, "message" | "action">): CliFailure {
  return new CliFailure(EXIT.usage, { code: "USAGE", ...words });
}
