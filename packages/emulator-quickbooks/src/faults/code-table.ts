import type { FaultCode } from "./code-table/fault-code.ts";
import { FIELD_CODES } from "./code-table/fields.ts";
import { RULE_CODES } from "./code-table/rules.ts";
import { SERVICE_CODES } from "./code-table/service.ts";
import { TRANSACTION_RULE_CODES } from "./code-table/transaction-rules.ts";

/**
 * Every code of the vendor's list and those of the gateway, in order. Tests provoke each and compare every
 * word, and hold `docs/faults.md` equal.
 */
export const FAULT_CODES: readonly FaultCode[] = [
  ...SERVICE_CODES,
  ...FIELD_CODES,
  ...RULE_CODES,
  ...TRANSACTION_RULE_CODES,
].toSorted((left, right) => Number(left.code) - Number(right.code));

/** The row of a code; undefined for one that the vendor does not have. */
export function faultCode(code: string): FaultCode | undefined {
  return FAULT_CODES.find((row) => row.code === code);
}
