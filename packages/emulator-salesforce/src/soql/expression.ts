import type { FieldFunctionExpression, FunctionExp } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../store/row.ts";
import { CONVERT_CURRENCY_ERROR } from "../not-evidenced.ts";
import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { convert, type Currencies, currenciesOf, currencyOf } from "./currency.ts";
import { DATE_FUNCTIONS, storedTime } from "./date-functions.ts";
import { formatValue, type FormatSettings } from "./format-value.ts";
import { distance, isDistanceUnit, type Place, placeReader } from "./geo.ts";
import { fiscalYearOf, localeOf, timeZoneOf, toLocal } from "./locale.ts";
import {
  climb,
  climbPath,
  type QueryWorld,
  type ResolvedPath,
  resolvePath,
  type Scope,
  withoutAlias,
} from "./scope.ts";
import { malformed, unknownColumn } from "./soql-error.ts";

/** What a query computes of a row: a field or a function of fields. */
export interface Column {
  /** Where it stands in a record, the names of the parents first; also what equal columns share. */
  readonly name: string;
  readonly type: FieldType;
  readonly scale: number;
  /** The field, when it is one as it is stored. */
  readonly path: ResolvedPath | undefined;
  /** A function has no place in a record of its own name: it needs an alias or gets `expr0`. */
  readonly isUnnamed: boolean;
  readonly read: (row: Row) => Scalar;
}

/** A function of the grammar, in either of the parser's two shapes. */
export type FunctionCall = FunctionExp | FieldFunctionExpression;

/** The name of a function in upper case. */
export const nameOf = (call: FunctionCall): string => (call.functionName ?? "").toUpperCase();

/** A field by its path. @throws INVALID_FIELD */
export function fieldColumn(scope: Scope, path: string): Column {
  return columnOfPath(resolvePath(scope, path));
}

export function columnOfPath(path: ResolvedPath): Column {
  const { field, name } = path;
  return { name, type: field.type, scale: field.scale, path, isUnnamed: false, read: path.read };
}

/** Either a path or a function of one. */
export function expressionColumn(scope: Scope, expression: string | FunctionCall): Column {
  return typeof expression === "string"
    ? fieldColumn(scope, expression)
    : functionColumn(scope, expression);
}

/** A function of one row; aggregates are none. @throws MALFORMED_QUERY, INVALID_FIELD */
export function functionColumn(scope: Scope, call: FunctionCall): Column {
  const name = nameOf(call);
  const compile = FUNCTIONS.get(name);
  if (compile !== undefined) return compile(scope, call);
  if (DATE_FUNCTIONS.has(name)) return dateColumn(scope, call);
  throw malformed(scope.soql, call.functionName ?? "", `unexpected token: '${call.functionName}'`);
}

type Compile = (scope: Scope, call: FunctionCall) => Column;

/** The first parameter as a column. */
function inner(scope: Scope, call: FunctionCall): Column {
  const [parameter] = call.parameters ?? [];
  if (parameter === undefined) throw malformed(scope.soql, ")", "unexpected token: ')'");
  return expressionColumn(scope, parameter);
}

const FUNCTIONS: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ["TOLABEL", labelColumn],
  ["FORMAT", formatColumn],
  ["CONVERTCURRENCY", convertedColumn],
  ["DISTANCE", distanceColumn],
]);

/** The platform's words for a function that does not fit a field's type. */
export function unsupportedAggregate(scope: Scope, field: string, operator: string): Error {
  const message = `field ${field} does not support aggregate operator ${operator}`;
  return malformed(scope.soql, field, message);
}

/** `CALENDAR_YEAR(CloseDate)`, `HOUR_IN_DAY(convertTimezone(CreatedDate))`. */
function dateColumn(scope: Scope, call: FunctionCall): Column {
  const name = nameOf(call);
  const rule = DATE_FUNCTIONS.get(name);
  const [parameter] = call.parameters ?? [];
  const isConverted = typeof parameter === "object" && nameOf(parameter) === "CONVERTTIMEZONE";
  if (typeof parameter === "object" && !isConverted) {
    throw malformed(scope.soql, parameter.functionName ?? "", "unexpected token: '('");
  }
  const column = isConverted ? inner(scope, parameter) : inner(scope, call);
  const fits =
    column.type === "datetime" ||
    (column.type === "date" && !isConverted && rule?.needsTime === false);
  if (rule === undefined || !fits) throw unsupportedAggregate(scope, column.name, name);
  const zone = isConverted ? timeZoneOf(scope.world) : "GMT";
  const fiscal = fiscalYearOf(scope.world);
  const label = isConverted ? `convertTimezone(${column.name})` : column.name;
  return {
    name: `${name}(${label})`,
    type: rule.type,
    scale: 0,
    path: undefined,
    isUnnamed: true,
    read: (row) => {
      const time = storedTime(column.read(row));
      return time === undefined ? null : rule.of(new Date(toLocal(time, zone)), fiscal);
    },
  };
}

