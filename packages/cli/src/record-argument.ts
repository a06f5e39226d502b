/** How a person names a record: `Account 001…`, `Account/001…`, or the id alone. */
import { objectOfRecordId } from "@accord-sync/server/api/record-id.ts";
import { type CliFailure, usageFailure } from "./cli-failure.ts";

export interface RecordName {
  readonly type: string;
  readonly id: string;
}

function usage(message: string, action: string): CliFailure {
  return usageFailure({ message, action });
}

function readRecord(words: readonly string[]): RecordName {
  const [first = "", second] = words.length === 1 ? (words[0] ?? "").split("/") : words;
  if (second !== undefined) return { type: first, id: second };
  const type = objectOfRecordId(first);
  if (type === null) {
    throw usage(
      `"${first}" does not say which object it is.`,
      "Name the object and the id, for example: npm run accord -- send Account 001000000000001AAA",
    );
  }
  return { type, id: first };
}

/** Takes `more` arguments off the end; the one or two before them name the record. */
export function readRecordArguments(
  words: readonly string[],
  more: number,
): { readonly record: RecordName; readonly rest: readonly string[] } {
  const named = words.length - more;
  if (named < 1 || named > 2) {
    throw usage(
      named < 1 ? "Arguments are missing." : "There are too many arguments.",
      "npm run accord -- help shows each command's arguments and examples.",
    );
  }
  return { record: readRecord(words.slice(0, named)), rest: words.slice(named) };
}

/** The record's address in the API. */
export function recordPath({ type, id }: RecordName): string {
  return `/records/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}
