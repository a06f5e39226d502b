import type { EntityDescriptor } from "../entities/descriptor.ts";
import { exactDescriptor } from "../entities/registry.ts";
import { ENTITY_TYPES, type EntityType } from "../store/stored-record.ts";

/** Undefined for a type that the company does not keep. */
export function descriptorIfAny(type: string): EntityDescriptor | undefined {
  return exactDescriptor(type);
}

/** Every type that posts to the books or is a quotation or an order. */
export function documentTypes(): readonly EntityType[] {
  return ENTITY_TYPES.filter((type) => descriptorIfAny(type)?.transaction !== undefined);
}

/** `Sales receipt` for `SalesReceipt`. */
export function typeLabel(type: string): string {
  const words = type.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
