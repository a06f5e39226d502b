import type { ExitCode } from "./exit-code.ts";
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
