import { refuse } from "../api-error.ts";
import { UNSUPPORTED_MEDIA_TYPE_ERROR } from "../not-evidenced.ts";
import { isObject } from "../wire.ts";
import type { Call } from "./call.ts";

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

/** A body as JSON. @throws JSON_PARSER_ERROR with the place of the mistake */
export function jsonOf(text: string): unknown {
  if (text.trim() === "") {
    const message = "The HTTP entity body is required, but this request has no entity body.";
    throw refuse(400, "JSON_PARSER_ERROR", message);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(400, "JSON_PARSER_ERROR", parseProblem(text, reason));
  }
}

/** The parser's complaint with the line and column that the platform names, both from 1. */
function parseProblem(text: string, reason: string): string {
  const found = /at position (\d+)/.exec(reason)?.[1];
  const position = found === undefined ? text.length : Number(found);
  const before = text.slice(0, position).split("\n");
  const place = `[line:${before.length}, column:${(before.at(-1) ?? "").length + 1}]`;
  const character = text.charAt(position);
  if (character === "") return `Unexpected end-of-input at ${place}`;
  const code = character.codePointAt(0) ?? 0;
  return `Unexpected character ('${character}' (code ${code})) at ${place}`;
}
