/** Has the links of decided holds worked on: after the decision, and again after a death on the way there. */
import { must } from "@accord-sync/core/errors/assert.ts";
import { type ChangeHold, listHeldChanges } from "@accord-sync/ledger/held-changes.ts";
import { findLink } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import { recordNotice } from "../notices/record-notice.ts";

/** Notices of one transaction: a decision about thousands keeps nobody else waiting. */
const AT_ONCE = 200;
/** As urgent as sweeps: nobody waits for the single record. */
const PRIORITY_OF_MANY = 2;

/** A notice for each link of a decided hold that is left. Recorded twice it does no harm. */
export async function wakeHeld(context: EngineContext, hold: ChangeHold): Promise<void> {
  const { ledger } = context;
  const mapping = mappingById(context, hold.mapping);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listHeldChanges>> = await listHeldChanges(
      ledger.db,
      hold.id,
      { after, limit: AT_ONCE },
    );
    after = page.length < AT_ONCE ? null : (page.at(-1)?.linkId ?? null);
    if (page.length === 0) break;
    await ledger.transaction(async (tx) => {
      for (const { linkId } of page) {
        const link = await findLink(tx, linkId);
        if (link === null) continue;
        await recordNotice(context, tx, {
          mapping,
          ref: link.salesforceRef,
          source: "decision",
          priority: PRIORITY_OF_MANY,
          actor: must(hold.decidedBy, "somebody decided"),
        });
      }
    });
    context.wake();
  } while (after !== null);
}

/** At a start: counts and holds as the ledger has them, and what was decided goes on. */
export async function takeUpHolds(context: EngineContext): Promise<void> {
  const { changeGuard, ledger } = context;
  await changeGuard.load(ledger.db);
  for (const hold of await changeGuard.allHolds(ledger.db)) {
    if (hold.state !== "open") await wakeHeld(context, hold);
  }
}
