import { refuse } from "../api-error.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import { clientOf, type Call } from "../rest/call.ts";
import { type FileFormat, DELIMITERS, LINE_ENDINGS } from "./job.ts";

/** What both kinds of jobs are made of, read from the body of the call that creates one. */

type Body = Readonly<Record<string, unknown>>;

/** The message is that of real orgs, as public reports show it. */
const invalidValue = (value: unknown, name: string) =>
  refuse(400, "API_ERROR", `Invalid value: '${String(value)}' supplied for property: '${name}'`);

/** One of a list of words; anything else is refused. */
export function wordOf<Word extends string>(
  body: Body,
  name: string,
  words: readonly Word[],
  otherwise?: Word,
): Word {
  const value = body[name] ?? otherwise;
  const word = words.find((each) => each === value);
  if (word === undefined) throw invalidValue(value ?? "", name);
  return word;
}

/** A property that is text, or is not there. */
export function textOf(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalidValue(value, name);
  return value;
}

/** Properties that no job has are refused as the JSON reader of the platform does. */
export function refuseUnknown(body: Body, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw refuse(400, "API_ERROR", BULK_TEXTS.unknownProperty(unknown));
}

/** Delimiter and line ending, with the platform's defaults: a comma and a line feed. */
export function formatOf(body: Body): FileFormat {
  wordOf(body, "contentType", ["CSV"], "CSV");
  const delimiters = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
  const endings = Object.keys(LINE_ENDINGS) as (keyof typeof LINE_ENDINGS)[];
  return {
    columnDelimiter: wordOf(body, "columnDelimiter", delimiters, "COMMA"),
    lineEnding: wordOf(body, "lineEnding", endings, "LF"),
  };
}

/** What every new job has. */
export function newJobBase(call: Call) {
  return {
    id: call.org.ids.record("750"),
    createdById: call.session.userId,
    createdAt: call.now,
    changedAt: call.now,
    version: call.version,
    client: clientOf(call.request) ?? null,
    processed: 0,
    failed: 0,
  };
}
