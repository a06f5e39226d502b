import { isMailAddress, MAIL_ADDRESS_LENGTH_MAX } from "../documents/mail-address.ts";
import type { Draft } from "../entities/descriptor.ts";
import type { FaultError } from "../faults/api-fault.ts";
import { invalidEmail } from "../faults/fault-texts.ts";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import { objectOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { EntityType } from "../store/stored-record.ts";

/**
 * Each e-mail address of a record must be one (2210). What is there already is not looked at anew: a
 * recorded vendor has several addresses in one. Too long a text is told as such (2050).
 */
export function checkMailAddresses(
  type: EntityType,
  { fields, existing }: Draft,
  errors: FaultError[],
): void {
  for (const [name, property] of Object.entries(SCHEMA_TYPES[type] ?? {})) {
    if (property.type !== "EmailAddress") continue;
    const address = addressIn(fields, name);
    const isKept = address === addressIn(existing?.fields ?? {}, name);
    if (address === undefined || isKept || address.length > MAIL_ADDRESS_LENGTH_MAX) continue;
    if (!isMailAddress(address)) errors.push(invalidEmail(name));
  }
}

function addressIn(fields: JsonObject, name: string): string | undefined {
  return textOf(objectOf(fields, name) ?? {}, "Address");
}
