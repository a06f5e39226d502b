import { createToken, EmbeddedActionsParser, type IToken, Lexer } from "chevrotain";
import { FILTER_NESTING_MAX } from "../not-evidenced.ts";
import { partsInOrder } from "../text-patterns.ts";
import { refuseQuery, tooComplicated } from "./soql-error.ts";

/**
 * The words between the braces of FIND (D SOSL "FIND {SearchQuery}"):
 *
 *   or := and (OR and)*     and := not (AND NOT not | AND not | not)*     not := ( or ) | word | "phrase"
 *
 * Words that stand side by side must all be found.
 */
export type SearchTree =
  | { readonly kind: "or"; readonly parts: readonly SearchTree[] }
  | { readonly kind: "and"; readonly parts: readonly SearchTree[] }
  | { readonly kind: "not"; readonly part: SearchTree }
  | { readonly kind: "words"; readonly words: readonly Matchable[] };

/** One word as a pattern; the words of a phrase follow each other. */
export type Matchable = (word: string) => boolean;

const Blank = createToken({ name: "Blank", pattern: /\s+/, group: Lexer.SKIPPED });
const Open = createToken({ name: "Open", pattern: "(" });
const Close = createToken({ name: "Close", pattern: ")" });
const Phrase = createToken({ name: "Phrase", pattern: /"(?:\\[^]|[^"\\])*"/, line_breaks: true });
const Word = createToken({ name: "Word", pattern: /(?:\\.|[^\s()"\\?&|!{}[\]^~:'+]|[*?])+/ });
const AndNot = createToken({
  name: "AndNot",
  pattern: /AND\s+NOT(?!\w)/i,
  longer_alt: Word,
  line_breaks: true,
});
const And = createToken({ name: "And", pattern: /AND(?!\w)/i, longer_alt: Word });
const Or = createToken({ name: "Or", pattern: /OR(?!\w)/i, longer_alt: Word });
const TOKENS = [Blank, Open, Close, Phrase, AndNot, And, Or, Word];

// Safe mode: its faster way would have to know the first characters of every pattern.
const lexer = new Lexer(TOKENS, { safeMode: true });

class TermParser extends EmbeddedActionsParser {
  readonly any: () => SearchTree;
  readonly #and: () => SearchTree;
  readonly #single: () => SearchTree;

  constructor() {
    super(TOKENS);
    this.any = this.RULE("any", () => {
      const parts = [this.SUBRULE(this.#and)];
      this.MANY(() => {
        this.CONSUME(Or);
        parts.push(this.SUBRULE1(this.#and));
      });
      return joined("or", parts);
    });
    this.#and = this.RULE("and", () => {
      const parts = [this.SUBRULE(this.#single)];
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(AndNot);
              const part = this.SUBRULE1(this.#single);
              parts.push({ kind: "not", part });
            },
          },
          {
            ALT: () => {
              this.OPTION(() => this.CONSUME(And));
              parts.push(this.SUBRULE2(this.#single));
            },
          },
        ]);
      });
      return joined("and", parts);
    });
    this.#single = this.RULE("single", () =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Open);
            const inner = this.SUBRULE(this.any);
            this.CONSUME(Close);
            return inner;
          },
        },
        { ALT: () => wordsOf(this.CONSUME(Phrase), true) },
        { ALT: () => wordsOf(this.CONSUME(Word), false) },
      ]),
    );
    this.performSelfAnalysis();
  }
}

const joined = (kind: "or" | "and", parts: readonly SearchTree[]): SearchTree =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind, parts };

/** The words of a token; a word with punctuation (`a@b.com`) is several that follow each other. */
function wordsOf({ image }: IToken, isPhrase: boolean): SearchTree {
  // Punctuation parts words, written plainly or escaped.
  const text = (isPhrase ? image.slice(1, -1) : image).replace(/\\[^\p{L}\p{N}]/gu, " ");
  const pieces = text.match(/(?:\\.|[\p{L}\p{N}*?])+/gsu) ?? [];
  const words = pieces.map((piece) => patternOf(piece));
  return { kind: "words", words: words.filter((word) => word !== undefined) };
}

/** `*` stands for any characters and `?` for one, unless escaped; undefined for mere punctuation. */
function patternOf(piece: string): Matchable | undefined {
  const parts = [""];
  for (const [part] of piece.matchAll(/\\.|[^\\]/gsu)) {
    const last = parts.length - 1;
    if (part === "*") parts.push("");
    else if (part === "?") parts[last] += ".";
    else if (/[\p{L}\p{N}]/u.test(part)) parts[last] += part.replace("\\", "");
  }
  if (parts.length === 1 && parts[0] === "") return undefined;
  return partsInOrder(parts, false);
}

const parser = new TermParser();

/** Characters of a search beyond which nothing is found, and beyond which operators are plain words. */
const LENGTH_MAX = 10_000;
const OPERATORS_LENGTH_MAX = 4_000;

/** @throws INVALID_SEARCH, MALFORMED_SEARCH, QUERY_TOO_COMPLICATED @returns undefined when nothing can be found */
export function parseTerms(text: string): SearchTree | undefined {
  const letters = text.replace(/[*?"\s]/g, "");
  if (letters.length < 2) {
    const message = `search term must be longer than one character: ${text}`;
    throw refuseQuery("INVALID_SEARCH", message);
  }
  if (text.length > LENGTH_MAX) return undefined;
  const { tokens, errors } = lexer.tokenize(text);
  if (errors[0] !== undefined) throw malformedTerm(text.charAt(errors[0].offset));
  if (text.length > OPERATORS_LENGTH_MAX) {
    const words = tokens.filter(({ tokenType }) => tokenType === Word || tokenType === Phrase);
    return joined(
      "or",
      words.map((token) => wordsOf(token, token.tokenType === Phrase)),
    );
  }
  refuseDeepNesting(tokens);
  parser.input = tokens;
  const tree = parser.any();
  const [error] = parser.errors;
  if (error !== undefined) throw malformedTerm(error.token.image);
  return tree;
}

/** The parser goes as deep as the parentheses do. */
function refuseDeepNesting(tokens: readonly IToken[]): void {
  let depth = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === Open) depth += 1;
    if (tokenType === Close) depth -= 1;
    if (depth > FILTER_NESTING_MAX) throw tooComplicated();
  }
}

const malformedTerm = (found: string): Error =>
  refuseQuery("MALFORMED_SEARCH", `unexpected token: '${found === "" ? "<EOF>" : found}'`);

/** The searchable words of a text. */
export const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether the words of some texts satisfy a search; a phrase must lie within one text. */
export function matchesTerms(tree: SearchTree, texts: readonly (readonly string[])[]): boolean {
  if (tree.kind === "not") return !matchesTerms(tree.part, texts);
  if (tree.kind === "and") return tree.parts.every((part) => matchesTerms(part, texts));
  if (tree.kind === "or") return tree.parts.some((part) => matchesTerms(part, texts));
  const { words } = tree;
  const isAt = (text: readonly string[], start: number): boolean =>
    words.every((word, at) => {
      const candidate = text[start + at];
      return candidate !== undefined && word(candidate);
    });
  return texts.some((text) => text.some((_word, start) => isAt(text, start)));
}
