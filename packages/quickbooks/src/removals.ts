import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Removal } from "@accord-sync/core/mapping/removal.ts";
import { type ApiEntity, OPERATIONS } from "./entities/operations.ts";
import { entityType } from "./entity-types.ts";

/**
 * What QuickBooks lets one do with a record of the mapping's type, the mildest first: a list record is made
 * inactive and never deleted; a transaction is voided, where its type can be, or deleted.
 */
export function removals({ quickbooksType, fields, activeField }: Mapping): readonly Removal[] {
  if (entityType(quickbooksType).isNameList) {
    const rule = fields.find(({ name }) => name === activeField);
    return rule !== undefined && flowsTo(rule, "quickbooks") ? ["deactivate"] : [];
  }
  const letters = isKnown(quickbooksType) ? OPERATIONS[quickbooksType] : "";
  return [
    ...(letters.includes("V") ? (["void"] as const) : []),
    ...(letters.includes("D") ? (["delete"] as const) : []),
  ];
}

function isKnown(type: string): type is ApiEntity {
  return Object.hasOwn(OPERATIONS, type);
}
