import type { Link } from "@accord-sync/ledger/links.ts";
import type { EngineContext } from "../engine-context.ts";
import { writeLog } from "../journal.ts";
import { endAssociation } from "../unlink-commit.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";

/** Neither record is there any more, so nothing is left to ask: the link ends. */
export async function endBothGone(
  context: EngineContext,
  pass: Pass,
  link: Link,
): Promise<PassEnd> {
  const message = "Both records are gone, so the link ended.";
  await context.ledger.transaction(async (tx) => {
    await endAssociation(context, tx, { link, mapping: pass.mapping, closedHow: "bothGone" });
    await writeLog(context, tx, {
      mapping: pass.mapping,
      salesforce: link.salesforceRef,
      quickbooks: link.quickbooksRef,
      name: link.name,
      direction: "none",
      action: "unlink",
      outcome: "applied",
      actor: null,
      linkId: link.id,
      message,
    });
  });
  return finished("reconciled", "updated", message, link.salesforceRef);
}
