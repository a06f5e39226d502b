/**
 * Words of a filter. Typographic quotes, as guides and word processors print them, count as straight
 * ones, and a text opened by one ends at the next quote that no letter or digit follows, so that the
 * apostrophe of ‘Amy’s Bird Sanctuary’ stays inside.
 */
import { createToken, Lexer, type TokenType } from "chevrotain";

const STRAIGHT = /'(?:\\['\\]|''|[^'\\])*'/y;
const DOUBLE = /"[^"\\]*"/y;
const TYPOGRAPHIC = /[‘’‚′][^\\]*?[’‘′'](?![\p{L}\p{N}])/uy;
const TYPOGRAPHIC_DOUBLE = /[“”„″][^\\]*?[”“″"]/uy;
/** A straight quote that only a typographic one closes. */
const MIXED = /'[^'\\]*?[’‘′](?![\p{L}\p{N}])/uy;
const LITERALS = [STRAIGHT, DOUBLE, TYPOGRAPHIC, TYPOGRAPHIC_DOUBLE, MIXED];

function matchLiteral(text: string, offset: number): [string] | null {
  for (const pattern of LITERALS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(text);
    if (found !== null) return [found[0]];
  }
  return null;
}

export const TextLiteral = createToken({
  name: "TextLiteral",
  pattern: { exec: matchLiteral },
  line_breaks: true,
  start_chars_hint: ["'", '"', "‘", "’", "‚", "′", "“", "”", "„", "″"],
});

export const Name = createToken({ name: "Name", pattern: /[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*/ });

function keyword(name: string, pattern: RegExp): TokenType {
  return createToken({ name, pattern, longer_alt: Name });
}

export const And = keyword("And", /and/i);
export const In = keyword("In", /in/i);
export const Like = keyword("Like", /like/i);
export const Where = keyword("Where", /where/i);
export const Flag = keyword("Flag", /true|false/i);
export const NumberLiteral = createToken({ name: "NumberLiteral", pattern: /-?\d+(?:\.\d+)?/ });
export const Comparison = createToken({ name: "Comparison", pattern: /<=|>=|!=|<>|=|<|>/ });
export const Open = createToken({ name: "Open", pattern: /\(/ });
export const Close = createToken({ name: "Close", pattern: /\)/ });
export const Comma = createToken({ name: "Comma", pattern: /,/ });

/** Words and signs that no filter holds. Each has its own explanation. */
export const Or = keyword("Or", /or/i);
export const Not = keyword("Not", /not/i);
export const Semicolon = createToken({ name: "Semicolon", pattern: /;/ });
export const Statement = keyword(
  "Statement",
  /select|from|insert|update|delete|drop|union|group|having|join/i,
);
export const Order = keyword("Order", /order\s+by|orderby|order/i);
export const Paging = keyword("Paging", /startposition|maxresults|limit|offset/i);

const Space = createToken({
  name: "Space",
  pattern: /[\s\u00a0\u200b\ufeff]+/,
  group: Lexer.SKIPPED,
});

export const FILTER_TOKENS: TokenType[] = [
  Space,
  TextLiteral,
  NumberLiteral,
  Comparison,
  Open,
  Close,
  Comma,
  Semicolon,
  // Before IN and OR, which INSERT and ORDER begin with.
  Statement,
  Order,
  Paging,
  And,
  In,
  Like,
  Where,
  Flag,
  Or,
  Not,
  Name,
];

/** The characters of a text literal, without its quotes and escapes. */
export function literalText(image: string): string {
  const inner = image.slice(1, -1);
  return image.startsWith("'")
    ? inner.replaceAll(/\\(['\\])|''/g, (_whole, escaped?: string) => escaped ?? "'")
    : inner;
}
