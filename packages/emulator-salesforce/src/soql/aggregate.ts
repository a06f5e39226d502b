import type {
  FieldType as SelectedField,
  FunctionExp,
  OrderByClause,
  Query,
} from "@jetstreamapp/soql-parser-js";
import type { Row } from "../store/row.ts";
import { CURRENCY_FILTER_ERRORS, ORDERS_BY_ALIAS } from "../not-evidenced.ts";
import { isSortable } from "../schema/field-uses.ts";
import type { Scalar } from "../store/document-store.ts";
import { type Accumulator, AGGREGATES } from "./accumulators.ts";
import { isInCurrency, literalsOf, ruleOf } from "./condition.ts";
import {
  type Column,
  comparableColumn,
  expressionColumn,
  fieldColumn,
  formatSettings,
  functionColumn,
  type FunctionCall,
  nameOf,
  unsupportedAggregate,
} from "./expression.ts";
import { formatValue } from "./format-value.ts";
import { type Group, type Grouping, groupingOf, groupRows } from "./grouping.ts";
import { comparisonOf } from "./matcher.ts";
import { clausesOf, directionOf, sorted, type SortKey, sortKeyOf } from "./order.ts";
import type { Scope } from "./scope.ts";
import { malformed, refuseQuery } from "./soql-error.ts";
import { clauseOf } from "./statement-parts.ts";
import { predicateOf, treeOf } from "./where.ts";

/** Queries that answer groups instead of rows: aggregate functions, GROUP BY, HAVING. */

/** Groups that one answer can hold: there are no further pages (S1.5). */
const GROUPS_MAX = 2000;

/** `SELECT COUNT() FROM …`: the answer is `totalSize` alone. */
export function isPlainCount(query: Query): boolean {
  const [only, ...others] = query.fields ?? [];
  return (
    others.length === 0 &&
    only?.type === "FieldFunctionExpression" &&
    nameOf(only) === "COUNT" &&
    only.parameters.length === 0
  );
}

/** Whether rows are summed up instead of listed. */
export function isAggregate(query: Query): boolean {
  return (
    query.groupBy !== undefined ||
    query.having !== undefined ||
    (query.fields ?? []).some(hasAggregate)
  );
}

/** Whether an entry of the select list is an aggregate or holds one. */
export function hasAggregate(field: SelectedField | FunctionExp | string): boolean {
  if (typeof field === "string" || !("functionName" in field)) return false;
  const name = nameOf(field);
  if (AGGREGATES.has(name) || name === "GROUPING") return true;
  return name === "FORMAT" && (field.parameters ?? []).some((each) => hasAggregate(each));
}

/** Something that a group has a value of. */
interface GroupColumn {
  readonly column: Column;
  read(group: Group): Scalar;
}

/** Everything that is compiled of one aggregate query. */
class AggregateQuery {
  readonly scope: Scope;
  readonly grouping: Grouping;
  /** Distinct aggregates, by what they are: each is computed once. */
  readonly #inputs = new Map<
    string,
    { readonly at: number; readonly column: Column; readonly make: () => Accumulator }
  >();
  /** Columns of the answer by their lower-case names. */
  readonly aliases = new Map<string, GroupColumn>();

  constructor(scope: Scope, query: Query) {
    this.scope = scope;
    this.grouping = groupingOf({ ...scope, soql: clauseOf(scope.soql, "GROUP") }, query.groupBy);
  }

  /** A field that is grouped, or a function of one; `undefined`: neither. */
  grouped(column: Column): GroupColumn | undefined {
    const at = this.#placeOf(column);
    return at < 0 ? undefined : { column, read: (group) => group.values[at] ?? null };
  }

  /** An aggregate, `GROUPING(…)`, `FORMAT(…)` of either, or a grouped function. */
  call(call: FunctionCall): GroupColumn {
    const name = nameOf(call);
    const [parameter] = call.parameters ?? [];
    if (AGGREGATES.has(name)) return this.#aggregate(name, parameter);
    if (name === "GROUPING" && parameter !== undefined) return this.#isSubtotal(parameter);
    if (name === "FORMAT" && typeof parameter === "object")
      return this.#formatted(this.call(parameter));
    const column = functionColumn(this.scope, call);
    // The label and the format of a field have its name, so only a function is what rows are grouped by.
    const same = this.grouping.columns[this.#placeOf(column)];
    const direct = same?.path === undefined ? this.grouped(column) : undefined;
    if (direct !== undefined) return direct;
    const at =
      typeof parameter === "string" ? this.#placeOf(fieldColumn(this.scope, parameter)) : -1;
    if (at < 0) throw mustBeGrouped(this.scope, call.rawValue ?? column.name, name);
    // A function of a grouped field is the same for all rows of the group.
    const read = ({ keeps, first }: Group): Scalar =>
      keeps[at] === true && first !== undefined ? column.read(first) : null;
    return { column, read };
  }

  /** Which of the grouped columns it is; -1: none. */
  #placeOf({ name }: Column): number {
    return this.grouping.columns.findIndex((each) => each.name === name);
  }

