import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Removal } from "@accord-sync/core/mapping/removal.ts";

/** What can be done with a record of the mapping's object, the mildest first. */
export function removals({ fields, activeField }: Mapping): readonly Removal[] {
  const rule = fields.find(({ name }) => name === activeField);
  const hasFlag = rule !== undefined && flowsTo(rule, "salesforce");
  return hasFlag ? ["deactivate", "delete"] : ["delete"];
}
