import type {
  Condition,
  ConditionWithValueQuery,
  HavingClause,
  WhereClause,
} from "@jetstreamapp/soql-parser-js";
import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import type { Bounds } from "../store/ordered-index.ts";
import { FILTER_NESTING_MAX } from "../not-evidenced.ts";
import { CLOSE_MARK, NOT_MARK, OPEN_MARK } from "./prepare.ts";
import { malformed, type Statement, tooComplicated } from "./soql-error.ts";

/**
 * WHERE and HAVING as trees. The parser gives a flat chain with counts of parentheses; it is unrolled
 * into tokens and read by the grammar of SOQL, in which AND and OR do not mix without parentheses:
 *
 *   expression := term (AND term)* | term (OR term)*      term := NOT term | ( expression ) | condition
 */
export type Tree<Leaf> =
  | { readonly kind: "and" | "or"; readonly parts: readonly Tree<Leaf>[] }
  | { readonly kind: "not"; readonly part: Tree<Leaf> }
  | { readonly kind: "test"; readonly test: Leaf };

/** One condition, ready to be asked, and what of an index it needs. */
export interface Test<Item> {
  accepts(item: Item): boolean;
  readonly reach?: Reach;
}

/** The rows that a condition can be true of, as a stretch or some values of one stored field. */
export interface Reach {
  readonly field: FieldSchema;
  /** Values of which the field must have one; null is not among them. */
  readonly values?: readonly Scalar[];
  /** Ends in terms of the field's range keys. */
  readonly bounds?: Bounds;
  /** Whether every row in reach satisfies the condition. */
  readonly isExact: boolean;
}

type Token = "(" | ")" | "AND" | "OR" | "NOT" | ConditionWithValueQuery;

/** Where a condition stands, for the rules of semi joins. */
export interface Position {
  /** Whether only ANDs are above it. */
  readonly isTop: boolean;
  readonly isUnderOr: boolean;
}

/** @throws MALFORMED_QUERY for AND and OR that mix, QUERY_TOO_COMPLICATED for nesting beyond measure */
export function treeOf<Leaf>(
  soql: Statement,
  clause: WhereClause | HavingClause,
  compile: (condition: ConditionWithValueQuery, position: Position) => Leaf,
): Tree<Leaf> {
  const tokens = [...unroll(clause)];
  let at = 0;
  let depth = 0;
  const expression = (): Tree<ConditionWithValueQuery> => {
    const parts = [term()];
    const joint = tokens[at];
    for (let joiner = joint; joiner === "AND" || joiner === "OR"; joiner = tokens[at]) {
      if (joiner !== joint) throw malformed(soql, joiner, `unexpected token: '${joiner}'`);
      at += 1;
      parts.push(term());
    }
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    return { kind: joint === "OR" ? "or" : "and", parts };
  };
  const term = (): Tree<ConditionWithValueQuery> => {
    const token = tokens[at];
    at += 1;
    if (token === "NOT" || token === "(") {
      depth += 1;
      if (depth > FILTER_NESTING_MAX) throw tooComplicated();
      const part = token === "NOT" ? term() : expression();
      if (token === "(") at += 1; // the closing parenthesis, which has been checked before
      depth -= 1;
      return token === "NOT" ? { kind: "not", part } : part;
    }
    if (typeof token === "object") return { kind: "test", test: token };
    throw malformed(soql, "", `unexpected token: '${token ?? "<EOF>"}'`);
  };
  return compileTree(expression(), { isTop: true, isUnderOr: false }, compile);
}

function compileTree<Leaf>(
  tree: Tree<ConditionWithValueQuery>,
  position: Position,
  compile: (condition: ConditionWithValueQuery, position: Position) => Leaf,
): Tree<Leaf> {
  if (tree.kind === "test") return { kind: "test", test: compile(tree.test, position) };
  if (tree.kind === "not") {
    const part = compileTree(tree.part, { ...position, isTop: false }, compile);
    return { kind: "not", part };
  }
  const below = tree.kind === "or" ? { isTop: false, isUnderOr: true } : position;
  return { kind: tree.kind, parts: tree.parts.map((part) => compileTree(part, below, compile)) };
}

/** The tree as a function of an item. */
export function predicateOf<Item>(tree: Tree<Test<Item>>): (item: Item) => boolean {
  if (tree.kind === "test") return (item) => tree.test.accepts(item);
  if (tree.kind === "not") {
    const inner = predicateOf(tree.part);
    return (item) => !inner(item);
  }
  const parts = tree.parts.map(predicateOf);
  return tree.kind === "or"
    ? (item) => parts.some((part) => part(item))
    : (item) => parts.every((part) => part(item));
}

/** The chain as the tokens that were written. */
function* unroll(where: WhereClause): Generator<Token> {
  let joiner: Token | undefined;
  for (let clause: WhereClause | undefined = where; clause !== undefined; ) {
    const left: ConditionWithValueQuery | Condition | null = clause.left;
    const mark = left !== null && "field" in left ? MARKED.get(left.field) : undefined;
    if (joiner !== undefined && mark !== ")") yield joiner;
    joiner = undefined;
    for (let open = left?.openParen ?? 0; open > 0; open -= 1) yield "(";
    if (mark !== undefined) yield mark;
    else if (left !== null && "operator" in left) {
      // Keywords ignore case; the parser gives them as they were written.
      yield { ...left, operator: left.operator.toUpperCase() } as typeof left;
    }
    const closed = left !== null && "closeParen" in left ? (left.closeParen ?? 0) : 0;
    for (let close = closed; close > 0; close -= 1) yield ")";
    // What joins an opening mark or a negation with what follows was not written.
    const isWritten = mark === undefined || mark === ")";
    if (isWritten && "operator" in clause) {
      joiner = clause.operator.toUpperCase() as typeof clause.operator;
    }
    clause = "right" in clause ? clause.right : undefined;
  }
}

const MARKED: ReadonlyMap<string, "NOT" | "(" | ")"> = new Map([
  [NOT_MARK, "NOT"],
  [OPEN_MARK, "("],
  [CLOSE_MARK, ")"],
]);
