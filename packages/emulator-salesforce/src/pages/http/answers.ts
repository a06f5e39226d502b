/** The answers that pages give. */
import type { PageAnswer } from "../../page-host.ts";
import type { Html } from "./html.ts";

const NOT_STORED = { "cache-control": "no-store" };

export function htmlAnswer(
  body: Html,
  options: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): PageAnswer {
  const headers = { "content-type": "text/html; charset=utf-8", ...NOT_STORED, ...options.headers };
  return { status: options.status ?? 200, headers, body: body.text };
}

export function jsonAnswer(value: unknown, status = 200): PageAnswer {
  const headers = { "content-type": "application/json; charset=utf-8", ...NOT_STORED };
  return { status, headers, body: JSON.stringify(value) };
}

/** 303 after a form, 302 elsewhere. */
export function redirect(location: string, status: 302 | 303 = 302): PageAnswer {
  return { status, headers: { location, ...NOT_STORED }, body: "" };
}