  #aggregate(name: string, parameter: string | FunctionCall | undefined): GroupColumn {
    const rule = AGGREGATES.get(name);
    const { soql } = this.scope;
    if (rule === undefined || parameter === undefined)
      throw malformed(soql, ")", "unexpected token: ')'");
    if (typeof parameter === "object" && nameOf(parameter) === "CONVERTCURRENCY") {
      throw malformed(soql, parameter.functionName ?? "", CURRENCY_FILTER_ERRORS.aggregated);
    }
    const written = expressionColumn(this.scope, parameter);
    const field = written.path?.field;
    const column = comparableColumn(this.scope, written);
    if (!rule.types.has(column.type) || (field !== undefined && !isSortable(field))) {
      throw unsupportedAggregate(this.scope, column.name, name);
    }
    const isSubtotalled = this.grouping.sets.length > 1;
    if (!isSubtotalled && this.grouped(column) !== undefined) {
      throw malformed(soql, column.name, `Grouped field should not be aggregated: ${column.name}`);
    }
    const id = `${name}(${column.name})`;
    const keyOf = sortKeyOf(column);
    const comparison = comparisonOf(column);
    const input = this.#inputs.get(id) ?? {
      at: this.#inputs.size,
      column,
      make: () => rule.make(comparison, keyOf),
    };
    this.#inputs.set(id, input);
    const path = rule.type === undefined ? column.path : undefined;
    const result = { ...column, name: id, type: rule.type ?? column.type, path, isUnnamed: true };
    return { column: result, read: (group) => group.accumulators[input.at]?.result() ?? null };
  }

  #isSubtotal(parameter: string | FunctionCall): GroupColumn {
    const column = expressionColumn(this.scope, parameter);
    const at = this.#placeOf(column);
    if (at < 0) throw mustBeGrouped(this.scope, column.name, column.name);
    const result: Column = {
      ...column,
      name: `GROUPING(${column.name})`,
      type: "int",
      path: undefined,
      isUnnamed: true,
    };
    return { column: result, read: (group) => (group.keeps[at] === true ? 0 : 1) };
  }

  #formatted(inner: GroupColumn): GroupColumn {
    const settings = formatSettings(this.scope.world);
    const column: Column = { ...inner.column, type: "string", path: undefined, isUnnamed: true };
    return { column, read: (group) => formatValue(inner.read(group), inner.column, settings) };
  }

  groups(rows: Iterable<Row>): readonly Group[] {
    const inputs = [...this.#inputs.values()];
    return groupRows(this.grouping, rows, {
      make: () => inputs.map((each) => each.make()),
      read: (row) => inputs.map((each) => each.column.read(row)),
    });
  }
}

const mustBeGrouped = (scope: Scope, name: string, token: string): Error =>
  malformed(scope.soql, token, `Field must be grouped or aggregated: ${name}`);

/** Names and values of an answer's records. */
interface Output {
  readonly name: string;
  readonly value: GroupColumn;
}

/** One record of type `AggregateResult` for each group. Unnamed results are `expr0`, `expr1`, … */
export function aggregateRows(
  scope: Scope,
  query: Query,
  rows: () => Iterable<Row>,
): readonly Record<string, unknown>[] {
  refuseWindow(scope, query);
  const compiled = new AggregateQuery(scope, query);
  const outputs = outputsOf(compiled, query.fields ?? []);
  const accepts = havingOf(compiled, query);
  const order = sortKeysOf(compiled, clausesOf(query.orderBy));
  const groups = sorted(compiled.groups(rows()).filter(accepts), order);
  const start = query.offset ?? 0;
  const shown = groups.slice(start, query.limit === undefined ? undefined : start + query.limit);
  if (shown.length > GROUPS_MAX) {
    throw refuseQuery(
      "EXCEEDED_ID_LIMIT",
      "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch",
    );
  }
  return shown.map((group) => ({
    attributes: { type: "AggregateResult" },
    ...Object.fromEntries(outputs.map(({ name, value }) => [name, value.read(group)])),
  }));
}

