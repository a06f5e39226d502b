import type { InvocableClass, InvocableVariable } from "../types.ts";

/**
 * What an Apex class says of its invocable method (D: Apex Developer Guide, "InvocableMethod Annotation" and
 * "InvocableVariable Annotation"): label, description, and what goes in and out. The code itself is not read.
 */

const METHOD =
  /@InvocableMethod\b(?:\s*\(((?:[^()']|'(?:[^'\\]|\\.)*')*)\))?\s*(?:@\w+\s*)*(?:(?:global|public|private|static|virtual|testmethod)\s+)+([\w.<>,\s]+?)\s+(\w+)\s*\(\s*([^)]*)\)/i;
const VARIABLE =
  /@InvocableVariable\b(?:\s*\(((?:[^()']|'(?:[^'\\]|\\.)*')*)\))?\s*(?:@\w+\s*)*(?:(?:global|public)\s+)([\w.<>,]+(?:\s*<[\w.<>,\s]+>)?)\s+(\w+)\s*[;={]/gi;

/** The class of a source file; undefined when it has no invocable method. @param name of the file */
export function readInvocable(name: string, source: string): InvocableClass | undefined {
  const code = withoutComments(source);
  const [, annotation = "", returned = "", , parameters = ""] = METHOD.exec(code) ?? [];
  if (returned === "") return undefined;
  const says = annotationOf(annotation);
  const [, taken = "", parameter = ""] =
    /^\s*(?:final\s+)?([\s\S]+?)\s+(\w+)\s*$/.exec(parameters) ?? [];
  const element = elementOf(returned);
  return {
    name,
    label: says("label") ?? name,
    description: says("description") ?? null,
    inputs: taken === "" ? [] : variablesOf(code, elementOf(taken), parameter),
    outputs: element.toLowerCase() === "void" ? [] : variablesOf(code, element, "output"),
  };
}

/** Comments become spaces; texts in quotes stay. */
const withoutComments = (source: string): string =>
  source.replaceAll(/'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (found) =>
    found.startsWith("'") ? found : " ",
  );

/** The members of `label='…' required=true`. */
function annotationOf(text: string): (member: string) => string | undefined {
  const members = new Map(
    [...text.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\w+))/g)].map(
      ([, name = "", quoted, word]) => [
        name.toLowerCase(),
        quoted?.replaceAll(/\\(.)/g, "$1") ?? word ?? "",
      ],
    ),
  );
  return (member) => members.get(member);
}

/** What one input or output is: methods take and give lists of them. */
const elementOf = (type: string): string =>
  /^List\s*<([\s\S]*)>$/i.exec(type.trim())?.[1]?.trim() ?? type.trim();

/** A class of variables, or one value. */
function variablesOf(code: string, type: string, name: string): readonly InvocableVariable[] {
  const body = classBody(code, type);
  if (body === undefined)
    return [{ ...typeOf(type), name, label: name, description: null, required: false }];
  return [...body.matchAll(VARIABLE)].map(([, annotation = "", own = "", variable = ""]) => {
    const says = annotationOf(annotation);
    return {
      ...typeOf(own),
      name: variable,
      label: says("label") ?? variable,
      description: says("description") ?? null,
      required: says("required")?.toLowerCase() === "true",
    };
  });
}

/** The text between the braces of a class in the file; undefined when there is none of that name. */
function classBody(code: string, type: string): string | undefined {
  const name = type.split(".").at(-1) ?? "";
  if (!/^\w+$/.test(name)) return undefined;
  const start = new RegExp(String.raw`\bclass\s+${name}\b[^{]*\{`, "i").exec(code);
  if (start === null) return undefined;
  let depth = 1;
  let at = start.index + start[0].length;
  for (; at < code.length && depth > 0; at += 1) {
    const character = code.charAt(at);
    depth += character === "{" ? 1 : character === "}" ? -1 : 0;
  }
  return code.slice(start.index + start[0].length, at - 1);
}

/** Apex types by the names that describe of an action gives them. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["blob", "BASE64"],
  ["boolean", "BOOLEAN"],
  ["date", "DATE"],
  ["datetime", "DATETIME"],
  ["decimal", "DOUBLE"],
  ["double", "DOUBLE"],
  ["id", "ID"],
  ["integer", "INTEGER"],
  ["long", "LONG"],
  ["string", "STRING"],
  ["time", "TIME"],
]);

function typeOf(type: string): Pick<InvocableVariable, "type" | "sobjectType" | "isList"> {
  const element = elementOf(type);
  const isList = element !== type.trim();
  const primitive = TYPES.get(element.toLowerCase());
  if (primitive !== undefined) return { type: primitive, sobjectType: null, isList };
  return { type: "SOBJECT", sobjectType: element, isList };
}
