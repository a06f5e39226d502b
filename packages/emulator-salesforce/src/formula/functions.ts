import type { SyncParseOptions } from "sformula";
import { shiftPoint } from "../schema/coerce-value.ts";
import { javaRegex } from "./regex.ts";

/**
 * Functions beside those of the library: what it lacks, and what it does by the machine's time zone or
 * not at all for fractions. Blank arguments give a blank result, as with the library's own.
 */

type TypeDictionary = NonNullable<SyncParseOptions["inputTypes"]>;
type Type = NonNullable<TypeDictionary[string]>;
type Kind = "string" | "number" | "boolean" | "date" | "datetime" | "multipicklist";
type Value = string | number | boolean | null;

/** A function of formulas: its types and what it does with plain values. */
interface FormulaFunction {
  readonly takes: readonly Kind[];
  /** How many of the arguments may be left out. */
  readonly optional?: number;
  readonly gives: Kind;
  readonly run: (...args: readonly never[]) => Value;
}

const DAY_MS = 86_400_000;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const dateOf = (day: number): string | null => {
  const time = new Date(day * DAY_MS);
  return Number.isNaN(time.getTime()) ? null : time.toISOString().slice(0, 10);
};
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const math = (run: (value: number) => number): FormulaFunction => ({
  takes: ["number"],
  gives: "number",
  run: (value: number) => finite(run(value)),
});

/** Monday of the ISO week that holds a day. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);
const yearOfDay = (day: number): number => Number(dateOf(day)?.slice(0, 4));
/** The year whose week it is: that of the week's Thursday. */
const isoYear = (date: string): number => yearOfDay(mondayOf(dayOf(date)) + 3);

/** `2026-11-20T10:20:30.000+0000` of epoch milliseconds. */
const timeText = (epochMs: number): string | null => {
  const time = new Date(epochMs);
  return Number.isNaN(time.getTime()) ? null : time.toISOString().replace("Z", "+0000");
};
const epochMsOf = (time: string): number => Date.parse(time.replace(/\+0000$/, "Z"));

/** Functions that the library does not have. */
const ADDED: Readonly<Record<string, FormulaFunction>> = {
  REGEX: {
    takes: ["string", "string"],
    gives: "boolean",
    run: (text: string, pattern: string) => javaRegex(pattern).matches(text),
  },
  BR: { takes: [], gives: "string", run: () => "\n" },
  TRUNC: {
    takes: ["number", "number"],
    optional: 1,
    gives: "number",
    run: (value: number, digits = 0) =>
      finite(shiftPoint(Math.trunc(shiftPoint(value, digits)), -digits)),
  },
  ASCII: { takes: ["string"], gives: "number", run: (text: string) => text.codePointAt(0) ?? null },
  CHR: {
    takes: ["number"],
    gives: "string",
    run: (code: number) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null),
  },
  INITCAP: {
    takes: ["string"],
    gives: "string",
    run: (text: string) =>
      text.toLowerCase().replace(/(^|[^\p{L}\p{N}])(\p{L})/gu, (all) => all.toUpperCase()),
  },
  REVERSE: {
    takes: ["string"],
    gives: "string",
    run: (text: string) => Array.from(text).toReversed().join(""),
  },
  PI: { takes: [], gives: "number", run: () => Math.PI },
  SIN: math(Math.sin),
  COS: math(Math.cos),
  TAN: math(Math.tan),
  ASIN: math(Math.asin),
  ACOS: math(Math.acos),
  ATAN: math(Math.atan),
  ATAN2: {
    takes: ["number", "number"],
    gives: "number",
    run: (y: number, x: number) => finite(Math.atan2(y, x)),
  },
  PICKLISTCOUNT: {
    takes: ["multipicklist"],
    gives: "number",
    run: (values: string) => values.split(";").filter((value) => value !== "").length,
  },
  DAYOFYEAR: {
    takes: ["date"],
    gives: "number",
    run: (date: string) => dayOf(date) - dayOf(`${date.slice(0, 4)}-01-01`) + 1,
  },
  ISOYEAR: { takes: ["date"], gives: "number", run: isoYear },
  ISOWEEK: {
    takes: ["date"],
    gives: "number",
    run: (date: string) => {
      const firstMonday = mondayOf(dayOf(`${isoYear(date)}-01-04`));
      return (mondayOf(dayOf(date)) - firstMonday) / 7 + 1;
    },
  },
  UNIXTIMESTAMP: {
    takes: ["datetime"],
    gives: "number",
    run: (time: string) => Math.floor(epochMsOf(time) / 1000),
  },
  FROMUNIXTIME: {
    takes: ["number"],
    gives: "datetime",
    run: (seconds: number) => timeText(seconds * 1000),
  },
};

