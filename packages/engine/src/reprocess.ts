/** Re-Process: puts records of chosen log entries back to work. The old entry stays and is marked. */
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { findLogEntry, type LogEntry, markReprocessed } from "@accord-sync/ledger/log-entries.ts";
import type { ReprocessView } from "./engine-api.ts";
import { type EngineContext, mappingById } from "./engine-context.ts";
import { recordNotice } from "./notices/record-notice.ts";

export async function reprocess(
  context: EngineContext,
  ids: readonly string[],
  actor: string,
): Promise<ReprocessView> {
  const skipped: { id: string; reason: string }[] = [];
  let reprocessed = 0;
  await context.ledger.transaction(async (tx) => {
    for (const id of ids) {
      const entry = await findLogEntry(tx, id);
      const reason = entry === null ? "There is no such log entry." : whyNot(entry);
      if (entry === null || reason !== null) {
        skipped.push({ id, reason: reason ?? "There is no such log entry." });
        continue;
      }
      await again(context, tx, entry, actor);
      await markReprocessed(tx, [id]);
      reprocessed += 1;
    }
  });
  context.wake();
  return { reprocessed, skipped };
}

/** Why the entry cannot be tried again; null when it can. */
function whyNot(entry: LogEntry): string | null {
  if (entry.reprocessed) return "It was re-processed already.";
  const isOver = entry.outcome === "applied" || entry.outcome === "noted";
  return isOver ? "It was done without an error." : null;
}

async function again(context: EngineContext, tx: Db, entry: LogEntry, actor: string) {
  const mapping = mappingById(context, entry.mapping);
  const ref = entry.salesforceRef ?? entry.quickbooksRef;
  if (ref === null) return;
  const link = await findLinkByRef(tx, entry, ref);
  const wasSend = entry.action === "send" && ref.system === "salesforce";
  const refs = link === null ? [ref] : [link.salesforceRef, link.quickbooksRef];
  for (const each of refs) {
    await recordNotice(context, tx, {
      mapping,
      ref: each,
      source: "person",
      direction: link === null && wasSend ? "send" : "none",
      actor,
      lift: false,
    });
  }
}
