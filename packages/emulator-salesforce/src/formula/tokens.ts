/**
 * A formula as tokens. The library behind `compileFormula` distinguishes case, takes no quote of the other
 * kind inside a text and knows no `.5`; the platform does otherwise, so that texts are read here.
 */

export type TokenKind = "name" | "text" | "number" | "symbol";

export interface Token {
  readonly kind: TokenKind;
  /** As written; for a text its content without quotes and escapes. */
  readonly text: string;
  /** Where it begins in the formula. */
  readonly at: number;
}

/** What stopped the reading of a formula. */
export interface TokenProblem {
  readonly at: number;
  readonly reason: string;
}

const SPACE = /[\s\u00a0]+|\/\*[\s\S]*?\*\//uy;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*(?:[.:][\p{L}_$][\p{L}\p{N}_$]*)*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)/uy;
const TEXT = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/uy;
const SYMBOL = /&&|\|\||<>|<=|>=|!=|==|[-+*/^&<>=!(),]/uy;

/** What a backslash makes of the next character; any other stays as it is. */
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** All tokens, or the first thing that is none. */
export function tokensOf(formula: string): readonly Token[] | TokenProblem {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(formula)?.[0];
  };
  while (at < formula.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const found = readToken(match);
    if (found === undefined) {
      const character = formula.charAt(at);
      const isQuote = character === '"' || character === "'";
      const reason = isQuote ? "a text without its closing quote" : `unexpected '${character}'`;
      return { at, reason };
    }
    tokens.push({ kind: found.kind, text: found.text, at });
    at += found.raw.length;
  }
  return tokens;
}

/** The token at the current place. */
function readToken(match: (pattern: RegExp) => string | undefined) {
  const name = match(NAME);
  if (name !== undefined) return { kind: "name" as const, text: name, raw: name };
  const number = match(NUMBER);
  if (number !== undefined) return { kind: "number" as const, text: plain(number), raw: number };
  const text = match(TEXT);
  if (text !== undefined) return { kind: "text" as const, text: unescaped(text), raw: text };
  const symbol = match(SYMBOL);
  return symbol === undefined ? undefined : { kind: "symbol" as const, text: symbol, raw: symbol };
}

/** `.5` → `0.5`, `1.` → `1`, `007` → `7`. */
function plain(number: string): string {
  const [whole = "", fraction = ""] = number.split(".");
  const digits = whole.replace(/^0+(?=\d)/, "");
  return `${digits === "" ? "0" : digits}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The content of a quoted text. */
function unescaped(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\([\s\S])/gu, (_, character: string) => ESCAPES[character] ?? character);
}
