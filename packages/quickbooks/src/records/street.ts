/** `Street` of a mapping, one multi-line value, and the five lines in which QuickBooks keeps it. */
import type { JsonObject } from "@accord-sync/core/json/lossless-json.ts";
import { textOf } from "@accord-sync/core/json/lossless-json.ts";

export const STREET = "Street";

const STREET_LINES = ["Line1", "Line2", "Line3", "Line4", "Line5"] as const;

/** The lines of an address as one value; null when all are empty. Empty lines are not kept. */
export function streetOf(address: JsonObject): string | null {
  const lines = STREET_LINES.map((line) => textOf(address, line) ?? "").filter(
    (text) => text !== "",
  );
  return lines.length === 0 ? null : lines.join("\n");
}

/**
 * The five lines of `street`, an unused one as empty text, which clears what was there (Q2). What does
 * not fit into five lines is joined into the fifth, so that nothing is lost.
 */
export function linesOf(street: string | null): Readonly<Record<string, string>> {
  const lines = (street ?? "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const last = STREET_LINES.length - 1;
  const kept = [...lines.slice(0, last), lines.slice(last).join(", ")];
  return Object.fromEntries(STREET_LINES.map((name, index) => [name, kept[index] ?? ""]));
}
