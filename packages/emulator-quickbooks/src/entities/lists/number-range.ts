import type { FaultError } from "../../faults/api-fault.ts";
import { invalidNumber } from "../../faults/fault-texts.ts";
import { numberOf, type JsonObject } from "../../json/json-value.ts";

/** Inclusive. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** A number outside its documented range is refused like one that cannot be read. */
export function checkRange(
  fields: JsonObject,
  property: string,
  { min, max }: NumberRange,
  errors: FaultError[],
): void {
  const value = numberOf(fields, property);
  if (value !== undefined && (value < min || value > max)) {
    errors.push(invalidNumber(property, String(value)));
  }
}
