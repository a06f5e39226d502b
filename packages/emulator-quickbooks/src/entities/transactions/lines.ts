import type { FaultError } from "../../faults/api-fault.ts";
import { invalidEnumeration, missingParameter } from "../../faults/fault-texts.ts";
import { missingLine, tooManyLines } from "../../faults/transaction-faults.ts";
import { inOrder, numberOf, objectsOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { add } from "../../money.ts";
import type { Draft } from "../descriptor.ts";

/** Documented for every transaction; the lines of a payment are its links. */
const LINES_MAX = 10_000;
/** Key order of a line, as recorded. */
const LINE_ORDER = [
  "Id",
  "LineNum",
  "Description",
  "Amount",
  "LinkedTxn",
  "DetailType",
  "ProjectRef",
];

/** Adds the fault of too many lines. */
export function checkLineLimit(lines: readonly JsonObject[], errors: FaultError[]): void {
  if (lines.length > LINES_MAX) errors.push(tooManyLines());
}

/** Adds the fault of no line, or of too many. */
export function checkLineCount(lines: readonly JsonObject[], errors: FaultError[]): void {
  if (lines.length === 0) errors.push(missingLine());
  checkLineLimit(lines, errors);
}

/**
 * Lines are required, not too many, and each is of a kind that the transaction has. `amountless` kinds
 * need no Amount.
 */
export function checkLines(
  { fields }: Draft,
  kinds: ReadonlySet<string>,
  errors: FaultError[],
  amountless: ReadonlySet<string> = new Set(),
): void {
  const lines = objectsOf(fields, "Line");
  checkLineCount(lines, errors);
  for (const line of lines) {
    const kind = textOf(line, "DetailType");
    if (kind === undefined) errors.push(missingParameter("DetailType"));
    else if (!kinds.has(kind)) errors.push(invalidEnumeration(kind));
    else if (!amountless.has(kind) && numberOf(line, "Amount") === undefined) {
      errors.push(missingParameter("Amount"));
    }
  }
}

/** Lines with their numbers, and the last number given in this transaction. */
export interface NumberedLines {
  readonly lines: readonly JsonObject[];
  readonly lastLineId: number;
}

/**
 * A line sent with the Id of a line that is there keeps it; any other gets the next number of the
 * transaction, never one that was used before (recorded). `firstId`: 0 in journal entries (recorded).
 */
export function numberLines(
  draft: Draft,
  lines: readonly JsonObject[],
  firstId: 0 | 1 = 1,
): NumberedLines {
  const known = new Set(
    objectsOf(draft.existing?.fields ?? {}, "Line").map((line) => textOf(line, "Id")),
  );
  let lastLineId = draft.existing?.lastLineId ?? firstId - 1;
  const numbered = lines.map((line, index) => {
    const { Id: sentId, LineNum: _number, ...rest } = line;
    const isKept = typeof sentId === "string" && known.delete(sentId);
    const id = isKept ? sentId : String((lastLineId += 1));
    const number = firstId === 0 ? {} : { LineNum: index + 1 };
    return inOrder({ Id: id, ...number, ...rest }, LINE_ORDER);
  });
  return { lines: numbered, lastLineId };
}

/** The sum of the lines' amounts. */
export function sumOfLines(lines: readonly JsonObject[]): number {
  return add(...lines.map((line) => numberOf(line, "Amount") ?? 0));
}
