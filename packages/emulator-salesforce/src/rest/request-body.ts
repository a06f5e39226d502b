import { refuse } from "../api-error.ts";
import {
  DUPLICATE_JSON_NAME_ERROR,
  JSON_DEPTH,
  UNSUPPORTED_MEDIA_TYPE_ERROR,
} from "../not-evidenced.ts";
import { isObject } from "../wire.ts";
import type { Call } from "./call.ts";
import { type JsonFinding, walkJson } from "./json-text.ts";

/** Bodies of the REST API: JSON, whatever the client calls it, or nothing. */

/** `application/json`, `application/x+json`; a missing type is taken for JSON. */
const JSON_TYPE = /^\s*(?:application\/(?:[\w.-]+\+)?json)?\s*(?:;|$)/i;

/** The body as a JSON object. @throws JSON_PARSER_ERROR, or 415 for another content type */
export function bodyOf(call: Call): Record<string, unknown> {
  const { body, headers } = call.request;
  const type = headers["content-type"] ?? "";
  if (body !== "" && !JSON_TYPE.test(type)) {
    const { errorCode, message } = UNSUPPORTED_MEDIA_TYPE_ERROR;
    throw refuse(415, errorCode, `${message} ${type}`);
  }
  const value = jsonOf(body);
  if (isObject(value)) return value;
  throw refuse(400, "JSON_PARSER_ERROR", "The body must be a JSON object");
}

/**
 * A flag of a body, as the platform's JSON reader takes it: a boolean or its name as text (S1.7,
 * JSON_PARSER_ERROR). @throws JSON_PARSER_ERROR for anything else
 */
export function flagOf(
  body: Readonly<Record<string, unknown>>,
  name: string,
  byDefault = false,
): boolean {
  const value = body[name] ?? byDefault;
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (text === "true" || text === "false") return text === "true";
  throw refuse(400, "JSON_PARSER_ERROR", `${name} must be true or false`);
}

/** A body as JSON. @throws JSON_PARSER_ERROR with the place of the mistake */
export function jsonOf(text: string): unknown {
  if (text.trim() === "") {
    const message = "The HTTP entity body is required, but this request has no entity body.";
    throw refuse(400, "JSON_PARSER_ERROR", message);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(400, "JSON_PARSER_ERROR", problemAt(text, walkJson(text)));
  }
  const found = walkJson(text);
  if (found.kind === "duplicate") {
    const message = `${DUPLICATE_JSON_NAME_ERROR} '${found.name}' at ${place(text, found.position)}`;
    throw refuse(400, "JSON_PARSER_ERROR", message);
  }
  if (found.kind === "fine" && found.depth > JSON_DEPTH.max) {
    throw refuse(400, "JSON_PARSER_ERROR", JSON_DEPTH.message);
  }
  return value;
}

/** The complaint about a text that is no JSON, in the platform's form. */
function problemAt(text: string, found: JsonFinding): string {
  const position = found.kind === "fine" ? text.length : found.position;
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  if (position >= text.length) return `Unexpected end-of-input at ${place(text, position)}`;
  const code = character.codePointAt(0) ?? 0;
  return `Unexpected character ('${character}' (code ${code})) at ${place(text, position)}`;
}

/** Line and column as the platform names them, both from 1. */
function place(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `[line:${before.length}, column:${(before.at(-1) ?? "").length + 1}]`;
}
