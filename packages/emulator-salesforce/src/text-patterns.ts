/**
 * Texts and patterns as SOQL writes them; filters of channels are written the same way. None of the patterns
 * goes back over a text, so that no statement and no filter can hold the org up.
 */

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Takes the quotes off a string literal and resolves its escapes (D SOQL "Quoted String Escape Sequences"). */
export function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([\da-fA-F]{4})|(.))/gs, (_all, code: string | undefined, character: string) =>
      code === undefined
        ? (ESCAPES[character.toLowerCase()] ?? character)
        : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/**
 * Whether a text consists of the parts in their order, with anything between them. Each part is taken
 * where it first fits, so a text is read once: one expression for all parts would try every way to share
 * the text among the wildcards.
 * @param parts expressions, each of which matches a fixed number of characters
 */
export function partsInOrder(
  parts: readonly string[],
  isCaseSensitive: boolean,
): (text: string) => boolean {
  const searches = parts.map((part, at) => {
    const source = `${at === 0 ? "^" : ""}${part}${at === parts.length - 1 ? "$" : ""}`;
    return new RegExp(source, isCaseSensitive ? "gsu" : "gisu");
  });
  return (text) => {
    let from = 0;
    for (const search of searches) {
      search.lastIndex = from;
      if (!search.test(text)) return false;
      from = search.lastIndex;
    }
    return true;
  };
}

/** A LIKE pattern: what to match, and the text it begins with before any wildcard. */
export interface Pattern {
  readonly matches: (value: unknown) => boolean;
  readonly prefix: string;
  /** Whether there is nothing but the prefix and a final `%`. */
  readonly isPrefix: boolean;
}

/** `%` stands for any characters, `_` for one; a backslash takes their meaning away. */
export function likePattern(literal: string, isCaseSensitiveField: boolean): Pattern {
  const parts = [""];
  let prefix = "";
  let wildcards = 0;
  for (const [piece] of literal.slice(1, -1).matchAll(/\\u[\da-fA-F]{4}|\\.|[^\\]/gsu)) {
    const last = parts.length - 1;
    if (piece === "%" || piece === "_") {
      wildcards += 1;
      if (piece === "_") parts[last] += ".";
      // Wildcards in a row match what one does.
      else if (last === 0 || parts[last] !== "") parts.push("");
      continue;
    }
    const text = piece.startsWith("\\") ? unquote(`'${piece}'`) : piece;
    if (wildcards === 0) prefix += text;
    parts[last] += text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }
  const inOrder = partsInOrder(parts, isCaseSensitiveField);
  const start = isCaseSensitiveField ? prefix : prefix.toUpperCase();
  // The index knows texts by their upper case; asking the same here keeps both ways in agreement.
  const begins = (text: string): boolean =>
    (isCaseSensitiveField ? text : text.toUpperCase()).startsWith(start);
  return {
    matches: (value) => typeof value === "string" && begins(value) && inOrder(value),
    prefix,
    isPrefix: wildcards === 1 && literal.endsWith("%'") && !literal.endsWith("\\%'"),
  };
}
