import { BoundedRegex } from "./regex-match.ts";

/**
 * Java regular expressions, in which `REGEX` patterns are written (D help: "Formula Operators and
 * Functions", REGEX), as JavaScript ones. Constructs with another spelling are translated; the rest is
 * shared. The whole text must match.
 */

/** Java's POSIX classes, as the inside of a character class. */
const POSIX: Readonly<Record<string, string>> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\x00-\\x7F",
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Punct: "!-\\/:-@\\[-`{-~",
  Graph: "!-~",
  Print: " -~",
  Blank: " \\t",
  Cntrl: "\\x00-\\x1F\\x7F",
  XDigit: "0-9a-fA-F",
  Space: "\\t-\\r ",
};

const COMPILED_MAX = 500;
/** A memory of what was compiled, not state: the same pattern always gives the same expression. */
const compiled = new Map<string, BoundedRegex>();

/** @throws SyntaxError for a pattern that is none */
export function javaRegex(pattern: string): BoundedRegex {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const { body, flags } = translate(pattern);
  const expression = build(body, flags);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(pattern, expression);
  return expression;
}

/** Unicode mode knows `\p{L}` but no needless escapes; patterns with those are built without it. */
function build(source: string, flags: string): BoundedRegex {
  const isWide = isPattern(source, `${flags}u`);
  if (!isWide) void new RegExp(source, flags);
  return new BoundedRegex(source, isWide ? `${flags}u` : flags);
}

function isPattern(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags).source !== "";
  } catch {
    return false;
  }
}

/** Leading flags, quoting, anchors, possessive quantifiers and POSIX classes. */
function translate(pattern: string): { readonly body: string; readonly flags: string } {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = leading?.[1] ?? "";
  let isInClass = false;
  const body = pattern
    .slice(leading?.[0].length ?? 0)
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) =>
      literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"),
    )
    .replace(
      /\\[pP]\{(?:Is)?(\w+)\}|\\[AzZ]|\\[\s\S]|[[\]]|([*+?}])\+/g,
      (piece: string, name: string | undefined, quantifier: string | undefined) => {
        if (piece === "[") isInClass = true;
        if (piece === "]") isInClass = false;
        if (piece === "\\A") return "^";
        if (piece === "\\z" || piece === "\\Z") return "$";
        if (quantifier !== undefined) return isInClass ? piece : quantifier;
        const set = name === undefined ? undefined : POSIX[name];
        if (set === undefined) return piece;
        if (piece.startsWith("\\P")) return `[^${set}]`;
        return isInClass ? set : `[${set}]`;
      },
    );
  return { body, flags };
}
