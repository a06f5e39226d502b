import { builtins, type SyncParseOptions } from "sformula";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { toApiTime } from "../times.ts";
import type { FormulaError } from "./formula-error.ts";
import { isAdded, REFUSED_FUNCTIONS } from "./functions.ts";
import { type FieldReference, type FormulaInput, resolveReference } from "./references.ts";
import { javaRegex } from "./regex.ts";
import type { Token } from "./tokens.ts";

/** Names with types, as the library takes them. */
export type Types = NonNullable<SyncParseOptions["inputTypes"]>;

/** Types of fields as the library calls them; null: the platform takes no such field in formulas. */
const TYPES: Readonly<Record<string, string>> = {
  id: "id",
  reference: "id",
  string: "string",
  textarea: "string",
  email: "string",
  phone: "string",
  url: "string",
  encryptedstring: "string",
  boolean: "boolean",
  int: "number",
  double: "number",
  currency: "currency",
  percent: "percent",
  date: "date",
  datetime: "datetime",
  time: "time",
  picklist: "picklist",
  multipicklist: "multipicklist",
};

/** One flat name of the rewritten formula. */
export interface Variable {
  readonly type: string;
  readonly read: (input: FormulaInput) => Scalar;
}

const KEYWORDS: ReadonlySet<string> = new Set(["TRUE", "FALSE", "NULL"]);

/** Functions without arguments that tell the state of the record or the time. */
const STATES: Readonly<Record<string, Variable>> = {
  ISNEW: { type: "boolean", read: ({ before }) => before === undefined },
  ISCLONE: { type: "boolean", read: () => false },
  TODAY: { type: "date", read: ({ world }) => toApiTime(world.now).slice(0, 10) },
  NOW: { type: "datetime", read: ({ world }) => toApiTime(world.now) },
  TIMENOW: { type: "time", read: ({ world }) => `${toApiTime(world.now).slice(11, 23)}Z` },
};

/** Turns the tokens of a formula into the text that the library reads. */
export class Rewriter {
  readonly variables = new Map<string, Variable>();
  readonly references: FieldReference[] = [];
  readonly #names = new Map<string, string>();
  readonly #schema: SchemaRegistry;
  readonly #object: ObjectEntry;
  readonly #fail: (reason: string, at: number) => FormulaError;

  constructor(
    schema: SchemaRegistry,
    object: ObjectEntry,
    fail: (reason: string, at: number) => FormulaError,
  ) {
    this.#schema = schema;
    this.#object = object;
    this.#fail = fail;
  }

  /** The flat names and their types. */
  types(): Types {
    return Object.fromEntries(
      [...this.variables].map(([name, { type }]) => [name, { type }]),
    ) as Types;
  }

  rewrite(tokens: readonly Token[]): string {
    let text = "";
    for (let index = 0; index < tokens.length; ) {
      const token = tokens[index];
      if (token === undefined) break;
      const isCall = token.kind === "name" && tokens[index + 1]?.text === "(";
      const special = isCall ? this.#special(tokens.slice(index, index + 4)) : undefined;
      text += `${special?.text ?? this.#plain(tokens, index)} `;
      index += special?.length ?? 1;
    }
    return text;
  }

  /** `TODAY()`, `ISCHANGED(Field)` and the like, which become one name. */
  #special(
    tokens: readonly Token[],
  ): { readonly text: string; readonly length: number } | undefined {
    const [call, , argument, close] = tokens;
    const name = call?.text.toUpperCase() ?? "";
    const state = Object.hasOwn(STATES, name) ? STATES[name] : undefined;
    if (state !== undefined && argument?.text === ")") {
      return { text: this.#variable(name, state), length: 3 };
    }
    if (name !== "ISCHANGED" && name !== "PRIORVALUE") return undefined;
    const at = call?.at ?? 0;
    if (argument?.kind !== "name" || close?.text !== ")") {
      throw this.#fail(`${name} takes one field`, at);
    }
    const { field, isOwn } = this.#reference(argument);
    if (!isOwn) throw this.#fail(`${name} takes a field of the record itself`, argument.at);
    const now = (input: FormulaInput) => input.row[field.name] ?? null;
    const prior = ({ before, row }: FormulaInput) => (before ?? row)[field.name] ?? null;
    const variable: Variable =
      name === "ISCHANGED"
        ? { type: "boolean", read: (input) => now(input) !== prior(input) }
        : { type: this.#typeOf(field.type, argument), read: prior };
    return { text: this.#variable(`${name} ${field.name}`, variable), length: 4 };
  }

  /** A token by itself. */
  #plain(tokens: readonly Token[], index: number): string {
    const token = tokens[index];
    if (token === undefined || token.kind === "symbol" || token.kind === "number") {
      return token?.text ?? "";
    }
    if (token.kind === "text") {
      checkPattern(tokens, index, this.#fail);
      return this.#variable(`"${token.text}`, { type: "string", read: () => token.text });
    }
    const upper = token.text.toUpperCase();
    if (KEYWORDS.has(upper)) return upper;
    if (tokens[index + 1]?.text === "(") return this.#functionName(token, upper);
    const reference = this.#reference(token);
    const type = this.#typeOf(reference.field.type, token);
    return this.#variable(token.text.toLowerCase(), {
      type,
      read: ({ world, row }) => reference.read(world, row),
    });
  }

  #functionName(token: Token, upper: string): string {
    const refused = Object.hasOwn(REFUSED_FUNCTIONS, upper) ? REFUSED_FUNCTIONS[upper] : undefined;
    if (refused !== undefined) {
      throw this.#fail(
        `function ${upper} is not supported by this emulator: it ${refused}`,
        token.at,
      );
    }
    if (!isAdded(upper) && !Object.hasOwn(builtins, upper)) {
      throw this.#fail(`unknown function ${token.text}`, token.at);
    }
    return upper;
  }

  #reference(token: Token): FieldReference {
    const found = resolveReference(this.#schema, this.#object, token.text);
    if (typeof found === "string") throw this.#fail(found, token.at);
    this.references.push(found);
    return found;
  }

  #typeOf(type: FieldType, token: Token): string {
    const known = TYPES[type];
    if (known !== undefined) return known;
    throw this.#fail(`a field of type ${type} cannot stand in a formula: ${token.text}`, token.at);
  }

  #variable(key: string, variable: Variable): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `V${this.variables.size}`;
    this.#names.set(key, name);
    this.variables.set(name, variable);
    return name;
  }
}

/** A pattern that stands as a text right before the end of `REGEX(…, "pattern")` is checked at once. */
function checkPattern(
  tokens: readonly Token[],
  index: number,
  fail: (reason: string, at: number) => FormulaError,
): void {
  const token = tokens[index];
  if (token === undefined || tokens[index - 1]?.text !== "," || tokens[index + 1]?.text !== ")")
    return;
  let depth = 0;
  let open = index - 1;
  for (; open >= 0 && depth >= 0; open -= 1) {
    const text = tokens[open]?.kind === "symbol" ? tokens[open]?.text : "";
    if (text === ")") depth += 1;
    if (text === "(") depth -= 1;
  }
  if (tokens[open]?.text.toUpperCase() !== "REGEX") return;
  try {
    javaRegex(token.text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail(`the pattern is no regular expression (${reason})`, token.at);
  }
}
