import type { HoldReason } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { unreachable } from "@accord-sync/core/errors/assert.ts";
import { messageOf, type OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import {
  otherSystem,
  SYSTEM_LABEL,
  type SystemName,
} from "@accord-sync/core/records/record-ref.ts";

/**
 * Why a person is asked about a deletion in `system`, a sentence. Null where the deletion itself says it
 * all. `refusal`: why the removal was refused.
 */
export function holdText(
  reason: HoldReason,
  system: SystemName,
  refusal: OperationalError | null,
): string | null {
  const here = SYSTEM_LABEL[system];
  const there = SYSTEM_LABEL[otherSystem(system)];
  switch (reason) {
    case "policy":
    case "merged":
      return null;
    case "keptApart":
      return "A person unlinked the one that stays, so this link was not moved to it.";
    case "survivorUnknown":
      return `${here} does not delete such records, so it was merged; into which one was not told.`;
    case "unproven":
      return `${here} does not find it, and nothing says that it was deleted: perhaps only the right to see it is gone.`;
    case "changed":
      return `The ${there} record was changed since both agreed, so it was left as it is.`;
    case "many":
      return "Far more records than usual were deleted, so nothing was removed.";
    case "refused":
      return `${there} refused to remove the other record${refusal === null ? "" : `: ${messageOf(refusal)}`}.`;
    default:
      return unreachable(reason);
  }
}
