import type { FaultError } from "../../faults/api-fault.ts";
import { numberOutOfRange } from "../../faults/list-faults.ts";
import { numberOf, type JsonObject } from "../../json/json-value.ts";

/** Inclusive. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** A number outside its documented range is refused. */
export function checkRange(
  fields: JsonObject,
  property: string,
  { min, max }: NumberRange,
  errors: FaultError[],
): void {
  const value = numberOf(fields, property);
  if (value !== undefined && (value < min || value > max)) {
    errors.push(numberOutOfRange(property, value));
  }
}
