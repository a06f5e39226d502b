import { create, type Formula, parseSync } from "sformula";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { FormulaError, positionIn } from "./formula-error.ts";
import { FUNCTION_TYPES, FUNCTION_VALUES, isAdded, replacementOf } from "./functions.ts";
import type { FieldReference, FormulaInput } from "./references.ts";
import { Rewriter, type Types } from "./rewrite.ts";
import { tokensOf } from "./tokens.ts";

/**
 * Formulas of validation rules, formula fields, default values and duplicate rules, over the library
 * `sformula`. A formula is read here, every field, text and function of the record's state in it is given
 * a flat name with a type (`V0`, `V1` …), and the library checks the types and computes. So names ignore
 * case, paths are checked against the schema, and the clock is the one handed in.
 */

/** What to compile, and how its result is used. */
export interface FormulaSource {
  readonly text: string;
  /** Where it stands, for errors: `Account, validation rule Phone_Or_Email`. */
  readonly place: string;
  /** The type of the result; numbers are rounded half up to the scale. */
  readonly returns: FieldType;
  readonly scale: number;
  /** Whether blank numbers count as 0. */
  readonly blanksAsZero: boolean;
}

export interface CompiledFormula {
  /** The fields it reads. */
  readonly references: readonly FieldReference[];
  evaluate(input: FormulaInput): Scalar;
}

type LibraryType = "string" | "number" | "currency" | "percent" | "boolean" | "date" | "datetime";

/** @throws FormulaError naming the place and the reason */
export function compileFormula(
  schema: SchemaRegistry,
  object: ObjectEntry,
  source: FormulaSource,
): CompiledFormula {
  const { place, text } = source;
  const fail = (reason: string, at: number): FormulaError =>
    new FormulaError(place, `${reason} at ${positionIn(text, at)}`);
  const tokens = tokensOf(text);
  if ("reason" in tokens) throw fail(tokens.reason, tokens.at);
  if (tokens.length === 0) throw new FormulaError(place, "the formula is empty");
  const rewriter = new Rewriter(schema, object, fail);
  const rewritten = rewriter.rewrite(tokens);
  const types: Types = { ...FUNCTION_TYPES, ...rewriter.types() };
  const formula = libraryFormula(source, rewritten, types);
  const variables = [...rewriter.variables];
  return {
    references: rewriter.references,
    evaluate: (input) => {
      const values: Record<string, unknown> = { ...FUNCTION_VALUES };
      for (const [name, { read }] of variables) values[name] = read(input);
      return formula.evaluate(values) as Scalar;
    },
  };
}

/** Results by type; a text result takes texts only, as on the platform. */
const RESULTS: Readonly<Record<string, LibraryType | "time">> = {
  boolean: "boolean",
  int: "number",
  double: "number",
  currency: "currency",
  percent: "percent",
  date: "date",
  datetime: "datetime",
  time: "time",
};

const FORMULAS_MAX = 2000;
/** What was compiled before: orgs of one project share it. The key holds all that the result depends on. */
const formulas = new Map<string, Formula>();

/** The library's formula for a rewritten text. @throws FormulaError */
function libraryFormula(source: FormulaSource, rewritten: string, types: Types): Formula {
  const isId = source.returns === "reference" || source.returns === "id";
  const text = isId ? `CASESAFEID(${rewritten})` : rewritten;
  const returnType = RESULTS[source.returns] ?? "string";
  const { scale, blanksAsZero } = source;
  const variables = Object.entries(types).filter(([name]) => !isAdded(name));
  const key = JSON.stringify([text, variables, returnType, scale, blanksAsZero]);
  const known = formulas.get(key);
  if (known !== undefined) return known;
  let parsed: Formula;
  try {
    parsed = parseSync(text, { inputTypes: types, returnType, scale, blankAsZero: blanksAsZero });
  } catch (error) {
    throw new FormulaError(source.place, readable(error, types, source.text));
  }
  const { compiled } = parsed;
  const expression = withReplacements(compiled.expression) as typeof compiled.expression;
  const formula = create({ ...compiled, expression });
  if (formulas.size >= FORMULAS_MAX) formulas.clear();
  formulas.set(key, formula);
  return formula;
}

/** The library's own words, which name no variables of ours. */
function readable(error: unknown, types: Types, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const isSyntax = error instanceof Error && error.name === "SyntaxError";
  const named = message.replace(/\bV\d+\b/g, (name) => `a ${types[name]?.type ?? "value"}`);
  return isSyntax ? `the formula is not well formed: ${text}` : `${named}: ${text}`;
}

/** The same expression with calls of replaced functions going to the replacements. */
function withReplacements(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withReplacements);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(
    ([key, value]) => [key, withReplacements(value)] as const,
  );
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  const name = copy["type"] === "Identifier" ? copy["name"] : undefined;
  const replacement = typeof name === "string" ? replacementOf(name) : undefined;
  return replacement === undefined ? copy : { ...copy, name: replacement };
}
