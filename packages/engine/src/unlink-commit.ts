import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { closeDeletionsOf, type DeletionEnd } from "@accord-sync/ledger/deletions.ts";
import { closeEntry, listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { listNoticesFor, type Notice } from "@accord-sync/ledger/inbox.ts";
import { keepApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { endLink, type Link } from "@accord-sync/ledger/links.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { clearWaits } from "@accord-sync/ledger/waits.ts";
import { type EngineContext, mappedScope, nowIso } from "./engine-context.ts";
import { writeLog } from "./journal.ts";
import { endNotice } from "./notices/end-notice.ts";
import { finished } from "./reconcile/pass.ts";

/** Ends what waits for a record whose link ends. */
export async function endNotices(
  context: EngineContext,
  tx: Db,
  ref: RecordRef,
  isEnded: (notice: Notice) => boolean,
): Promise<void> {
  for (const notice of await listNoticesFor(tx, context.scope, ref)) {
    if (!isEnded(notice)) continue;
    await endNotice(
      context,
      tx,
      notice,
      finished("outOfScope", "error", "The link ended meanwhile."),
    );
  }
}

interface Ending {
  readonly link: Link;
  readonly mapping: Mapping;
  readonly actor: string | null;
  readonly intentId: string | null;
  /** Why the mark on the Salesforce record could not be cleared; undefined when it was. */
  readonly note?: string;
}

interface Dissolved {
  readonly link: Link;
  readonly mapping: Mapping;
  /** How open entries and deletions of the link are closed. Default `unlinked`. */
  readonly closedHow?: DeletionEnd;
}

/** Ends a link without a word in the log. Both records are kept apart from now on. */
export async function endAssociation(
  context: EngineContext,
  tx: Db,
  { link, mapping, closedHow = "unlinked" }: Dissolved,
): Promise<void> {
  const at = nowIso(context);
  const scope = mappedScope(context, mapping);
  const refs = [link.salesforceRef, link.quickbooksRef];
  await endLink(tx, link.id, at);
  await keepApart(tx, scope, refs, at);
  await closeDeletionsOf(tx, link.id, { how: closedHow, at });
  for (const entry of await listOpenEntries(tx, link.id)) {
    await closeEntry(tx, entry.id, "unlinked", at);
  }
  for (const ref of refs) {
    await unpark(tx, scope, ref);
    await clearWaits(tx, scope, ref);
    // What was waiting for the pair has no pair any more; what a person asked for since still counts.
    await endNotices(context, tx, ref, (notice) => notice.direction === "none");
  }
}

/**
 * Ends a link and keeps the two records apart from now on: no channel, sweep or late receipt may link
 * them again, only a person. Both records stay as they are.
 */
export async function endLinkForGood(
  context: EngineContext,
  tx: Db,
  { link, mapping, actor, intentId, note }: Ending,
): Promise<void> {
  await endAssociation(context, tx, { link, mapping });
  await writeLog(context, tx, {
    mapping,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    direction: "none",
    action: "unlink",
    outcome: "applied",
    actor,
    linkId: link.id,
    intentId,
    message: `Unlinked from QuickBooks ${link.quickbooksRef.type} ${link.quickbooksRef.id}. Both records stay as they are.${note === undefined ? "" : ` ${note}`}`,
  });
}
