/** What the product says to its operator. An error there is a bug of ours; no line may tell a secret (I20). */
import type { Log } from "@accord-sync/core/ports/log.ts";

type Fields = Parameters<Log["info"]>[1];

export class OperatorLog implements Log {
  readonly lines: string[] = [];
  readonly #bugs: string[];

  /** `bugs`: where errors are added. */
  constructor(bugs: string[]) {
    this.#bugs = bugs;
  }

  info(message: string, fields?: Fields): void {
    this.lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  }

  warn(message: string, fields?: Fields): void {
    this.info(message, fields);
  }

  error(message: string, fields?: Fields): void {
    this.info(message, fields);
    this.#bugs.push(`${message} ${JSON.stringify(fields ?? {})}`);
  }
}
