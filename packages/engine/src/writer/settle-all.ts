import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import type { EngineContext } from "../engine-context.ts";
import { settle } from "./settle.ts";

/**
 * Settles every write on these records whose outcome is not known, before a person's act changes what
 * they are linked with. Answers with why one could not be settled, or null.
 */
export async function settleAll(
  context: EngineContext,
  refs: readonly RecordRef[],
): Promise<OperationalError | null> {
  for (const ref of refs) {
    const open = await listOpenIntentsFor(context.ledger.db, context.scope.tenant, ref);
    for (const intent of open) {
      const outcome = await settle(context, intent);
      if (outcome.kind === "doubtful") return outcome.error;
    }
  }
  return null;
}
