/** The guard: stops removals when far more is deleted than is usual. */
import { isFarMore } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import {
  countDeletionsSince,
  type Deletion,
  findOpenBatch,
} from "@accord-sync/ledger/deletions.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { countLinksOf } from "@accord-sync/ledger/links.ts";
import type { EngineContext } from "../engine-context.ts";

/**
 * The batch that a deletion joins, null when it may be carried out. A batch is named by its first deletion and
 * open until a person decided about all of it, so that none of it slips through when the window has passed.
 */
export async function batchOf(
  { guards, clock }: EngineContext,
  db: Db,
  deletion: Deletion,
): Promise<string | null> {
  const { deletes } = guards;
  const open = await findOpenBatch(db, deletion, deletion.system);
  if (open !== null) return open;
  const from = isoSeconds(clock.now() - deletes.withinMs);
  const count = await countDeletionsSince(db, deletion, deletion.system, from);
  if (count <= deletes.more) return null;
  return isFarMore(deletes, count, await countLinksOf(db, deletion)) ? deletion.id : null;
}
