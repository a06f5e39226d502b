/**
 * A formula that this org cannot work with, found when the org is built. The message names the place
 * (`Account, validation rule Phone_Or_Email`), the position and the reason.
 */
export class FormulaError extends Error {
  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.name = "FormulaError";
  }
}

/** `line 2, column 5` of an offset in a text, both from 1. */
export function positionIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
