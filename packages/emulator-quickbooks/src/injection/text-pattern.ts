import { createContext, Script } from "node:vm";

/** What a rule looks for in a text: the text itself, or a regular expression. */
export type TextPattern = string | RegexPattern;

/** As JSON carries an expression; flags default to none. */
export interface RegexPattern {
  readonly regex: string;
  readonly flags?: string;
}

/** Flags that change what an expression finds; `g` and `y` only change how it is stepped through. */
const FLAGS = /^(?!.*(.).*\1)[imsuv]*$/;
/** Of a text to look for, or of an expression. */
const PATTERN_LENGTH_MAX = 10_000;
/**
 * An expression that takes longer to look through a text is given up: some take longer than the sun will
 * shine, and the emulator answers nobody meanwhile. A harmless one needs less than a millisecond for a
 * megabyte; the rest is for a machine that is busy with other work.
 */
const MATCH_WITHIN_MS = 1000;

/** What is wrong with a pattern from outside; undefined when nothing is. */
export function patternProblem(pattern: unknown): string | undefined {
  if (pattern === undefined) return undefined;
  if (!isPattern(pattern)) return 'give a text, or {"regex": "…", "flags": "i"}';
  const words = typeof pattern === "string" ? pattern : pattern.regex;
  const noun = typeof pattern === "string" ? "text" : "regular expression";
  if (words === "") return `the ${noun} is empty; leave it out to match anything`;
  if (words.length > PATTERN_LENGTH_MAX)
    return `the ${noun} is longer than ${PATTERN_LENGTH_MAX} characters`;
  if (typeof pattern === "string") return undefined;
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
  const isKnown = Object.keys(value).every((key) => key === "regex" || key === "flags");
  return (
    isKnown && typeof value.regex === "string" && (flags === undefined || typeof flags === "string")
  );
}

/** Thrown by a finder whose expression was given up. */
export class PatternTooSlow extends Error {
  constructor() {
    super(`the regular expression took longer than ${MATCH_WITHIN_MS} ms and was given up`);
    this.name = "PatternTooSlow";
  }
}

/** Whether a text holds what a pattern looks for. May throw `PatternTooSlow`. */
export type Finder = (text: string) => boolean;

/** Everything holds what is undefined. */
export function finderOf(pattern: TextPattern | undefined): Finder {
  if (pattern === undefined) return () => true;
  if (typeof pattern === "string") return (text) => text.includes(pattern);
  const regex = new RegExp(pattern.regex, pattern.flags);
  // Only a script can be given up half-way; its context lives as long as the finder.
  const script = new Script("regex.test(text)");
  const scope = createContext({ regex, text: "" });
  return (text) => {
    scope["text"] = text;
    try {
      return script.runInContext(scope, { timeout: MATCH_WITHIN_MS }) === true;
    } catch (error) {
      // It may be an error of the script's own world, which is no instance of this one's.
      const code = typeof error === "object" && error !== null && "code" in error && error.code;
      throw code === TIMED_OUT ? new PatternTooSlow() : error;
    } finally {
      scope["text"] = "";
    }
  };
}

const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";
