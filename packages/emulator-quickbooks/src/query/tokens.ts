import { createToken, Lexer, type TokenType } from "chevrotain";

/** Words of the language. Keywords are matched whatever their case, and only as whole words. */

/** A type or property; a dot leads into MetaData. */
export const Identifier = createToken({
  name: "IDENTIFIER",
  pattern: /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/,
});

/** Without the longer alternative `orders` would read as `or` and `ders`. */
function keyword(name: string, pattern: RegExp): TokenType {
  return createToken({ name, pattern, longer_alt: Identifier });
}

export const Select = keyword("SELECT", /select/i);
export const Count = keyword("COUNT", /count/i);
export const From = keyword("FROM", /from/i);
export const Where = keyword("WHERE", /where/i);
export const And = keyword("AND", /and/i);
export const In = keyword("IN", /in/i);
export const Like = keyword("LIKE", /like/i);
/** One word or two: clients send both. */
export const OrderBy = keyword("ORDERBY", /order\s*by/i);
export const Asc = keyword("ASC", /asc/i);
export const Desc = keyword("DESC", /desc/i);
export const StartPosition = keyword("STARTPOSITION", /startposition/i);
export const MaxResults = keyword("MAXRESULTS", /maxresults/i);
export const True = keyword("TRUE", /true/i);
export const False = keyword("FALSE", /false/i);

/** Single quotes only, with backslash escapes. */
export const Text = createToken({
  name: "STRING",
  pattern: /'(?:[^'\\]|\\[\s\S])*'/,
  line_breaks: true,
});
export const NumberWord = createToken({ name: "NUMBER", pattern: /-?\d+(?:\.\d+)?/ });
export const Operator = createToken({ name: "OPERATOR", pattern: /<=|>=|!=|=|<|>/ });
export const Star = createToken({ name: "STAR", pattern: /\*/ });
export const Comma = createToken({ name: "COMMA", pattern: /,/ });
export const Open = createToken({ name: "OPEN", pattern: /\(/ });
export const Close = createToken({ name: "CLOSE", pattern: /\)/ });
const Space = createToken({ name: "SPACE", pattern: /\s+/, group: Lexer.SKIPPED });

/** Order decides between tokens of the same length: keywords before names. */
export const TOKENS: TokenType[] = [
  Space,
  Select,
  Count,
  From,
  Where,
  And,
  In,
  Like,
  OrderBy,
  Asc,
  Desc,
  StartPosition,
  MaxResults,
  True,
  False,
  Identifier,
  Text,
  NumberWord,
  Operator,
  Star,
  Comma,
  Open,
  Close,
];