/** The labels of picklist values; other fields as they are (there are no translations). */
function labelColumn(scope: Scope, call: FunctionCall): Column {
  const column = inner(scope, call);
  const labels = new Map(column.path?.field.picklist.map(({ value, label }) => [value, label]));
  const labelOf = (value: string): string => labels.get(value) ?? value;
  return {
    ...column,
    type: "string",
    path: undefined,
    read: (row) => {
      const value = column.read(row);
      if (typeof value !== "string") return value;
      return column.type === "multipicklist"
        ? value.split(";").map(labelOf).join(";")
        : labelOf(value);
    },
  };
}

/** How the asking user reads numbers and times. */
export function formatSettings(world: QueryWorld): FormatSettings {
  const currencies = currenciesOf(world);
  return {
    locale: localeOf(world),
    timeZone: timeZoneOf(world),
    currency: currencies?.corporate ?? "USD",
    isMulti: currencies !== undefined,
  };
}

function formatColumn(scope: Scope, call: FunctionCall): Column {
  const column = inner(scope, call);
  const settings = formatSettings(scope.world);
  const currencies = currenciesOf(scope.world);
  const [parameter] = call.parameters ?? [];
  const isConverted = typeof parameter === "object";
  const codeOf = currencies && currencyReader(scope.world, column, currencies);
  const currencyFor = (row: Row): string => {
    if (currencies === undefined || codeOf === undefined) return settings.currency;
    return isConverted ? currencies.own : codeOf(row);
  };
  return {
    ...column,
    type: "string",
    path: undefined,
    read: (row) =>
      formatValue(column.read(row), column, { ...settings, currency: currencyFor(row) }),
  };
}

/** Amounts in the asking user's currency (D SOQL "Querying Currency Fields in Multi-Currency Orgs"). */
function convertedColumn(scope: Scope, call: FunctionCall): Column {
  const column = inner(scope, call);
  const currencies = currenciesOf(scope.world);
  if (currencies === undefined || column.type !== "currency") {
    throw malformed(scope.soql, call.functionName ?? "", CONVERT_CURRENCY_ERROR);
  }
  return { ...column, path: undefined, read: amountReader(scope, column, currencies, "own") };
}

/** Reads amounts in the user's currency or in the org's, whatever that of the row they stand in. */
function amountReader(
  { world }: Scope,
  column: Column,
  currencies: Currencies,
  wanted: "own" | "corporate",
): (row: Row) => Scalar {
  const codeOf = currencyReader(world, column, currencies);
  return (row) => {
    const amount = column.read(row);
    if (typeof amount !== "number") return amount;
    return convert(currencies, amount, codeOf(row), currencies[wanted]);
  };
}

/** The currency of a column's amounts: the parent's, if they are read from there. */
function currencyReader(
  world: QueryWorld,
  { path }: Column,
  currencies: Currencies,
): (row: Row) => string {
  const hops = path?.hops ?? [];
  return (row) => currencyOf(currencies, climb(world, row, hops) ?? row);
}

/**
 * A column of amounts in the org's currency, by which they are compared with each other, sorted and summed
 * up (D SOQL "Querying Currency Fields in Multi-Currency Orgs"); any other column as it is.
 */
export function comparableColumn(scope: Scope, column: Column): Column {
  if (column.type !== "currency" || column.path === undefined) return column;
  const currencies = currenciesOf(scope.world);
  if (currencies === undefined) return column;
  return { ...column, path: undefined, read: amountReader(scope, column, currencies, "corporate") };
}

/** `DISTANCE(BillingAddress, GEOLOCATION(37, -122), 'mi')`. */
function distanceColumn(scope: Scope, call: FunctionCall): Column {
  const [from, to, unit] = call.parameters ?? [];
  const name = typeof unit === "string" ? unit.slice(1, -1).toLowerCase() : "";
  if (typeof from !== "string" || to === undefined || !isDistanceUnit(name)) {
    throw malformed(scope.soql, "DISTANCE", "unexpected token: 'DISTANCE'");
  }
  const [start, end] = [placeOf(scope, from), placeOf(scope, to)];
  return {
    name: call.rawValue ?? "DISTANCE",
    type: "double",
    scale: 0,
    path: undefined,
    isUnnamed: true,
    read: (row) => {
      const [a, b] = [start(row), end(row)];
      return a === undefined || b === undefined ? null : distance(a, b, name);
    },
  };
}

/** A field of places, or a place given by numbers. */
function placeOf(scope: Scope, source: string | FunctionCall): (row: Row) => Place | undefined {
  if (typeof source === "object") {
    const [latitude, longitude] = (source.parameters ?? []).map(Number);
    const place = { latitude: latitude ?? Number.NaN, longitude: longitude ?? Number.NaN };
    const isPlace = Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180;
    if (isPlace) return () => place;
    throw malformed(scope.soql, "GEOLOCATION", "unexpected token: 'GEOLOCATION'");
  }
  const parts = withoutAlias(scope, source.split("."));
  const { hops, object } = climbPath(scope, source, parts.slice(0, -1));
  const read = object && placeReader(object, parts.at(-1) ?? "");
  if (read === undefined) throw unknownColumn(scope.soql, source, object?.name ?? "Name");
  return (row) => {
    const owner = climb(scope.world, row, hops);
    return owner === undefined ? undefined : read(owner);
  };
}
