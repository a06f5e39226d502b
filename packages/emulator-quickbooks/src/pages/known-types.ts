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

/** `Sales receipt` for `SalesReceipt`, `AP account` for `APAccount`. */
export function typeLabel(type: string): string {
  const words = type.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  const lower = words
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(" ");
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

const ITEM_TYPES: Readonly<Record<string, string>> = {
  NonInventory: "Non-inventory",
  Group: "Bundle",
};

/** What people call a kind of product. */
export function itemTypeLabel(type: string): string {
  return ITEM_TYPES[type] ?? typeLabel(type);
}
