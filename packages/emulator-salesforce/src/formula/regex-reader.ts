/** Reads a regular expression in JavaScript's spelling into functions that match step by step. */

/** What a match in progress knows. */
export interface Run {
  text: string;
  steps: number;
  /** Where each group began and ended last. */
  readonly groups: (readonly [number, number] | undefined)[];
  /** Counts one look at the input. */
  readonly spend: () => void;
}

type Next = (at: number) => boolean;
/** Matches from a place on and asks what follows, for every way to match until one succeeds. */
export type RegexNode = (at: number, next: Next) => boolean;
/** How many units one character of a set takes at a place; 0 when it does not fit. */
type One = (at: number) => number;
type Piece = { readonly node: RegexNode; readonly one?: One };

interface Times {
  readonly min: number;
  readonly max: number;
  readonly isLazy: boolean;
}

export class RegexReader {
  readonly #source: string;
  readonly #run: Run;
  #flags: string;
  #at = 0;
  #groupCount = 0;
  readonly #names = new Map<string, number>();

  constructor(source: string, flags: string, run: Run) {
    this.#source = source;
    this.#flags = flags;
    this.#run = run;
  }

  read(): RegexNode {
    return this.#alternatives();
  }

  #alternatives(): RegexNode {
    const ways = [this.#sequence()];
    while (this.#take("|")) ways.push(this.#sequence());
    const [only] = ways;
    if (ways.length === 1 && only !== undefined) return only;
    return (at, next) => ways.some((way) => way(at, next));
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) {
      const piece = this.#piece();
      const times = this.#times();
      nodes.push(times === undefined ? piece.node : this.#repeated(piece, times));
    }
    return nodes.reduceRight<RegexNode>(
      (rest, node) => (at, next) => node(at, (end) => rest(end, next)),
      (at, next) => next(at),
    );
  }

  #piece(): Piece {
    const character = this.#source.charAt(this.#at);
    if (character === "(") return { node: this.#group() };
    if (character === "^" || character === "$") {
      this.#at += 1;
      return { node: this.#place(character) };
    }
    if (character === "\\") return this.#escape();
    return this.#single(character === "[" ? this.#classText() : this.#character());
  }

  /** `^`, `$`, `\b` or `\B`: the native engine looks at one place, which takes it no search. */
  #place(source: string): RegexNode {
    const expression = new RegExp(source, `${this.#flags}y`);
    return (at, next) => {
      this.#run.spend();
      expression.lastIndex = at;
      return expression.test(this.#run.text) && next(at);
    };
  }

  /** One character of a set. */
  #single(source: string): Piece {
    const expression = new RegExp(source, `${this.#flags}y`);
    const one: One = (at) => {
      this.#run.spend();
      expression.lastIndex = at;
      return expression.test(this.#run.text) ? expression.lastIndex - at : 0;
    };
    const node: RegexNode = (at, next) => {
      const length = one(at);
      return length > 0 && next(at + length);
    };
    return { node, one };
  }

  #escape(): Piece {
    const rest = this.#source.slice(this.#at);
    const back = /^\\(?:([1-9]\d*)|k<(\w+)>)/.exec(rest);
    if (back !== null) {
      this.#at += back[0].length;
      const name = back[2];
      const number = () => (name === undefined ? Number(back[1]) : (this.#names.get(name) ?? 0));
      return { node: this.#backReference(number) };
    }
    const whole = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[\s\S])/u;
    const text = whole.exec(rest)?.[0] ?? rest.slice(0, 2);
    this.#at += text.length;
    return text === "\\b" || text === "\\B" ? { node: this.#place(text) } : this.#single(text);
  }

  #backReference(number: () => number): RegexNode {
    const isLoose = this.#flags.includes("i");
    return (at, next) => {
      this.#run.spend();
      const { text, groups } = this.#run;
      const [start, end] = groups[number()] ?? [0, 0];
      const wanted = text.slice(start, end);
      const found = text.slice(at, at + wanted.length);
      const isSame = isLoose ? found.toLowerCase() === wanted.toLowerCase() : found === wanted;
      return isSame && next(at + wanted.length);
    };
  }

  /** A class from its bracket to the closing one. */
  #classText(): string {
    const start = this.#at;
    this.#at += 1;
    while (this.#at < this.#source.length && this.#source.charAt(this.#at) !== "]") {
      this.#at += this.#source.charAt(this.#at) === "\\" ? 2 : 1;
    }
    this.#at += 1;
    return this.#source.slice(start, this.#at);
  }

  /** A character that stands for itself, or the dot. */
  #character(): string {
    const isWide = this.#flags.includes("u");
    const code = this.#source.codePointAt(this.#at) ?? 0;
    const text = isWide ? String.fromCodePoint(code) : this.#source.charAt(this.#at);
    this.#at += text.length;
    return "{}]/".includes(text) ? `\\${text}` : text;
  }

  #group(): RegexNode {
    const opening = /^\((?:\?(?:([:=!])|<([=!])|<(\w+)>|([ims]*)(?:-([ims]+))?:))?/.exec(
      this.#source.slice(this.#at),
    );
    const [text = "(", ahead, behind, name, on = "", off = ""] = opening ?? [];
    this.#at += text.length;
    const flags = this.#flags;
    this.#flags = [...new Set(flags + on)].filter((flag) => !off.includes(flag)).join("");
    const isCapture = text === "(" || name !== undefined;
    const number = isCapture ? (this.#groupCount += 1) : 0;
    if (name !== undefined) this.#names.set(name, number);
    const inner = this.#alternatives();
    this.#take(")");
    this.#flags = flags;
    if (isCapture) return this.#captured(inner, number);
    if (ahead === "=") return (at, next) => inner(at, () => true) && next(at);
    if (ahead === "!") return (at, next) => !inner(at, () => true) && next(at);
    if (behind === undefined) return inner;
    const isThere = (at: number): boolean => {
      for (let start = at; start >= 0; start -= 1)
        if (inner(start, (end) => end === at)) return true;
      return false;
    };
    return (at, next) => isThere(at) === (behind === "=") && next(at);
  }

  #captured(inner: RegexNode, number: number): RegexNode {
    const { groups } = this.#run;
    return (at, next) => {
      const before = groups[number];
      const isMatch = inner(at, (end) => {
        const outer = groups[number];
        groups[number] = [at, end];
        if (next(end)) return true;
        groups[number] = outer;
        return false;
      });
      if (!isMatch) groups[number] = before;
      return isMatch;
    };
  }

  /** `*`, `+`, `?` or `{2,3}`, with the question mark that makes it lazy. */
  #times(): Times | undefined {
    const found = /^(?:([*+?])|\{(\d+)(,(\d*))?\})(\??)/.exec(this.#source.slice(this.#at));
    if (found === null) return undefined;
    this.#at += found[0].length;
    const [, sign, least = "", comma, most = "", lazy] = found;
    const isLazy = lazy === "?";
    if (sign === "*") return { min: 0, max: Infinity, isLazy };
    if (sign === "+") return { min: 1, max: Infinity, isLazy };
    if (sign === "?") return { min: 0, max: 1, isLazy };
    const min = Number(least);
    return { min, max: comma === undefined ? min : most === "" ? Infinity : Number(most), isLazy };
  }

  #repeated({ node, one }: Piece, times: Times): RegexNode {
    const { min, max, isLazy } = times;
    if (one !== undefined) return isLazy ? lazyRun(one, times) : greedyRun(one, times);
    const { spend } = this.#run;
    const from = (count: number, at: number, next: Next): boolean => {
      spend();
      const more = () =>
        count < max && node(at, (end) => (end > at || count < min) && from(count + 1, end, next));
      if (count < min) return more();
      return isLazy ? next(at) || more() : more() || next(at);
    };
    return (at, next) => from(0, at, next);
  }

  #take(character: string): boolean {
    if (this.#source.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }
}

/** As many characters as there are, then fewer, without going deeper for each. */
function greedyRun(one: One, { min, max }: Times): RegexNode {
  return (at, next) => {
    const ends = [at];
    for (let end = at; ends.length <= max; ) {
      const length = one(end);
      if (length === 0) break;
      end += length;
      ends.push(end);
    }
    for (let count = ends.length - 1; count >= min; count -= 1) {
      if (next(ends[count] ?? at)) return true;
    }
    return false;
  };
}

/** As few characters as do, then more. */
function lazyRun(one: One, { min, max }: Times): RegexNode {
  return (at, next) => {
    let end = at;
    for (let count = 0; ; count += 1) {
      if (count >= min && next(end)) return true;
      const length = count < max ? one(end) : 0;
      if (length === 0) return false;
      end += length;
    }
  };
}