/** What replaces the library's own: its dates follow the machine's time zone, the org's days are UTC. */
const REPLACED: Readonly<Record<string, (...args: readonly never[]) => Value>> = {
  $$ADD_DATE$$: (date: string, days: number) => dateOf(dayOf(date) + Math.trunc(days)),
  $$SUBTRACT_DATE$$: (date: string, days: number) => dateOf(dayOf(date) - Math.trunc(days)),
  $$DIFF_DATE$$: (later: string, earlier: string) => dayOf(later) - dayOf(earlier),
  DATEVALUE: (value: string) => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateOf(dayOf(value));
    const epochMs = epochMsOf(value);
    return Number.isNaN(epochMs) ? null : dateOf(Math.floor(epochMs / DAY_MS));
  },
  $$POWER_NUMBER$$: (base: number, exponent: number) => finite(base ** exponent),
  EXP: (exponent: number) => finite(Math.exp(exponent)),
};

/** Functions of the platform that need what a formula of this org cannot reach. */
export const REFUSED_FUNCTIONS: Readonly<Record<string, string>> = {
  VLOOKUP: "looks through other records",
  DISTANCE: "needs geolocation",
  GEOLOCATION: "needs geolocation",
  CURRENCYRATE: "needs dated exchange rates",
  GETSESSIONID: "would hand out a session",
  GETRECORDIDS: "works in list buttons only",
  HTMLENCODE: "works in pages only",
  IMAGEPROXYURL: "works in pages only",
  INCLUDE: "works in S-Controls only",
  JSENCODE: "works in pages only",
  JSINHTMLENCODE: "works in pages only",
  JUNCTIONIDLIST: "works in pages only",
  LINKTO: "works in pages only",
  PARENTGROUPVAL: "works in reports only",
  PREDICT: "needs Einstein Discovery",
  PREVGROUPVAL: "works in reports only",
  REQUIRESCRIPT: "works in pages only",
  URLENCODE: "works in pages only",
  URLFOR: "works in pages only",
  FORMATDURATION: "is not documented well enough to be followed",
};

/** Under which name a replaced function is called; its own name belongs to the library. */
export const replacementOf = (name: string): string | undefined =>
  Object.hasOwn(REPLACED, name) ? `OWN_${name.replaceAll("$", "")}` : undefined;

/** Whether a function exists here beside the library's. */
export const isAdded = (name: string): boolean => Object.hasOwn(ADDED, name);

/** The types of the added functions. */
export const FUNCTION_TYPES: TypeDictionary = Object.fromEntries(
  Object.entries(ADDED).map(([name, { takes, optional = 0, gives }]): [string, Type] => [
    name,
    {
      type: "function",
      arguments: takes.map((type, index) => ({
        argument: { type },
        optional: index >= takes.length - optional,
      })),
      returns: { type: gives },
    },
  ]),
);

/** The functions themselves, by the names under which formulas call them. */
export const FUNCTION_VALUES: Readonly<Record<string, unknown>> = Object.fromEntries([
  ...Object.entries(ADDED).map(([name, { run }]) => [name, onPlainValues(run)]),
  ...Object.entries(REPLACED).map(([name, run]) => [replacementOf(name), onPlainValues(run)]),
]);

/** The library hands over big numbers, and null for blanks. */
function onPlainValues(run: (...args: readonly never[]) => Value) {
  return (...args: readonly unknown[]): Value => {
    const plain = args.map((arg) => (typeof arg === "object" && arg !== null ? Number(arg) : arg));
    if (plain.some((arg) => arg === null)) return null;
    return run(...(plain as never[]));
  };
}
