import { CsvError, parse } from "csv-parse/sync";
import { DELIMITERS, type FileFormat, LINE_ENDINGS } from "./job.ts";

/**
 * Files of jobs. A file stays one text; records are cut off its front a few at a time, so that neither a
 * large file nor a restart in the middle of it costs more than the records at hand.
 */

/** The whole file is refused; the message is what the job will tell. */
export class InvalidFile extends Error {}

/** Records from the front of a text. */
export interface Slice {
  readonly text: string;
  /** Where the next record begins. */
  readonly end: number;
}

const QUOTE = 34;
const LINE_FEED = 10;

/**
 * Cuts up to `count` records off a file, from `start` on. A line feed ends a record unless a quoted cell
 * is open.
 */
export function cutRecords(file: string, start: number, count: number): Slice {
  let at = start;
  for (let found = 0; found < count && at < file.length; found += 1) at = endOfRecord(file, at);
  return { text: file.slice(start, at), end: at };
}

/** Where the next line begins that is not empty; empty lines are no records. */
export function skipBlankLines(file: string, start: number): number {
  let at = start;
  while (file[at] === "\n" || (file[at] === "\r" && file[at + 1] === "\n")) at += 1;
  return at;
}

function endOfRecord(file: string, start: number): number {
  const lineEnd = file.indexOf("\n", start);
  if (lineEnd < 0) return file.length;
  // Only the line is searched: a file without quotes would be read to its end for each of its records.
  const quote = file.slice(start, lineEnd).indexOf('"');
  if (quote < 0) return lineEnd + 1;
  let isQuoted = false;
  for (let at = start + quote; at < file.length; at += 1) {
    const code = file.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === LINE_FEED && !isQuoted) return at + 1;
  }
  return file.length;
}

/**
 * Refuses a file whose records end otherwise than the job says. Line ends within quoted cells are data.
 * The text of the refusal is what real orgs answer (recorded in public reports).
 */
export function checkLineEnding(file: string, { lineEnding }: FileFormat): void {
  const suspicious = lineEnding === "LF" ? file.includes("\r\n") : /(?:^|[^\r])\n/.test(file);
  if (!suspicious) return;
  for (let at = 0; at < file.length; ) {
    const end = endOfRecord(file, at);
    const isLast = end === file.length && !file.endsWith("\n");
    if (!isLast && file.endsWith("\r\n", end) !== (lineEnding === "CRLF")) {
      throw new InvalidFile(
        `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`,
      );
    }
    at = end;
  }
}

/** The cells of some records. Empty lines count for nothing. @throws InvalidFile */
export function parseRecords(text: string, format: FileFormat): readonly (readonly string[])[] {
  try {
    return parse(text, {
      delimiter: DELIMITERS[format.columnDelimiter],
      record_delimiter: LINE_ENDINGS[format.lineEnding],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InvalidFile(
      "InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote",
    );
  }
}

/**
 * Records of a result file: each cell in quotes, as the platform writes them. By hand, since a query job
 * writes each record by itself, and a library takes longer to begin than to write one.
 */
export function writeRecords(records: readonly (readonly string[])[], format: FileFormat): string {
  const delimiter = DELIMITERS[format.columnDelimiter];
  const lineEnding = LINE_ENDINGS[format.lineEnding];
  return records.map((cells) => `${cells.map(quoted).join(delimiter)}${lineEnding}`).join("");
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
