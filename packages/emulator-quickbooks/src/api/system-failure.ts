import type { EmulatorAnswer } from "../emulator-request.ts";
import { ApiFault } from "../faults/api-fault.ts";
import { faultAnswer } from "./envelopes.ts";

const APPLICATION_ERROR = "An application error has occurred while processing your request";

/** D: the application's own failure, code 10000 unless another is asked for. */
export function systemFailure(
  status: number,
  code: string | undefined,
  now: number,
  timeZone: string,
): EmulatorAnswer {
  const error = {
    code: code ?? "10000",
    message: APPLICATION_ERROR,
    detail: `System Failure Error: ${APPLICATION_ERROR}`,
  };
  const type = status >= 500 ? "SystemFault" : "ValidationFault";
  return { ...faultAnswer(new ApiFault([error], type), now, timeZone), status };
}
