import { type RegexNode, RegexReader, type Run } from "./regex-reader.ts";

/**
 * Runs regular expressions with a bound: a pattern such as `(a+)+$` needs time that doubles with each
 * letter, and an org must not hang on a rule that somebody wrote. The bound is the platform's own (Apex
 * guide, "Regex too complicated": the input may be looked at a million times).
 */

/** A pattern that needed more steps than it may. */
export class RegexTooComplicated extends Error {
  override readonly name = "RegexTooComplicated";
  constructor() {
    super("Regex too complicated");
  }
}

/** Looks at the input that a match may take. */
export const REGEX_STEPS_MAX = 1_000_000;

/** A pattern ready to be held against whole texts. */
export class BoundedRegex {
  readonly #run: Run = { text: "", steps: 0, groups: [], spend: () => this.#spend() };
  readonly #node: RegexNode;

  /**
   * @param source a valid pattern in JavaScript's spelling
   * @param flags of `imsu`
   */
  constructor(source: string, flags: string) {
    this.#node = new RegexReader(source, flags, this.#run).read();
  }

  /** Whether the whole text matches. @throws RegexTooComplicated */
  matches(text: string): boolean {
    this.#run.text = text;
    this.#run.steps = 0;
    this.#run.groups.length = 0;
    try {
      return this.#node(0, (end) => end === text.length);
    } catch (error) {
      // A group repeated many thousand times is deeper than the stack, here as in Java.
      if (error instanceof RangeError) throw new RegexTooComplicated();
      throw error;
    }
  }

  #spend(): void {
    this.#run.steps += 1;
    if (this.#run.steps > REGEX_STEPS_MAX) throw new RegexTooComplicated();
  }
}
