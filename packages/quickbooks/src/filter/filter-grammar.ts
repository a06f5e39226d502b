/**
 * Grammar of a filter: the WHERE part of QuickBooks' query language.
 *
 *   filter    = [ WHERE ] condition { AND condition }
 *   condition = name ( comparison value | LIKE text | IN "(" value { "," value } ")" )
 *   value     = text | number | true | false
 *
 * There is no OR, no NOT and no bracketed condition in the language, so none is accepted here.
 */
import { EmbeddedActionsParser, EOF, type IToken, Lexer } from "chevrotain";
import {
  And,
  Close,
  Comma,
  Comparison,
  FILTER_TOKENS,
  Flag,
  In,
  Like,
  Name,
  NumberLiteral,
  Open,
  TextLiteral,
  Where,
} from "./filter-tokens.ts";

export interface Condition {
  readonly property: IToken;
  readonly operator: IToken;
  readonly values: readonly IToken[];
  readonly isList: boolean;
}

export type ParsedFilter =
  | { readonly ok: true; readonly conditions: readonly Condition[] }
  /** `token` is where the text stops making sense; null at its end. `expected` says what should stand there. */
  | { readonly ok: false; readonly token: IToken | null; readonly expected: string }
  /** A character that starts no word. */
  | { readonly ok: false; readonly offset: number };

class FilterParser extends EmbeddedActionsParser {
  readonly filter: () => readonly Condition[];

  constructor() {
    // No recovery: the first mistake is the one to show. One token decides every choice.
    super(FILTER_TOKENS, { maxLookahead: 1, recoveryEnabled: false, nodeLocationTracking: "none" });

    const value = this.RULE("value", () =>
      this.OR([
        { ALT: () => this.CONSUME(TextLiteral) },
        { ALT: () => this.CONSUME(NumberLiteral) },
        { ALT: () => this.CONSUME(Flag) },
      ]),
    );

    const list = this.RULE("list", () => {
      const values: IToken[] = [];
      this.CONSUME(Open);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => values.push(this.SUBRULE(value)) });
      this.CONSUME(Close);
      return values;
    });

    const test = this.RULE("test", () =>
      this.OR([
        {
          ALT: () => ({
            operator: this.CONSUME(Comparison),
            values: [this.SUBRULE(value)],
            isList: false,
          }),
        },
        {
          ALT: () => ({
            operator: this.CONSUME(Like),
            values: [this.SUBRULE2(value)],
            isList: false,
          }),
        },
        { ALT: () => ({ operator: this.CONSUME(In), values: this.SUBRULE(list), isList: true }) },
      ]),
    );

    const condition = this.RULE("condition", () => ({
      property: this.CONSUME(Name),
      ...this.SUBRULE(test),
    }));

    this.filter = this.RULE("filter", () => {
      const conditions: Condition[] = [];
      this.OPTION(() => this.CONSUME(Where));
      this.AT_LEAST_ONE_SEP({ SEP: And, DEF: () => conditions.push(this.SUBRULE(condition)) });
      return conditions;
    });

    this.performSelfAnalysis();
  }
}

const lexer = new Lexer(FILTER_TOKENS, { positionTracking: "onlyOffset" });
const parser = new FilterParser();

/** What should have stood where a rule gave up, in an administrator's words. */
const EXPECTED: Readonly<Record<string, string>> = {
  filter: "AND, or the end of the filter",
  condition: "the name of a property, for example Id",
  test: "an operator: =, !=, <, >, <=, >=, LIKE or IN",
  value: "a value in quotes, a number, true or false",
  list: "values in brackets, for example ('58', '59')",
};

export function parseFilter(text: string): ParsedFilter {
  const { tokens, errors } = lexer.tokenize(text);
  parser.input = tokens;
  const conditions = parser.filter();
  const [mistake] = parser.errors;
  const [unknown] = errors;
  // A character that is no word, unless the words before it already make no sense.
  if (unknown !== undefined && !isBefore(mistake?.token, unknown.offset)) {
    return { ok: false, offset: unknown.offset };
  }
  if (mistake === undefined) return { ok: true, conditions };
  const token = mistake.token.tokenType === EOF ? null : mistake.token;
  const rule = token?.tokenType === Name && isNameWanted(mistake.name) ? "filter" : ruleOf(mistake);
  return { ok: false, token, expected: EXPECTED[rule] ?? EXPECTED["filter"] ?? "" };
}

function isBefore(token: IToken | undefined, offset: number): boolean {
  return token !== undefined && token.tokenType !== EOF && token.startOffset < offset;
}

function isNameWanted(kind: string): boolean {
  return kind === "NotAllInputParsedException";
}

function ruleOf(mistake: { name: string; context: { ruleStack: string[] } }): string {
  if (isNameWanted(mistake.name)) return "filter";
  const rule = mistake.context.ruleStack.at(-1) ?? "filter";
  // The separated list of conditions fails in the rule above the condition that is missing.
  return rule === "filter" ? "condition" : rule;
}
