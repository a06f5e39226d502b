import {
  actionOf,
  messageOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { ErrorView } from "../engine-api.ts";

export function readError(text: string): OperationalError {
  return JSON.parse(text) as OperationalError;
}

export function errorView(error: OperationalError, at: string, logId: string | null): ErrorView {
  return {
    code: error.code,
    message: `${messageOf(error)}.`,
    action: actionOf(error),
    vendor: error.vendor,
    at,
    logId,
  };
}
