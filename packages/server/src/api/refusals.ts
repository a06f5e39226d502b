/** Refusals on the wire: which HTTP status an operational error has, and the body it is told in. */
import {
  actionOf,
  dispositionOf,
  messageOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Disposition, ErrorCode } from "@accord-sync/core/errors/registry.ts";

export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly action: string;
    readonly details?: Readonly<Record<string, unknown>>;
  };
}

/** A refusal on its way out of a handler. `status` overrides the one that the code implies. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly error: OperationalError;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    error: OperationalError,
    override: { status?: number; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(messageOf(error));
    this.error = error;
    this.status = override.status ?? httpStatusOf(error);
    this.details = override.details ?? detailsOf(error);
  }
}

/** Codes whose status says more than their disposition does. */
const STATUS_BY_CODE: Partial<Record<ErrorCode, number>> = {
  API_BAD_REQUEST: 400,
  API_NOT_SIGNED_IN: 401,
  WEBHOOK_SIGNATURE_WRONG: 401,
  RECORD_UNKNOWN: 404,
  BACKFILL_UNKNOWN: 404,
  MAPPING_UNKNOWN: 404,
  CONNECTION_UNKNOWN: 404,
  INCOME_ACCOUNT_UNKNOWN: 404,
  RUN_UNKNOWN: 404,
  INTEGRITY_RUN_UNKNOWN: 404,
  INTEGRITY_JOB_UNKNOWN: 404,
  QBO_NOT_FOUND: 404,
  SF_NOT_FOUND: 404,
  FILTER_INVALID: 400,
  SCHEDULE_INVALID: 400,
  QBO_QUERY_INVALID: 400,
  RECORD_BUSY: 409,
};

/** Whether the caller must change something (409) or only wait (503). */
const STATUS_BY_DISPOSITION: Record<Disposition, number> = {
  retry: 503,
  wait: 503,
  "observe-again": 503,
  reauthorise: 503,
  "pause-system": 503,
  park: 409,
  halt: 503,
};

export function httpStatusOf(error: OperationalError): number {
  return STATUS_BY_CODE[error.code] ?? STATUS_BY_DISPOSITION[dispositionOf(error)];
}

function detailsOf(error: OperationalError): Readonly<Record<string, unknown>> | undefined {
  return error.vendor === null ? undefined : { vendor: error.vendor };
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

export function errorBody(
  error: OperationalError,
  details: Readonly<Record<string, unknown>> | undefined = detailsOf(error),
): ErrorBody {
  return {
    error: {
      code: error.code,
      message: asSentence(messageOf(error)),
      action: asSentence(actionOf(error)),
      ...(details === undefined ? {} : { details }),
    },
  };
}
