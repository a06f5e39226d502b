import { describe, expect, it } from "vitest";
import { likePattern } from "./text-patterns.ts";

describe("a LIKE pattern", () => {
  it("takes every printable character but its own three as itself", () => {
    for (let code = 32; code < 127; code += 1) {
      const character = String.fromCharCode(code);
      if ("%_\\'".includes(character)) continue;
      for (const isCaseSensitive of [true, false]) {
        const { matches } = likePattern(`'a${character}b%'`, isCaseSensitive);
        const seen = [matches(`a${character}b more`), matches("ab more"), matches("aéb more")];
        expect([character, ...seen]).toEqual([character, true, false, false]);
      }
    }
  });
});
