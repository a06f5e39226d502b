/**
 * Reads what an administrator typed into **Filter Records from QuickBooks**.
 *
 * What comes out is written anew from what was understood, never passed through: so no text, however
 * made, can carry a second statement, a comment or a clause into the query.
 */
import type { IToken } from "chevrotain";
import { readPageAddress } from "../page-address.ts";
import { quoteText } from "../query/query-text.ts";
import { closestName } from "./closest-name.ts";
import { filterableFields, type FilterKind } from "./filterable-fields.ts";
import { type Condition, parseFilter } from "./filter-grammar.ts";
import {
  Comparison,
  Flag,
  Like,
  literalText,
  NumberLiteral,
  Or,
  Order,
  Not,
  Paging,
  Semicolon,
  Statement,
  TextLiteral,
} from "./filter-tokens.ts";

export type ReadFilter =
  /** `filter` is the canonical text, empty for every record. */
  | { readonly ok: true; readonly filter: string }
  /** The place of the mistake: `at` counts characters (UTF-16) from 0 in the text given. */
  | {
      readonly ok: false;
      readonly message: string;
      readonly at: number;
      readonly length: number;
    };

type Mistake = Extract<ReadFilter, { ok: false }>;

/** Longer text is not a filter that a person typed; the query's address has a bound, too. */
const FILTER_LENGTH_MAX = 2_000;

export function readFilter(object: string, text: string): ReadFilter {
  const fields = filterableFields(object);
  if (fields === null) {
    const message = `${object} is no QuickBooks object whose records can be filtered.`;
    return { ok: false, message, at: 0, length: text.length };
  }
  if (text.trim() === "") return { ok: true, filter: "" };
  if (text.length > FILTER_LENGTH_MAX) {
    const message = `The filter is too long: at most ${FILTER_LENGTH_MAX} characters.`;
    return { ok: false, message, at: FILTER_LENGTH_MAX, length: text.length - FILTER_LENGTH_MAX };
  }
  return readAddress(object, text) ?? readConditions({ object, fields }, text);
}

function readAddress(object: string, text: string): ReadFilter | null {
  const address = text.trim();
  const pasted = readPageAddress(address);
  if (pasted.kind === "none") return null;
  const place = { at: text.indexOf(address), length: address.length };
  if (pasted.kind === "other-page") {
    const message =
      "This address does not show one record. Open the record's page in QuickBooks and copy its address, or write a filter, for example Id = '58'.";
    return { ok: false, message, ...place };
  }
  if (pasted.type !== object) {
    const message = `This is the address of ${withArticle(pasted.type)}, but the chosen QuickBooks object is ${object}. Choose ${pasted.type} as the object, or paste the address of ${withArticle(object)}.`;
    return { ok: false, message, ...place };
  }
  return { ok: true, filter: `Id = ${quoteText(pasted.id)}` };
}

function withArticle(type: string): string {
  return `${/^[AEIOU]/.test(type) ? "an" : "a"} ${type.toLowerCase()}`;
}

interface Filtered {
  readonly object: string;
  readonly fields: Readonly<Record<string, FilterKind>>;
}

function readConditions(filtered: Filtered, text: string): ReadFilter {
  const parsed = parseFilter(text);
  if (!parsed.ok) {
    return "offset" in parsed
      ? unknownCharacter(text, parsed.offset)
      : wrongWord(text, parsed.token, parsed.expected);
  }
  const written: string[] = [];
  for (const condition of parsed.conditions) {
    const result = readCondition(filtered, condition);
    if (!result.ok) return result;
    written.push(result.filter);
  }
  return { ok: true, filter: written.join(" AND ") };
}

function mistake(token: IToken, message: string): Mistake {
  return { ok: false, message, at: token.startOffset, length: token.image.length };
}

