import type { ApiErrorItem } from "./page-host.ts";
import { type EmulatorAnswer, json } from "./wire.ts";

/**
 * A refusal in Salesforce's own words: an HTTP status and an array of `{message, errorCode, fields?}`
 * (S1.7). Thrown anywhere below the handler; whatever the request had written is undone.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly items: readonly ApiErrorItem[];

  constructor(status: number, items: readonly ApiErrorItem[]) {
    super(items.map((item) => `${item.errorCode}: ${item.message}`).join("; "));
    this.name = "ApiError";
    this.status = status;
    this.items = items;
  }

  answer(): EmulatorAnswer {
    return json(this.status, this.items);
  }
}

/** Builds an error of one item. `fields` is left out of the body when not given, as Salesforce does. */
export function refuse(
  status: number,
  errorCode: string,
  message: string,
  fields?: readonly string[],
): ApiError {
  return new ApiError(status, [
    fields === undefined ? { message, errorCode } : { message, errorCode, fields },
  ]);
}

/** The answer for an address that leads nowhere; it names nothing, as on the platform. */
export const notFound = (): ApiError =>
  refuse(404, "NOT_FOUND", "The requested resource does not exist");

/** The address exists, but not for this method (S1.7). */
export const methodNotAllowed = (method: string, allowed: readonly string[]): ApiError =>
  refuse(
    405,
    "METHOD_NOT_ALLOWED",
    `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(",")}`,
  );
