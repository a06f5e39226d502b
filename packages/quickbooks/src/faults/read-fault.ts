/**
 * QuickBooks has two fault envelopes: the application's `Fault.Error[].Message/Detail/code`, and the
 * gateway's `fault.error[].message/detail/code` for tokens, access and throttling. Both are read alike.
 */
import {
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  objectsOf,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";

export interface FaultItem {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  /** The property that is meant, where QuickBooks names it; else empty. */
  readonly element: string;
}

/** The faults of an answer; empty when it holds none. */
export function readFaults(body: Json | undefined): readonly FaultItem[] {
  if (!isObject(body)) return [];
  const application = objectsOf(objectOf(body, "Fault"), "Error");
  const gateway = objectsOf(objectOf(body, "fault"), "error");
  return [...application, ...gateway].map(readItem);
}

function readItem(item: JsonObject): FaultItem {
  const text = (...names: readonly string[]): string =>
    names.map((name) => textOf(item, name)).find((value) => value !== null) ?? "";
  return {
    // The gateway prints some codes with leading zeros (`003001`), the documentation without.
    code: text("code").replace(/^0+(?=\d)/, ""),
    message: text("Message", "message"),
    detail: text("Detail", "detail"),
    element: text("element"),
  };
}
