/**
 * A source with its comments, strings, regular expressions and the text of its templates blanked, so
 * that a rule about code is not misled by words. Lines and columns stay where they are.
 */

/** After one of these a slash starts a regular expression; after anything else it divides. */
const BEFORE_REGEXP = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|throw))\s*$/;

const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ");

/** Where the text that starts at `from` with a quote ends, one past the quote. */
function endOfQuoted(source: string, from: number): number {
  const quote = source[from];
  let at = from + 1;
  while (at < source.length && source[at] !== quote && source[at] !== "\n") {
    at += source[at] === "\\" ? 2 : 1;
  }
  return Math.min(at + 1, source.length);
}

function endOfRegExp(source: string, from: number): number {
  let at = from + 1;
  let isInClass = false;
  while (at < source.length && source[at] !== "\n") {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "[") isInClass = true;
    else if (source[at] === "]") isInClass = false;
    else if (source[at] === "/" && !isInClass) return at + 1;
    at += 1;
  }
  return at;
}

/** Where a span of the source that is not code ends; `from` itself when code starts there. */
function endOfText(source: string, from: number, codeBefore: string): number {
  const two = source.slice(from, from + 2);
  if (two === "//") {
    const end = source.indexOf("\n", from);
    return end < 0 ? source.length : end;
  }
  if (two === "/*") {
    const end = source.indexOf("*/", from + 2);
    return end < 0 ? source.length : end + 2;
  }
  if (source[from] === '"' || source[from] === "'") return endOfQuoted(source, from);
  if (source[from] === "/" && BEFORE_REGEXP.test(codeBefore)) return endOfRegExp(source, from);
  return from;
}

/** Where the text of a template ends: at its closing quote or before a `${`. */
function endOfTemplateText(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== "`" && source.slice(at, at + 2) !== "${") {
    at += source[at] === "\\" ? 2 : 1;
  }
  return Math.min(at, source.length);
}

export function codeOnly(source: string): string {
  let code = "";
  let at = 0;
  /** For each open template expression, how many braces are open inside it. */
  const templates: number[] = [];
  const skipTemplateText = () => {
    const end = endOfTemplateText(source, at);
    code += blank(source.slice(at, end));
    at = end;
    const opens = source.slice(at, at + 2) === "${";
    if (opens) templates.push(0);
    code += opens ? "  " : " ";
    at += opens ? 2 : 1;
  };
  while (at < source.length) {
    const end = endOfText(source, at, code.slice(-40));
    const character = source[at] ?? "";
    const depth = templates.at(-1);
    if (end > at) {
      code += blank(source.slice(at, end));
      at = end;
    } else if (character === "`" || (character === "}" && depth === 0)) {
      if (character === "}") templates.pop();
      code += " ";
      at += 1;
      skipTemplateText();
    } else {
      if (depth !== undefined && character === "{") templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && character === "}") templates[templates.length - 1] = depth - 1;
      code += character;
      at += 1;
    }
  }
  return code;
}
