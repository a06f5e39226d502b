/**
 * Reads the Apex proxy's methods from its source: each is one `new AccordRequest(verb, path)` chain. The
 * result is the contract that every stand-in of the proxy must equal.
 */
import { readFileSync } from "node:fs";
import path from "node:path";

/** One method. The right-hand sides name its parameters. */
export interface ApexRoute {
  readonly method: string;
  readonly parameters: readonly string[];
  readonly verb: string;
  /** Below `/api/v1`; names in braces are filled from `record` and `path`. */
  readonly path: string;
  /** The parameter that holds a record id and fills `{type}` and `{id}`. */
  readonly record: string | null;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

/** A method's body ends at the brace that stands as far to the right as the method itself. */
const METHOD =
  /@AuraEnabled\s+public\s+static\s+String\s+(?<name>\w+)\s*\((?<parameters>[^)]*)\)\s*\{(?<body>[\s\S]*?)\n {4}\}/g;
const REQUEST = /new AccordRequest\('(?<verb>\w+)',\s*'(?<path>[^']+)'\)/;

function pairs(body: string, call: "path" | "query" | "body"): Record<string, string> {
  const found = body.matchAll(new RegExp(`\\.${call}\\('(\\w+)',\\s*(\\w+)\\)`, "g"));
  return Object.fromEntries([...found].map(([, name = "", parameter = ""]) => [name, parameter]));
}

export function parseProxy(source: string): ApexRoute[] {
  return [...source.matchAll(METHOD)].map(({ groups = {} }) => {
    const { name = "", parameters = "", body = "" } = groups;
    const request = REQUEST.exec(body)?.groups;
    if (request === undefined) throw new Error(`AccordApi.${name} makes no AccordRequest`);
    return {
      method: name,
      // A comma within Map<String, String> parts no parameters.
      parameters: parameters
        .split(/,(?![^<]*>)/)
        .map((parameter) => parameter.trim().split(/\s+/).at(-1) ?? "")
        .filter((parameter) => parameter !== ""),
      verb: request["verb"] ?? "",
      path: request["path"] ?? "",
      record: /\.record\((\w+)\)/.exec(body)?.[1] ?? null,
      pathParameters: pairs(body, "path"),
      query: pairs(body, "query"),
      body: pairs(body, "body"),
    };
  });
}

export function apexRoutes(classesFolder: string): ApexRoute[] {
  return parseProxy(readFileSync(path.join(classesFolder, "AccordApi.cls"), "utf8"));
}
