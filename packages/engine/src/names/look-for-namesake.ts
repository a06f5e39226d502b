/** One metered look for a record of this name; what is found goes into the directory. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { rememberInDirectory } from "../directory-keeper.ts";
import type { EngineContext } from "../engine-context.ts";

export async function lookForNamesake(
  context: EngineContext,
  mapping: Mapping,
  name: string,
): Promise<void> {
  const found = await context.quickbooks.find(mapping, {
    type: mapping.quickbooksType,
    name,
    createdFrom: isoSeconds(0),
    createdTo: isoSeconds(Number.MAX_SAFE_INTEGER / 1_000),
    linkMark: null,
  });
  if (!found.ok) return;
  await context.ledger.transaction(async (tx) => {
    for (const observation of found.value) await rememberInDirectory(context, tx, observation);
  });
}
