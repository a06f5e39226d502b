/** Names that look like settings and are none: a misspelt one would be passed over without a word. */
import type { Environment } from "./setting-reader.ts";
import { SETTINGS } from "./setting-table.ts";

/** Read by the tests of this repository, which may run in the same environment. */
const OF_TESTS = /^ACCORD_(?:CHROMIUM$|SEED$|ORG_|SANDBOX_)/;
/** A name with more slips than one in so many letters is meant to be something else. */
const LETTERS_A_SLIP = 5;

/** One sentence for each, with the setting that was perhaps meant. Never a value: it may be a secret. */
export function unknownSettings(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("ACCORD_") && !Object.hasOwn(SETTINGS, name))
    .filter((name) => !OF_TESTS.test(name))
    .toSorted()
    .map((name) => {
      const meant = nearest(name, Object.keys(SETTINGS));
      return meant === null
        ? `${name} is not a setting and does nothing: packages/server/README.md lists all of them`
        : `${name} is not a setting and does nothing: is ${meant} meant?`;
    });
}

/** The known name that is fewest slips away; null where all are too far. */
function nearest(name: string, known: readonly string[]): string | null {
  const [best] = known
    .map((candidate) => ({ candidate, slips: slipsBetween(name, candidate) }))
    .filter(({ candidate, slips }) => slips <= candidate.length / LETTERS_A_SLIP)
    .toSorted((left, right) => left.slips - right.slips);
  return best?.candidate ?? null;
}

/** Letters that are missing, too many, wrong, or swapped with their neighbour. */
function slipsBetween(left: string, right: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const at = (line: readonly number[], index: number) => line[index] ?? 0;
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      const choices = [
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (isSame ? 0 : 1),
        ...(isSwapped ? [at(before, column - 2) + 1] : []),
      ];
      current.push(Math.min(...choices));
    }
    before = above;
    above = current;
  }
  return above.at(-1) ?? 0;
}
