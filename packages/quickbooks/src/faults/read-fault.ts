/**
 * QuickBooks has two fault envelopes: the application's `Fault.Error[].Message/Detail/code`, and the
 * gateway's `fault.error[].message/detail/code` for tokens, access and throttling (R). Some paths put the
 * gateway's words and types into the application's envelope. All are read alike, whatever the case.
 */
import {
  isObject,
  type Json,
  type JsonObject,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";

export interface FaultItem {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  /** The property that is meant, where QuickBooks names it; else empty. */
  readonly element: string;
  /** The envelope's type, for example `ValidationFault`, `SystemFault`, `AUTHENTICATION`; may be empty. */
  readonly type: string;
}

/** The faults of an answer, or of one item of a batch or upload; empty when it holds none. */
export function readFaults(body: Json | undefined): readonly FaultItem[] {
  return envelopesOf(body).flatMap(readEnvelope);
}

/** True when the answer says that it is a fault, also where no single error can be read from it. */
export function saysFault(body: Json | undefined): boolean {
  return envelopesOf(body).length > 0;
}

/**
 * The envelopes of an answer. A query and change data capture may hold theirs one level down, in place
 * of rows (X, `QueryResponse` and `CDCResponse`): read past it, a refusal would look like an empty list.
 */
function envelopesOf(body: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(body)) return (body as readonly Json[]).flatMap(envelopesOf);
  if (!isObject(body)) return [];
  const own = [body["Fault"], body["fault"]].filter(isObject);
  return [...own, ...[body["CDCResponse"], body["QueryResponse"]].flatMap(envelopesOf)];
}

function readEnvelope(fault: JsonObject): readonly FaultItem[] {
  const type = textOf(fault, "type") ?? "";
  const errors = fault["Error"] ?? fault["error"];
  // Converters of XML write a list of one as the one itself.
  const list = Array.isArray(errors) ? errors : [errors];
  return list.filter(isObject).map((item) => readItem(item, type));
}

function readItem(item: JsonObject, type: string): FaultItem {
  const text = (...names: readonly string[]): string =>
    names.map((name) => textOf(item, name)).find((value) => value !== null) ?? "";
  const message = text("Message", "message");
  return {
    code: plainCode(text("code", "Code"), message),
    message,
    detail: text("Detail", "detail"),
    element: text("element", "Element"),
    type,
  };
}

/**
 * The gateway prints some codes with leading zeros (`003001`), the documentation without; and where its
 * `code` is empty, its message still says `errorCode=003200`.
 */
function plainCode(code: string, message: string): string {
  const said = code === "" ? (/\berrorCode=(\d+)/.exec(message)?.[1] ?? "") : code;
  return said.replace(/^0+(?=\d)/, "");
}
