import type { Query } from "@jetstreamapp/soql-parser-js";
import { datetime, type Uses } from "./prepare.ts";

/** How a statement is understood. */
interface Shape {
  readonly query: Query;
  readonly aliases: ReadonlyMap<string, string>;
  readonly uses: Uses;
}

/** One that is kept, with the parts of it that hold marks or lead to such parts; the others are shared. */
interface KeptShape extends Shape {
  readonly marked: ReadonlySet<object>;
}

const SHAPES_MAX = 256;
/** Characters of a statement beyond which it is not kept. */
const LENGTH_MAX = 2_000;

/**
 * Statements that were parsed before, by their text without its string literals and its moments: clients send
 * the same statement over and over with other ids, names and times in it, and parsing is the dearest part of a
 * read. Holds at most `SHAPES_MAX` short statements; the one that was added first makes room.
 */
const shapes = new Map<string, KeptShape>();

const LITERAL = /'(?:\\.|[^'\\])*'/gs;
/** Literals of blanks alone and those with a line break in them: the parser reads neither. */
const UNREAD = /'\s+'|[\n\r\u2028\u2029]/;
/** Stands for a literal; no statement that holds one by itself is kept. */
const MARK = "\u0000literal:";
const MARKS = new RegExp(`'${MARK}(\\d+);'`, "g");

const MOMENT = /(?<![\w.])\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})(?![\w.:])/gi;
/** Begins what stands for a moment; a statement that names one so late is not kept. */
const MOMENT_MARK = "2999-12-31T23:59:59.";
const MARKED_MOMENT = /^2999-12-31T23:59:59\.(\d{3})Z$/;
/** Moments that can be told apart by their milliseconds. */
const MOMENTS_MAX = 1_000;

/** How a statement is understood when it is not known; throws when it cannot be. */
export type Parse = (soql: string) => Shape;

/** What a statement's marks stand for. */
interface Marked {
  readonly text: string;
  readonly literals: readonly string[];
  /** In the form that the parser knows. */
  readonly moments: readonly string[];
}

/** What `parse` gives for the statement, put together from a statement of the same shape if there is one. */
export function parseByShape(soql: string, parse: Parse): Shape {
  const isLong = soql.length > LENGTH_MAX;
  // What the parser does not read in a literal it never gets to see.
  if (soql.includes("\u0000") || (isLong && !UNREAD.test(soql))) return parse(soql);
  const marked = withMarks(soql);
  if (marked === undefined) return parse(soql);
  const known = shapes.get(marked.text) ?? parsedOrNone(marked.text, parse);
  // What does not parse is parsed as it was written, so that its error shows its own words.
  if (known === undefined) return parse(soql);
  if (!isLong) keep(marked.text, known);
  if (known.marked.size === 0) return known;
  return { ...known, query: filled(known.query, known.marked, marked) as Query };
}

/** Undefined where a moment is none, or would be taken for a mark. */
function withMarks(soql: string): Marked | undefined {
  if (soql.includes(MOMENT_MARK)) return undefined;
  const literals: string[] = [];
  const moments: string[] = [];
  const withoutLiterals = soql.replace(LITERAL, (literal) => {
    literals.push(literal);
    return `'${MARK}${literals.length - 1};'`;
  });
  try {
    const text = withoutLiterals.replace(MOMENT, (moment) => {
      moments.push(datetime(moment));
      return `${MOMENT_MARK}${String(moments.length - 1).padStart(3, "0")}Z`;
    });
    return moments.length > MOMENTS_MAX ? undefined : { text, literals, moments };
  } catch {
    return undefined;
  }
}

function parsedOrNone(text: string, parse: Parse): KeptShape | undefined {
  try {
    const shape = parse(text);
    const marked = new Set<object>();
    findMarked(shape.query, marked);
    return { ...shape, marked };
  } catch {
    return undefined;
  }
}

function keep(text: string, shape: KeptShape): void {
  if (shapes.has(text)) return;
  const [oldest] = shapes.keys();
  if (shapes.size >= SHAPES_MAX && oldest !== undefined) shapes.delete(oldest);
  shapes.set(text, shape);
}

/** Whether a part holds a mark; adds all that do. */
function findMarked(part: unknown, marked: Set<object>): boolean {
  if (typeof part === "string") return part.includes(MARK) || part.startsWith(MOMENT_MARK);
  if (typeof part !== "object" || part === null) return false;
  let isMarked = false;
  for (const each of Object.values(part)) isMarked = findMarked(each, marked) || isMarked;
  if (isMarked) marked.add(part);
  return isMarked;
}

/** A copy with what the marks stand for in their place; parts without marks are shared. */
function filled(part: unknown, marked: ReadonlySet<object>, by: Marked): unknown {
  if (typeof part === "string") return filledText(part, by);
  if (typeof part !== "object" || part === null || !marked.has(part)) return part;
  if (Array.isArray(part)) return part.map((each) => filled(each, marked, by));
  const copy: Record<string, unknown> = {};
  for (const name in part) {
    copy[name] = filled((part as Record<string, unknown>)[name], marked, by);
  }
  return copy;
}

function filledText(text: string, { literals, moments }: Marked): string {
  const [, moment] = MARKED_MOMENT.exec(text) ?? [];
  if (moment !== undefined) return moments[Number(moment)] ?? "";
  if (!text.includes(MARK)) return text;
  return text.replace(MARKS, (_mark, at: string) => literals[Number(at)] ?? "");
}

/** How many statements are kept now. */
export const keptShapes = (): number => shapes.size;
