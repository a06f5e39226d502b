import type { OperationalError } from "../errors/operational-error.ts";

/** An answer, or the expected reason why there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: OperationalError };

export function succeed<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(error: OperationalError): {
  readonly ok: false;
  readonly error: OperationalError;
} {
  return { ok: false, error };
}
