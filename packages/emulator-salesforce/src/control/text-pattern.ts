/** What a rule looks for in a text: the text itself, or a regular expression. */
export type TextPattern = string | RegexPattern;

/** As JSON carries an expression; flags default to none. */
export interface RegexPattern {
  readonly regex: string;
  readonly flags?: string;
}

/** Flags that change what an expression finds; `g` and `y` only change how it is stepped through. */
const FLAGS = /^(?!.*(.).*\1)[imsuv]*$/;

/** What is wrong with a pattern from outside; undefined when nothing is. */
export function patternProblem(pattern: unknown): string | undefined {
  if (pattern === undefined) return undefined;
  if (!isPattern(pattern)) return 'give a text, or {"regex": "…", "flags": "i"}';
  if (typeof pattern === "string") return undefined;
  if (pattern.regex === "") return "the regular expression is empty";
  if (!FLAGS.test(pattern.flags ?? "")) return "flags are i, m, s, u and v, each once";
  try {
    RegExp(pattern.regex, pattern.flags);
    return undefined;
  } catch {
    return `${pattern.regex} is not a regular expression`;
  }
}

function isPattern(value: unknown): value is TextPattern {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null || !("regex" in value)) return false;
  const flags = "flags" in value ? value.flags : undefined;
  return typeof value.regex === "string" && (flags === undefined || typeof flags === "string");
}

/** Whether `text` holds what the pattern looks for; everything holds undefined. */
export function holds(text: string, pattern: TextPattern | undefined): boolean {
  if (pattern === undefined) return true;
  if (typeof pattern === "string") return text.includes(pattern);
  return new RegExp(pattern.regex, pattern.flags).test(text);
}
