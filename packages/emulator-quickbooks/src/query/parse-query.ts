/**
 * The grammar:
 *
 *   query      := SELECT selection FROM name [alias] [WHERE condition (AND condition)*]
 *                 [(ORDERBY | ORDER BY) ordering ("," ordering)*]
 *                 (STARTPOSITION integer | MAXRESULTS integer)*
 *   selection  := COUNT "(" "*" ")" | "*" ("," name)* | name ("," name)*
 *   condition  := name (OPERATOR literal | LIKE literal | IN "(" literal ("," literal)* ")")
 *   ordering   := name [ASC | DESC]
 *   literal    := text | integer | decimal | TRUE | FALSE | CURRENT_DATE
 *
 * An alias is read and means nothing: `from Purchase wher TxnDate` is refused at `TxnDate`, not at the
 * misspelt `wher` (L, 2026). One word of look-ahead decides everywhere, so the first word that cannot
 * stand is the one that the fault names.
 */

import { EmbeddedActionsParser, Lexer } from "chevrotain";
import { wrongCharacter, wrongEnd, wrongWord } from "./query-faults.ts";
import type { Comparison, Condition, Literal, Ordering, Query, Selection } from "./query-tree.ts";
import { textEnd, unquote } from "./scan-text.ts";
import * as words from "./tokens.ts";

/** Rows asked for; the last of two equal words counts. */
interface Paging {
  startPosition: number | undefined;
  maxResults: number | undefined;
}

/** One instance serves all statements; its methods are the rules of the grammar above. */
class QueryParser extends EmbeddedActionsParser {
  constructor() {
    super(words.TOKENS, { recoveryEnabled: false, maxLookahead: 1 });
    this.performSelfAnalysis();
  }

  readonly query = this.RULE("query", (): Query => {
    this.CONSUME(words.Select);
    const select = this.SUBRULE(this.selection);
    this.CONSUME(words.From);
    const from = this.CONSUME(words.Identifier).image;
    this.OPTION(() => this.CONSUME2(words.Identifier));
    const where: Condition[] = [];
    this.OPTION2(() => {
      this.CONSUME(words.Where);
      this.AT_LEAST_ONE_SEP({
        SEP: words.And,
        DEF: () => where.push(this.SUBRULE(this.condition)),
      });
    });
    const orderBy: Ordering[] = [];
    this.OPTION3(() => {
      this.SUBRULE(this.orderWords);
      this.AT_LEAST_ONE_SEP2({
        SEP: words.Comma,
        DEF: () => orderBy.push(this.SUBRULE(this.ordering)),
      });
    });
    return { select, from, where, orderBy, ...this.SUBRULE(this.paging) };
  });

  readonly selection = this.RULE("selection", (): Selection => {
    const columns: string[] = [];
    return this.OR([
      {
        ALT: (): Selection => {
          this.CONSUME(words.Count);
          this.CONSUME(words.Open);
          this.CONSUME(words.Star);
          this.CONSUME(words.Close);
          return { kind: "count" };
        },
      },
      {
        ALT: (): Selection => {
          this.CONSUME2(words.Star);
          this.MANY(() => {
            this.CONSUME(words.Comma);
            columns.push(this.CONSUME(words.Identifier).image);
          });
          return { kind: "all", columns };
        },
      },
      {
        ALT: (): Selection => {
          this.AT_LEAST_ONE_SEP({
            SEP: words.Comma,
            DEF: () => columns.push(this.CONSUME2(words.Identifier).image),
          });
          return { kind: "columns", columns };
        },
      },
    ]);
  });

