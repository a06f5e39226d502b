import { type Disposition, ERRORS, type ErrorCode } from "./registry.ts";

/** What the vendor itself said, kept with the log entry. Never tokens, never whole payloads. */
export interface VendorMessage {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  /** `intuit_tid` of QuickBooks; Salesforce gives none. */
  readonly requestId: string | null;
}

/** An expected failure, as data: it is stored, shown and acted upon. */
export interface OperationalError {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string>>;
  readonly vendor: VendorMessage | null;
  /** How long the vendor wants us to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
}

export interface ErrorDetails {
  readonly vendor?: VendorMessage | null;
  readonly retryAfterMs?: number | null;
}

export function operationalError(
  code: ErrorCode,
  params: Readonly<Record<string, string>> = {},
  details: ErrorDetails = {},
): OperationalError {
  return {
    code,
    params,
    vendor: details.vendor ?? null,
    retryAfterMs: details.retryAfterMs ?? null,
  };
}

export function dispositionOf(error: OperationalError): Disposition {
  return ERRORS[error.code].disposition;
}

const fill = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);

/** The error's message in plain words, one sentence without a full stop. */
export function messageOf(error: OperationalError): string {
  return fill(ERRORS[error.code].message, error.params);
}

/** What a person should do. */
export function actionOf(error: OperationalError): string {
  return fill(ERRORS[error.code].action, error.params);
}

/** Carries an operational error through code that can only throw, for example a composition root. */
export class OperationalFailure extends Error {
  override readonly name = "OperationalFailure";
  readonly error: OperationalError;

  constructor(error: OperationalError) {
    super(`${messageOf(error)}. ${actionOf(error)}`);
    this.error = error;
  }
}
