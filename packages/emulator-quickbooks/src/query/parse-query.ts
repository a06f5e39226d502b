/**
 * The grammar (reference section 3):
 *
 *   query      := SELECT selection FROM name [WHERE condition (AND condition)*]
 *                 [ORDERBY ordering ("," ordering)*] (STARTPOSITION n | MAXRESULTS n)*
 *   selection  := COUNT "(" "*" ")" | ("*" | name) ("," name)*
 *   condition  := name (OPERATOR literal | LIKE literal | IN "(" literal ("," literal)* ")")
 *   ordering   := name [ASC | DESC]
 */

import { EmbeddedActionsParser, Lexer, type IToken } from "chevrotain";
import { lexicalFault, parserFault } from "./query-faults.ts";
import type { Comparison, Condition, Literal, Ordering, Query, Selection } from "./query-tree.ts";
import {
  And,
  Asc,
  Close,
  Comma,
  Count,
  Desc,
  False,
  From,
  Identifier,
  In,
  Like,
  MaxResults,
  NumberWord,
  Open,
  Operator,
  OrderBy,
  Select,
  Star,
  StartPosition,
  Text,
  TOKENS,
  True,
  Where,
} from "./tokens.ts";

/** One instance serves all statements; its methods are the rules of the grammar above. */
class QueryParser extends EmbeddedActionsParser {
  constructor() {
    super(TOKENS, { recoveryEnabled: false });
    this.performSelfAnalysis();
  }

  readonly query = this.RULE("query", (): Query => {
    this.CONSUME(Select);
    const select = this.SUBRULE(this.selection);
    this.CONSUME(From);
    const from = this.CONSUME(Identifier).image;
    const where: Condition[] = [];
    this.OPTION(() => {
      this.CONSUME(Where);
      this.AT_LEAST_ONE_SEP({ SEP: And, DEF: () => where.push(this.SUBRULE(this.condition)) });
    });
    const orderBy: Ordering[] = [];
    this.OPTION2(() => {
      this.CONSUME(OrderBy);
      this.AT_LEAST_ONE_SEP2({ SEP: Comma, DEF: () => orderBy.push(this.SUBRULE(this.ordering)) });
    });
    let startPosition: number | undefined;
    let maxResults: number | undefined;
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(StartPosition);
            startPosition = Number(this.CONSUME(NumberWord).image);
          },
        },
        {
          ALT: () => {
            this.CONSUME(MaxResults);
            maxResults = Number(this.CONSUME2(NumberWord).image);
          },
        },
      ]);
    });
    return { select, from, where, orderBy, startPosition, maxResults };
  });

  readonly selection = this.RULE(
    "selection",
    (): Selection =>
      this.OR([
        {
          ALT: (): Selection => {
            this.CONSUME(Count);
            this.CONSUME(Open);
            this.CONSUME(Star);
            this.CONSUME(Close);
            return { kind: "count" };
          },
        },
        { ALT: (): Selection => this.SUBRULE(this.columns) },
      ]),
  );

  readonly columns = this.RULE("columns", (): Selection => {
    let isAll = false;
    const columns: string[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(Star);
              isAll = true;
            },
          },
          { ALT: () => columns.push(this.CONSUME(Identifier).image) },
        ]);
      },
    });
    return isAll ? { kind: "all" } : { kind: "columns", columns };
  });

  readonly condition = this.RULE("condition", (): Condition => {
    const property = this.CONSUME(Identifier).image;
    return this.OR([
      {
        ALT: (): Condition => {
          const operator = this.CONSUME(Operator).image as Comparison;
          return { property, operator, value: this.SUBRULE(this.literal) };
        },
      },
      {
        ALT: (): Condition => {
          this.CONSUME(Like);
          return { property, operator: "LIKE", value: this.SUBRULE2(this.literal) };
        },
      },
      {
        ALT: (): Condition => {
          const values: Literal[] = [];
          this.CONSUME(In);
          this.CONSUME(Open);
          this.AT_LEAST_ONE_SEP({
            SEP: Comma,
            DEF: () => values.push(this.SUBRULE3(this.literal)),
          });
          this.CONSUME(Close);
          return { property, operator: "IN", values };
        },
      },
    ]);
  });

  readonly ordering = this.RULE("ordering", (): Ordering => {
    const property = this.CONSUME(Identifier).image;
    let direction: Ordering["direction"] = "ASC";
    this.OPTION(() => {
      this.OR([
        { ALT: () => this.CONSUME(Asc) },
        {
          ALT: () => {
            this.CONSUME(Desc);
            direction = "DESC";
          },
        },
      ]);
    });
    return { property, direction };
  });

  readonly literal = this.RULE(
    "literal",
    (): Literal =>
      this.OR([
        { ALT: (): Literal => ({ kind: "text", value: unescape(this.CONSUME(Text).image) }) },
        { ALT: (): Literal => ({ kind: "number", value: this.CONSUME(NumberWord).image }) },
        {
          ALT: (): Literal => {
            this.CONSUME(True);
            return { kind: "boolean", value: true };
          },
        },
        {
          ALT: (): Literal => {
            this.CONSUME(False);
            return { kind: "boolean", value: false };
          },
        },
      ]),
  );
}

const lexer = new Lexer(TOKENS);
const parser = new QueryParser();

/** The tree of a statement, or fault 4000 naming the line and column of the first mistake. */
export function parseQuery(statement: string): Query {
  const { tokens, errors } = lexer.tokenize(statement);
  const unknown = errors[0];
  if (unknown !== undefined) {
    const character = statement.charAt(unknown.offset);
    throw lexicalFault(character, unknown.line ?? 1, unknown.column ?? 1);
  }
  parser.input = tokens;
  const query = parser.query();
  const mistake = parser.errors[0];
  if (mistake !== undefined) throw parserFault(...positionOf(mistake.token, tokens.at(-1)));
  return query;
}

/** The token that stands wrong; the end of the statement is told by the place after the last token. */
function positionOf(token: IToken, last: IToken | undefined): [IToken, number, number] {
  if (token.image !== "") return [token, token.startLine ?? 1, token.startColumn ?? 1];
  return [token, last?.endLine ?? 1, (last?.endColumn ?? 0) + 1];
}

/** `Amy\'s` → `Amy's`. */
function unescape(image: string): string {
  return image.slice(1, -1).replace(/\\([\s\S])/g, "$1");
}
