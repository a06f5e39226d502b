/** What a rule looks for in a text: the text itself, or a regular expression. */
export type TextPattern = string | RegexPattern;

/** As JSON carries an expression; flags default to none. */
export interface RegexPattern {
  readonly regex: string;
  readonly flags?: string;
}

/** Flags that change what an expression finds; `g` and `y` only change how it is stepped through. */
const FLAGS = /^(?!.*(.).*\1)[imsuv]*$/;

/**
 * The pattern as it is understood. Text is text, with one exception kept for old rules: `/expression/flags`
 * with no other unescaped slash, so that a path such as `/services/data` stays a path.
 */
export function understand(pattern: TextPattern): TextPattern {
  if (typeof pattern !== "string") return pattern;
  const [, regex, flags = ""] = /^\/((?:[^/\\]|\\.)+)\/([a-z]*)$/s.exec(pattern) ?? [];
  if (regex === undefined || !FLAGS.test(flags)) return pattern;
  return flags === "" ? { regex } : { regex, flags };
}

/** What is wrong with a pattern from outside; undefined when nothing is. */
export function patternProblem(pattern: unknown): string | undefined {
  if (pattern === undefined) return undefined;
  if (!isPattern(pattern)) return 'give a text, or {"regex": "…", "flags": "i"}';
  const understood = understand(pattern);
  if (typeof understood === "string") return undefined;
  if (understood.regex === "") return "the regular expression is empty";
  if (!FLAGS.test(understood.flags ?? "")) return "flags are i, m, s, u and v, each once";
  try {
    RegExp(understood.regex, understood.flags);
    return undefined;
  } catch {
    return `${understood.regex} is not a regular expression`;
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
  const understood = understand(pattern);
  if (typeof understood === "string") return text.includes(understood);
  return new RegExp(understood.regex, understood.flags).test(text);
}