  readonly condition = this.RULE("condition", (): Condition => {
    const property = this.CONSUME(words.Identifier).image;
    return this.OR([
      {
        ALT: (): Condition => {
          const operator = this.CONSUME(words.Operator).image as Comparison;
          return { property, operator, value: this.SUBRULE(this.literal) };
        },
      },
      {
        ALT: (): Condition => {
          this.CONSUME(words.Like);
          return { property, operator: "LIKE", value: this.SUBRULE2(this.literal) };
        },
      },
      {
        ALT: (): Condition => {
          const values: Literal[] = [];
          this.CONSUME(words.In);
          this.CONSUME(words.Open);
          this.AT_LEAST_ONE_SEP({
            SEP: words.Comma,
            DEF: () => values.push(this.SUBRULE3(this.literal)),
          });
          this.CONSUME(words.Close);
          return { property, operator: "IN", values };
        },
      },
    ]);
  });

  readonly orderWords = this.RULE("orderWords", (): void => {
    this.OR([
      { ALT: () => this.CONSUME(words.OrderBy) },
      {
        ALT: () => {
          this.CONSUME(words.Order);
          this.CONSUME(words.By);
        },
      },
    ]);
  });

  readonly ordering = this.RULE("ordering", (): Ordering => {
    const property = this.CONSUME(words.Identifier).image;
    let direction: Ordering["direction"] = "ASC";
    this.OPTION(() => {
      this.OR([
        { ALT: () => this.CONSUME(words.Asc) },
        {
          ALT: () => {
            this.CONSUME(words.Desc);
            direction = "DESC";
          },
        },
      ]);
    });
    return { property, direction };
  });

  readonly paging = this.RULE("paging", (): Paging => {
    const paging: Paging = { startPosition: undefined, maxResults: undefined };
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(words.StartPosition);
            paging.startPosition = Number(this.CONSUME(words.IntegerWord).image);
          },
        },
        {
          ALT: () => {
            this.CONSUME(words.MaxResults);
            paging.maxResults = Number(this.CONSUME2(words.IntegerWord).image);
          },
        },
      ]);
    });
    return paging;
  });

  readonly literal = this.RULE(
    "literal",
    (): Literal =>
      this.OR([
        { ALT: (): Literal => ({ kind: "text", value: unquote(this.CONSUME(words.Text).image) }) },
        { ALT: (): Literal => number(this.CONSUME(words.IntegerWord).image) },
        { ALT: (): Literal => number(this.CONSUME(words.DecimalWord).image) },
        { ALT: (): Literal => boolean(this.CONSUME(words.True).image) },
        { ALT: (): Literal => boolean(this.CONSUME(words.False).image) },
        {
          ALT: (): Literal => {
            this.CONSUME(words.CurrentDate);
            return { kind: "currentDate" };
          },
        },
      ]),
  );
}

function number(value: string): Literal {
  return { kind: "number", value };
}

function boolean(image: string): Literal {
  return { kind: "boolean", value: image.toLowerCase() === "true" };
}

// Without recovery: only the first character that fits no word is told, and what follows costs no time.
const lexer = new Lexer(words.TOKENS, { positionTracking: "onlyOffset", recoveryEnabled: false });
const parser = new QueryParser();

/**
 * The tree of a statement, or fault 4000 naming the line and column of the first mistake. A parser
 * reads word after word, so a wrong word is told before a wrong character that follows it.
 */
export function parseQuery(statement: string): Query {
  const { tokens, errors } = lexer.tokenize(statement);
  const unknown = errors[0]?.offset;
  const sound =
    unknown === undefined ? tokens : tokens.filter((token) => token.startOffset < unknown);
  parser.input = sound;
  const query = parser.query();
  const mistake = parser.errors[0];
  if (mistake !== undefined && mistake.token.image !== "") {
    throw wrongWord(statement, mistake.token);
  }
  if (unknown !== undefined) throw wrongCharacter(statement, unknown, brokenAt(statement, unknown));
  if (mistake !== undefined) throw wrongEnd(statement);
  return query;
}

/** A text breaks off where it cannot go on, `!` at what follows it, anything else at once. */
function brokenAt(statement: string, start: number): number {
  if (statement[start] === "'") return textEnd(statement, start);
  return statement[start] === "!" ? start + 1 : start;
}
