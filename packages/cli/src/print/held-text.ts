import type { HeldDecisionView, HeldDeleteView } from "@accord-sync/engine/engine-api.ts";
import { columns, utc } from "./table.ts";

/** One line each, the question below it. */
export function heldText(held: readonly HeldDeleteView[]): string {
  if (held.length === 0) return "Nothing is held.\n";
  const lines = columns(
    held.map((each) => [
      each.id,
      utc(each.seenAt),
      `${each.deleted.type} ${each.deleted.id}`,
      `${each.counterpart.type} ${each.counterpart.id}`,
      each.batch === null ? "" : `batch ${each.batch}`,
      each.name,
    ]),
  ).split("\n");
  return held
    .map(({ message, choices }, place) => {
      const can = choices.length === 0 ? "" : ` To approve: ${choices.join(", ")}.`;
      return `${lines[place] ?? ""}\n      ${message}${can}\n`;
    })
    .join("");
}

export function heldDecisionText({ decided, skipped }: HeldDecisionView): string {
  return `Decided: ${decided}\n${columns(
    skipped.map(({ id, reason }) => [id, reason]),
    "  ",
  )}`;
}
