import type { Query } from "@jetstreamapp/soql-parser-js";
import type { Uses } from "./prepare.ts";

/**
 * Statements that were parsed before, by their text without its string literals: clients send the same
 * statement over and over with other ids and names in it, and parsing is the dearest part of a read by id.
 * Holds at most `SHAPES_MAX` short statements; the one that was added first makes room.
 */
interface Shape {
  readonly query: Query;
  readonly aliases: ReadonlyMap<string, string>;
  readonly uses: Uses;
}

const SHAPES_MAX = 256;
/** Characters of a statement beyond which it is not kept. */
const LENGTH_MAX = 2_000;

const shapes = new Map<string, Shape>();

const LITERAL = /'(?:\\.|[^'\\])*'/gs;
const BLANK_LITERAL = /'\s+'/;
/** Stands for a literal; no statement that holds one by itself is kept. */
const MARK = "\u0000literal:";
const MARKS = new RegExp(`'${MARK}(\\d+);'`, "g");

/** How a statement is understood when it is not known; throws when it cannot be. */
export type Parse = (soql: string) => Shape;

/** What `parse` gives for the statement, put together from a statement of the same shape if there is one. */
export function parseByShape(soql: string, parse: Parse): Shape {
  const isLong = soql.length > LENGTH_MAX;
  // The parser does not read a literal of blanks alone, so it never gets to see one.
  if (soql.includes("\u0000") || (isLong && !BLANK_LITERAL.test(soql))) return parse(soql);
  const literals: string[] = [];
  const text = soql.replace(LITERAL, (literal) => {
    literals.push(literal);
    return `'${MARK}${literals.length - 1};'`;
  });
  const known = shapes.get(text) ?? parsedOrNone(text, parse);
  // What does not parse is parsed as it was written, so that its error shows its own words.
  if (known === undefined) return parse(soql);
  if (!isLong) keep(text, known);
  if (literals.length === 0) return known;
  return { ...known, query: filled(known.query, literals) as Query };
}

function parsedOrNone(text: string, parse: Parse): Shape | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function keep(text: string, shape: Shape): void {
  if (shapes.has(text)) return;
  const [oldest] = shapes.keys();
  if (shapes.size >= SHAPES_MAX && oldest !== undefined) shapes.delete(oldest);
  shapes.set(text, shape);
}

/** A copy with the literals in place of their marks; parts without marks are shared. */
function filled(part: unknown, literals: readonly string[]): unknown {
  if (typeof part === "string") {
    if (!part.includes(MARK)) return part;
    return part.replace(MARKS, (_mark, at: string) => literals[Number(at)] ?? "");
  }
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((each) => filled(each, literals));
  const copy: Record<string, unknown> = {};
  for (const name in part) copy[name] = filled((part as Record<string, unknown>)[name], literals);
  return copy;
}

/** How many statements are kept now. */
export const keptShapes = (): number => shapes.size;
