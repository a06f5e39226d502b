/** Text of QuickBooks' query language. Every value that enters a statement goes through `quoteText`. */
import { entityType } from "../entity-types.ts";
import { QUERY_BACKSLASH_IS_DOUBLED } from "../hypotheses.ts";

/** The most rows that one query may return (documented). */
export const QUERY_ROWS_MAX = 1000;

/** Lifts the rule that queries of name lists return active records only (Q5). */
const WITH_INACTIVE = "Active IN (true, false)";

/**
 * `value` as a literal. The only documented escape is a backslash before an apostrophe; a backslash is
 * doubled, so that one at the end cannot swallow the closing quote (Q7).
 */
export function quoteText(value: string): string {
  const text = QUERY_BACKSLASH_IS_DOUBLED ? value.replaceAll("\\", "\\\\") : value;
  return `'${text.replaceAll("'", "\\'")}'`;
}

export interface Selection {
  readonly type: string;
  /** Conditions joined by AND; none selects every record. */
  readonly where: readonly string[];
  /** Default: by Id, so that pages stay in place while records are added. */
  readonly orderBy?: string;
  /** From 1. */
  readonly start?: number;
  readonly rows?: number;
}

/** One SELECT statement; inactive records are included unless a condition speaks of them. */
export function selectStatement(selection: Selection): string {
  const { type, where, orderBy = "Id", start = 1, rows = QUERY_ROWS_MAX } = selection;
  const saysActive = where.some((condition) => /\bActive\b/i.test(withoutLiterals(condition)));
  const conditions =
    entityType(type).isNameList && !saysActive ? [...where, WITH_INACTIVE] : [...where];
  const filter = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return `SELECT * FROM ${type}${filter} ORDERBY ${orderBy} STARTPOSITION ${start} MAXRESULTS ${rows}`;
}

function withoutLiterals(condition: string): string {
  return condition.replaceAll(/'(?:\\.|[^'\\])*'/g, "''");
}
