import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { DeletePolicy, Removal } from "@accord-sync/core/mapping/removal.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type EngineContext, remoteOf } from "../engine-context.ts";

/** What can be done with a counterpart in `system`, the mildest first. */
export function removalsOf(
  context: EngineContext,
  mapping: Mapping,
  system: SystemName,
): readonly Removal[] {
  return remoteOf(context, system).removals(mapping);
}

/**
 * What a person may choose for deletions in `system`. Where records of this kind cannot be deleted, there is
 * nothing that could happen by itself, and so nothing to choose.
 */
export function policyChoices(
  context: EngineContext,
  mapping: Mapping,
  system: SystemName,
): readonly DeletePolicy[] {
  const isDeletable = remoteOf(context, system).removals(mapping).includes("delete");
  return ["hold", ...(isDeletable ? removalsOf(context, mapping, otherSystem(system)) : [])];
}
