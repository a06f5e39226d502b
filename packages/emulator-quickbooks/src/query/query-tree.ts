/** What a statement of the query language says, free of its spelling. */
export interface Query {
  readonly select: Selection;
  /** As written; types are compared whatever their case. */
  readonly from: string;
  /** All of them hold; the language has no OR. */
  readonly where: readonly Condition[];
  readonly orderBy: readonly Ordering[];
  /** 1 is the first row; undefined means 1. */
  readonly startPosition: number | undefined;
  /** Undefined means 100; more than 1000 is refused. */
  readonly maxResults: number | undefined;
}

/** `count(*)`, `*` (perhaps with columns besides, which real clients send), or columns alone. */
export type Selection =
  | { readonly kind: "count" }
  | { readonly kind: "all"; readonly columns: readonly string[] }
  | { readonly kind: "columns"; readonly columns: readonly string[] };

export type Comparison = "=" | "!=" | "<" | ">" | "<=" | ">=" | "LIKE";

/** A number stands as it was written; `currentDate` is the word CURRENT_DATE. */
export type Literal =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "currentDate" };

export type Condition =
  | { readonly property: string; readonly operator: Comparison; readonly value: Literal }
  | { readonly property: string; readonly operator: "IN"; readonly values: readonly Literal[] };

/** One key of ORDERBY; ascending where the statement does not say. */
export interface Ordering {
  readonly property: string;
  readonly direction: "ASC" | "DESC";
}

/** The canonical statement; parsing it again gives an equal tree. */
export function printQuery(query: Query): string {
  const parts = [`SELECT ${printSelection(query.select)} FROM ${query.from}`];
  if (query.where.length > 0) parts.push(`WHERE ${query.where.map(printCondition).join(" AND ")}`);
  if (query.orderBy.length > 0) {
    parts.push(`ORDERBY ${query.orderBy.map((by) => `${by.property} ${by.direction}`).join(", ")}`);
  }
  if (query.startPosition !== undefined) parts.push(`STARTPOSITION ${query.startPosition}`);
  if (query.maxResults !== undefined) parts.push(`MAXRESULTS ${query.maxResults}`);
  return parts.join(" ");
}

function printSelection(select: Selection): string {
  if (select.kind === "count") return "count(*)";
  return (select.kind === "all" ? ["*", ...select.columns] : select.columns).join(", ");
}

function printCondition(condition: Condition): string {
  const { property, operator } = condition;
  if (condition.operator === "IN")
    return `${property} IN (${condition.values.map(printLiteral).join(", ")})`;
  return `${property} ${operator} ${printLiteral(condition.value)}`;
}

/** Quotes and backslashes are escaped with a backslash, as the vendor reads them. */
function printLiteral(literal: Literal): string {
  if (literal.kind === "currentDate") return "CURRENT_DATE";
  if (literal.kind === "text") return `'${literal.value.replace(/[\\']/g, "\\$&")}'`;
  return String(literal.value);
}
