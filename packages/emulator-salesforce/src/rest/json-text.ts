/**
 * Walks a JSON text without recursion, for what `JSON.parse` does not tell: where a mistake stands, how
 * deep the text is nested, and whether an object names a member twice.
 */

/** What the walk found. Positions count UTF-16 units from 0. */
export type JsonFinding =
  | { readonly kind: "fine"; readonly depth: number }
  | { readonly kind: "mistake"; readonly position: number }
  | { readonly kind: "duplicate"; readonly position: number; readonly name: string };

/** What may come next. */
type Expected = "value" | "valueOrEnd" | "name" | "nameOrEnd" | "colon" | "commaOrEnd" | "nothing";

/** Members of an open object so far; null for an open list. */
type Open = Set<string> | null;

const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;

/** The first thing that is wrong with a text, or how deep it goes. */
export function walkJson(text: string): JsonFinding {
  const open: Open[] = [];
  let expected: Expected = "value";
  let depth = 0;
  let at = spaceEnd(text, 0);
  const mistake = (): JsonFinding => ({ kind: "mistake", position: at });
  const afterValue = (): Expected => (open.length === 0 ? "nothing" : "commaOrEnd");
  for (; at < text.length; at = spaceEnd(text, at)) {
    const character = text.charAt(at);
    const top = open.at(-1);
    const isName: boolean = expected === "name" || expected === "nameOrEnd";
    const isValue: boolean = expected === "value" || expected === "valueOrEnd";
    if (character === '"' && (isName || isValue)) {
      const end = stringEnd(text, at);
      if (end < 0) return { kind: "mistake", position: -end - 1 };
      if (isName && top instanceof Set) {
        const name = nameIn(text.slice(at, end));
        if (top.has(name)) return { kind: "duplicate", position: at, name };
        top.add(name);
      }
      expected = isName ? "colon" : afterValue();
      at = end;
    } else if ((character === "{" || character === "[") && isValue) {
      open.push(character === "{" ? new Set() : null);
      depth = Math.max(depth, open.length);
      expected = character === "{" ? "nameOrEnd" : "valueOrEnd";
      at += 1;
    } else if (character === ":" && expected === "colon") {
      expected = "value";
      at += 1;
    } else if (character === "," && expected === "commaOrEnd") {
      expected = top instanceof Set ? "name" : "value";
      at += 1;
    } else if (closes(character, top, expected)) {
      open.pop();
      expected = afterValue();
      at += 1;
    } else {
      const end = isValue ? scalarEnd(text, at) : undefined;
      if (end === undefined) return mistake();
      expected = afterValue();
      at = end;
    }
  }
  return expected === "nothing" ? { kind: "fine", depth } : mistake();
}

function closes(character: string, top: Open | undefined, expected: Expected): boolean {
  if (top === undefined) return false;
  const mayEnd =
    expected === "commaOrEnd" || expected === (top === null ? "valueOrEnd" : "nameOrEnd");
  return mayEnd && character === (top === null ? "]" : "}");
}

const nameIn = (quoted: string): string =>
  quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);

function spaceEnd(text: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.test(text);
  return SPACE.lastIndex;
}

function scalarEnd(text: string, from: number): number | undefined {
  SCALAR.lastIndex = from;
  return SCALAR.test(text) ? SCALAR.lastIndex : undefined;
}

/** Where the string that begins at `from` ends; for a broken one `-(position of the mistake) - 1`. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < SPACE_CODE) return -at - 1;
    if (code !== BACKSLASH) continue;
    at += 1;
    const escaped = text.charAt(at);
    if (escaped === "u" && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) at += 4;
    else if (escaped === "" || !'"\\/bfnrt'.includes(escaped)) return -at - 1;
  }
  return -text.length - 1;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE_CODE = 0x20;
