/** One entry of `Fault.Error`. `element` names the field where the vendor names one. */
export interface FaultError {
  readonly message: string;
  readonly detail: string;
  readonly code: string;
  readonly element?: string;
}

/**
 * A refusal by the application (HTTP 400, envelope `Fault`). Throwing one undoes the request's
 * changes. Gateway refusals (401, 403, 429) have an envelope of their own: see `../api/gateway.ts`.
 */
export class ApiFault extends Error {
  readonly errors: readonly FaultError[];
  readonly type: "ValidationFault" | "SystemFault";
  readonly status: number;

  constructor(
    errors: readonly FaultError[],
    type: "ValidationFault" | "SystemFault" = "ValidationFault",
  ) {
    super(errors.map((error) => `${error.code}: ${error.detail}`).join("; "));
    this.name = "ApiFault";
    this.errors = errors;
    this.type = type;
    this.status = type === "SystemFault" ? 500 : 400;
  }
}

/** A refusal for one reason. */
export function fault(error: FaultError): ApiFault {
  return new ApiFault([error]);
}
