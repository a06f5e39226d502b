/**
 * A linked transaction that a person voided in QuickBooks: not a deletion, so the link goes on, and what is mapped
 * passes by its rules. Amounts that are not mapped stay as they are in Salesforce, and the log says so, once.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { isLogged } from "@accord-sync/ledger/log-entries.ts";
import type { EngineContext } from "../engine-context.ts";
import { nounOf, writeLog } from "../journal.ts";

/** The action of the line; a removal that voids has the same, and ends its link. */
const ACTION = "void";

export async function tellVoided(
  context: EngineContext,
  tx: Db,
  { mapping, link }: { readonly mapping: Mapping; readonly link: Link },
  { ref, isVoided, name }: Observation,
): Promise<void> {
  if (isVoided !== true || (await isLogged(tx, link, ref, ACTION))) return;
  const invoice = nounOf(ref.type);
  const sale = nounOf(link.salesforceRef.type);
  await writeLog(context, tx, {
    mapping,
    salesforce: link.salesforceRef,
    quickbooks: ref,
    name: link.name,
    direction: "quickbooksToSalesforce",
    action: ACTION,
    outcome: "noted",
    linkId: link.id,
    message: `Voided in QuickBooks: ${invoice} ${name || ref.id}. It is worth 0 there now. The ${sale} in Salesforce keeps what the mapping does not carry over, its products and amounts for one: look whether it still stands.`,
  });
}
