/** Refusals of time activities: codes and words of the vendor's official list (D). */

import type { FaultError } from "./api-fault.ts";

/** Both an employee and a vendor. */
export function employeeAndVendor(id: string): FaultError {
  const detail = `You must specify either an "employee" or "vendor." You can't enter both. Their ID is: ${id}`;
  return { code: "6290", message: "InvalidEmployeeOrVendor", detail };
}

/** Neither an employee nor a vendor. */
export function notEmployeeOrVendor(supplied: string): FaultError {
  const detail = `The employee or vendor's name is either missing or invalid. It should be Employee or Vendor. Supplied value:${supplied}`;
  return { code: "6300", message: "InvalidEmployeeOrVendorName", detail, element: "NameOf" };
}

/** Billable time without a rate, or a rate below nothing. */
export function invalidHourlyRate(supplied: string): FaultError {
  const detail = `Invalid hourly rate: ${supplied}`;
  return { code: "6330", message: "MissingBillingRate", detail, element: "HourlyRate" };
}

/** Minutes beyond an hour, or a clock that shows no time. */
export function invalidTime(supplied: string): FaultError {
  const detail = `You must specify a time (hours:minutes): ${supplied}`;
  return { code: "6340", message: "InvalidTime", detail };
}

/** Neither a duration nor a start and an end. */
export function missingTime(): FaultError {
  return { code: "6350", message: "MissingTime", detail: "Time (hours:minutes) is missing" };
}

/** A start without an end, or a break longer than the work. */
export function invalidStartOrEnd(): FaultError {
  const detail =
    "Enter a valid start and end time. Make sure break times aren't longer than the elapsed time.";
  return { code: "6360", message: "InvalidStartOrEndTime", detail };
}

/** An end before the start. */
export function startAfterEnd(start: string): FaultError {
  const detail = `The start time is after end time: ${start}`;
  return { code: "6370", message: "StartTimeAfterEndTime", detail };
}

/** Below 0 or above 8,760 hours and 59 minutes. */
export function invalidDuration(supplied: string): FaultError {
  const detail = `The time duration isn't within the valid range: ${supplied}`;
  return { code: "6380", message: "InvalidDuration", detail };
}

/** A duration and a start and end. */
export function twoDurations(): FaultError {
  const detail =
    "Invalid multiple time durations. Specify a total elapsed time (hours:minutes) or the start and end time.";
  return { code: "6390", message: "InvalidMultipleDurations", detail };
}