function unknownCharacter(text: string, at: number): Mistake {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const isQuote = /["'‘’‚“”„′″]/.test(character);
  const message = isQuote
    ? "The quote that opens here is not closed. Put the value between two quotes, for example Id = '58'."
    : `The character ${character} has no meaning here.`;
  return { ok: false, message, at, length: isQuote ? text.length - at : character.length };
}

function wrongWord(text: string, token: IToken | null, expected: string): Mistake {
  if (token === null) {
    const at = text.trimEnd().length;
    return {
      ok: false,
      message: `The filter ends too early. Expected ${expected}.`,
      at,
      length: 0,
    };
  }
  return mistake(token, explanation(token) ?? `Expected ${expected}, not ${token.image}.`);
}

function explanation(token: IToken): string | null {
  switch (token.tokenType) {
    case Or:
      return "QuickBooks filters have no OR. Use IN for several values, for example Id IN ('58', '59'), or run Sync Now once for each.";
    case Not:
      return "QuickBooks filters have no NOT. Use != for 'is not'.";
    case Semicolon:
      return "A filter is one condition or several joined by AND; nothing may follow after a semicolon.";
    case Statement:
      return "Write only the condition, not a whole statement: what would follow WHERE, for example Id = '58'.";
    case Order:
      return "The order cannot be chosen: every record that the filter selects is brought over.";
    case Paging:
      return "The number of records cannot be limited here: every record that the filter selects is brought over.";
    default:
      return null;
  }
}

function readCondition({ object, fields }: Filtered, condition: Condition): ReadFilter {
  const typed = condition.property.image;
  const names = Object.keys(fields);
  const name = names.find((candidate) => candidate.toLowerCase() === typed.toLowerCase());
  const kind = name === undefined ? undefined : fields[name];
  if (name === undefined || kind === undefined) {
    const closest = closestName(typed, names);
    const hint =
      closest === null ? `It can be one of ${names.join(", ")}.` : `Did you mean ${closest}?`;
    return mistake(condition.property, `QuickBooks cannot filter ${object} by ${typed}. ${hint}`);
  }
  const isLike = condition.operator.tokenType === Like;
  if (isLike && kind !== "text") {
    return mistake(condition.operator, `LIKE is for text, and ${name} is none. Use = instead.`);
  }
  const values: string[] = [];
  for (const token of condition.values) {
    const value = readValue(token, name, kind);
    if (!value.ok) return value;
    values.push(value.filter);
  }
  const right = condition.isList ? `(${values.join(", ")})` : (values[0] ?? "");
  return { ok: true, filter: `${name} ${operatorText(condition.operator)} ${right}` };
}

function operatorText(operator: IToken): string {
  if (operator.tokenType !== Comparison) return operator.image.toUpperCase();
  return operator.image === "<>" ? "!=" : operator.image;
}

const SHAPES: Readonly<Record<FilterKind, { readonly shape: RegExp; readonly wanted: string }>> = {
  id: { shape: /^\d+$/, wanted: "a number, for example '58'" },
  text: { shape: /^/, wanted: "a text in quotes" },
  number: { shape: /^-?\d+(?:\.\d+)?$/, wanted: "a number, for example 100.00" },
  flag: { shape: /^(?:true|false)$/i, wanted: "true or false" },
  date: { shape: /^\d{4}-\d{2}-\d{2}$/, wanted: "a date, for example '2026-11-20'" },
  time: {
    shape: /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?$/,
    wanted: "a time, for example '2026-11-20T08:00:00-08:00'",
  },
};

function readValue(token: IToken, name: string, kind: FilterKind): ReadFilter {
  const text = token.tokenType === TextLiteral ? literalText(token.image) : token.image;
  if (kind === "text" && token.tokenType !== TextLiteral) {
    return mistake(token, `Put the value of ${name} in quotes: '${text}'.`);
  }
  // Tabs, line breaks and the like are in no name, and only make a value unreadable.
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) {
    return mistake(token, "The value holds a line break, a tab or another invisible character.");
  }
  if (text.includes("\\")) return mistake(token, "The value cannot hold a backslash.");
  const { shape, wanted } = SHAPES[kind];
  if (!shape.test(text)) return mistake(token, `The value of ${name} must be ${wanted}.`);
  return { ok: true, filter: isBare(token, kind) ? text.toLowerCase() : quoteText(text) };
}

/** Numbers and flags stand without quotes in canonical text, everything else with them. */
function isBare(token: IToken, kind: FilterKind): boolean {
  if (kind === "number" || kind === "flag") return true;
  return kind !== "id" && (token.tokenType === NumberLiteral || token.tokenType === Flag);
}
