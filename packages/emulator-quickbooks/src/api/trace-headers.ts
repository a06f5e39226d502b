import type { EmulatorAnswer, IdSource } from "../emulator-request.ts";
import { SERVICE_TIME } from "../not-evidenced.ts";

/** Every answer of the vendor's hosts carries an `intuit_tid`, by which its support finds a call again (D). */
export function withTid(answer: EmulatorAnswer, ids: IdSource): EmulatorAnswer {
  return { ...answer, headers: { ...answer.headers, intuit_tid: traceId(ids.uuid()) } };
}

/** The other headers that answers of the Accounting API were seen with (R); names in lower case. */
export function apiHeaders(ids: IdSource): Readonly<Record<string, string>> {
  const span = ids.uuid();
  return {
    "qbo-version": "1.0-emulator",
    "service-time": SERVICE_TIME,
    "x-spanid": span,
    "x-amzn-trace-id": `Root=${traceId(span)}`,
  };
}

/** `1-5f73300c-…`: a version, eight digits, twenty-four digits. */
function traceId(uuid: string): string {
  const digits = uuid.replace(/-/g, "");
  return `1-${digits.slice(0, 8)}-${digits.slice(8)}`;
}