/** One group of everything has neither pages nor an order. */
function refuseWindow(scope: Scope, query: Query): void {
  if (query.groupBy !== undefined) return;
  if (query.having !== undefined) {
    throw malformed(scope.soql, "HAVING", "unexpected token: 'HAVING'");
  }
  const clause =
    query.limit !== undefined ? "LIMIT" : query.offset !== undefined ? "OFFSET" : undefined;
  if (clause === undefined) return;
  throw malformed(
    scope.soql,
    clause,
    `Non-grouped query that uses overall aggregate functions cannot also use ${clause}`,
  );
}

function outputsOf(compiled: AggregateQuery, fields: readonly SelectedField[]): readonly Output[] {
  const { soql } = compiled.scope;
  let unnamed = 0;
  const seen = new Set<string>();
  return fields.map((field): Output => {
    const { value, alias, source } = outputOf(compiled, field);
    const plain = value.column.name.split(".").at(-1) ?? "";
    const name = alias ?? (value.column.isUnnamed ? `expr${unnamed++}` : plain);
    if (seen.has(name.toLowerCase())) throw malformed(soql, source, `duplicate alias: ${name}`);
    seen.add(name.toLowerCase());
    compiled.aliases.set(name.toLowerCase(), value);
    return { name, value };
  });
}

function outputOf(
  compiled: AggregateQuery,
  field: SelectedField,
): { readonly value: GroupColumn; readonly alias: string | undefined; readonly source: string } {
  const { scope } = compiled;
  if (field.type === "FieldFunctionExpression") {
    return { value: compiled.call(field), alias: field.alias, source: field.functionName };
  }
  if (field.type === "FieldSubquery" || field.type === "FieldTypeof") {
    const token = field.type === "FieldTypeof" ? "TYPEOF" : "(";
    throw malformed(scope.soql, token, `unexpected token: '${token}'`);
  }
  const path = pathOf(field);
  const column = fieldColumn(scope, path);
  const value = compiled.grouped(column);
  if (value === undefined) throw mustBeGrouped(scope, column.name, path);
  return { value, alias: "alias" in field ? field.alias : undefined, source: path };
}

/** The path of a plain field as it was written. */
export function pathOf(
  field: Exclude<
    SelectedField,
    { type: "FieldFunctionExpression" | "FieldSubquery" | "FieldTypeof" }
  >,
): string {
  if ("rawValue" in field && field.rawValue !== undefined) return field.rawValue;
  return "relationships" in field ? [...field.relationships, field.field].join(".") : field.field;
}

/** HAVING: conditions on aggregates and on grouped fields. */
function havingOf(compiled: AggregateQuery, { having }: Query): (group: Group) => boolean {
  if (having === undefined) return () => true;
  const { scope } = compiled;
  return predicateOf(
    treeOf(scope.soql, having, (condition) => {
      if (!("operator" in condition) || "valueQuery" in condition) {
        throw malformed(scope.soql, "SELECT", "unexpected token: 'SELECT'");
      }
      const side =
        "fn" in condition ? compiled.call(condition.fn) : fieldOf(compiled, condition.field);
      const literal = literalsOf(condition).find(isInCurrency);
      if (literal !== undefined) {
        throw malformed(scope.soql, literal.text, CURRENCY_FILTER_ERRORS.grouped);
      }
      const { matches } = ruleOf(scope, side.column, condition);
      return { accepts: (group: Group) => matches(side.read(group)) };
    }),
  );
}

function fieldOf(compiled: AggregateQuery, path: string): GroupColumn {
  const column = fieldColumn(compiled.scope, path);
  const value = compiled.grouped(column);
  if (value === undefined) throw mustBeGrouped(compiled.scope, column.name, path);
  return value;
}

function sortKeysOf(
  compiled: AggregateQuery,
  clauses: readonly OrderByClause[],
): readonly SortKey<Group>[] {
  return clauses.map((clause) => {
    const value = "fn" in clause ? compiled.call(clause.fn) : sortedField(compiled, clause.field);
    const keyOf = sortKeyOf(value.column);
    return { ...directionOf(clause), key: (group) => keyOf(value.read(group)) };
  });
}

function sortedField(compiled: AggregateQuery, path: string): GroupColumn {
  const alias = ORDERS_BY_ALIAS ? compiled.aliases.get(path.toLowerCase()) : undefined;
  if (alias !== undefined) return alias;
  const column = fieldColumn(compiled.scope, path);
  const value = compiled.grouped(column);
  if (value !== undefined) return value;
  const message = `Ordered field must be grouped or aggregated: ${column.name}`;
  throw malformed(compiled.scope.soql, path, message);
}
