import { createToken, Lexer, type TokenType } from "chevrotain";
import { UNSEEN_QUERY_WORDS_ARE_QUOTED } from "../not-evidenced.ts";
import { scanText } from "./scan-text.ts";

/**
 * Words of the language. Keywords are matched whatever their case, and only as whole words.
 *
 * A parser fault names the kind of the word that stands wrong, as parsers made by JavaCC do: `<KIND>`,
 * or the word itself in quotes. Seen so (L): `<IDENTIFIER>` and `<AND>`, `<OR>`, `"select"`, `"order"`,
 * `"orderby"`, `"startposition"`, `"maxresults"`, `"iterator"` (mcohen01/node-quickbooks issue 56,
 * ruckus/quickbooks-ruby issue 471, consolibyte/quickbooks-php issue 129); `<STRING>` and `<INTEGER>` (T).
 */

/** A type, property or alias; a dot leads into MetaData and other structures. */
export const Identifier = createToken({
  name: "IDENTIFIER",
  pattern: /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/,
});

/** Without the longer alternative `orders` would read as `or` and `ders`. */
function keyword(name: string): TokenType {
  return createToken({ name, pattern: new RegExp(name, "i"), longer_alt: Identifier });
}

export const Select = keyword("SELECT");
export const Count = keyword("COUNT");
export const From = keyword("FROM");
export const Where = keyword("WHERE");
export const And = keyword("AND");
/** The vendor's parser knows the word, its language does not have it (documented): always refused. */
const Or = keyword("OR");
/** Known to the vendor's parser too; what it meant is documented nowhere: always refused. */
const Iterator = keyword("ITERATOR");
export const In = keyword("IN");
export const Like = keyword("LIKE");
/** Clients send one word or two. */
export const OrderBy = keyword("ORDERBY");
export const Order = keyword("ORDER");
export const By = keyword("BY");
export const Asc = keyword("ASC");
export const Desc = keyword("DESC");
export const StartPosition = keyword("STARTPOSITION");
export const MaxResults = keyword("MAXRESULTS");
export const True = keyword("TRUE");
export const False = keyword("FALSE");
export const CurrentDate = keyword("CURRENT_DATE");

/** Single quotes only, with backslash escapes. */
export const Text = createToken({
  name: "STRING",
  pattern: { exec: scanText },
  line_breaks: true,
  start_chars_hint: ["'"],
});
export const DecimalWord = createToken({ name: "DECIMAL", pattern: /-?\d*\.\d+/ });
export const IntegerWord = createToken({ name: "INTEGER", pattern: /-?\d+/ });

export const Operator = createToken({ name: "OPERATOR", pattern: /<=|>=|!=|=|<|>/ });
export const Star = createToken({ name: "STAR", pattern: /\*/ });
export const Comma = createToken({ name: "COMMA", pattern: /,/ });
export const Open = createToken({ name: "OPEN", pattern: /\(/ });
export const Close = createToken({ name: "CLOSE", pattern: /\)/ });
const Space = createToken({ name: "SPACE", pattern: /\s+/, group: Lexer.SKIPPED });

/** Order decides between tokens that start alike: longer keywords before shorter, keywords before names. */
export const TOKENS: TokenType[] = [
  Space,
  Select,
  Count,
  CurrentDate,
  From,
  Where,
  And,
  OrderBy,
  Order,
  Or,
  Iterator,
  In,
  Like,
  By,
  Asc,
  Desc,
  StartPosition,
  MaxResults,
  True,
  False,
  Identifier,
  Text,
  DecimalWord,
  IntegerWord,
  Operator,
  Star,
  Comma,
  Open,
  Close,
];

/** Told as `<KIND>`. */
const BRACKETED: ReadonlySet<TokenType> = new Set([
  And,
  Or,
  Identifier,
  Text,
  DecimalWord,
  IntegerWord,
]);
/** Told as the word in quotes, as reports show. */
const QUOTED: ReadonlySet<TokenType> = new Set([
  Select,
  OrderBy,
  Order,
  StartPosition,
  MaxResults,
  Iterator,
]);

/** A token's kind as a parser fault names it; signs are told like words. */
export function kindOf(type: TokenType, image: string): string {
  const isQuoted = QUOTED.has(type) || UNSEEN_QUERY_WORDS_ARE_QUOTED;
  return BRACKETED.has(type) || !isQuoted ? `<${type.name}>` : `"${image.toLowerCase()}"`;
}
