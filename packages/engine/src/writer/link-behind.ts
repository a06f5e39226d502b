import { assert, must } from "@accord-sync/core/errors/assert.ts";
import type { Intent } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { bumpRevision, findLink, type Link } from "@accord-sync/ledger/links.ts";

/**
 * The link that the write was planned from, its revision moved on. Null when it ended meanwhile: then
 * the record is as it is, and nothing of it is taken into a link.
 */
export async function linkBehind(tx: Db, intent: Intent, revision: number): Promise<Link | null> {
  const link = await findLink(tx, must(intent.linkId, "an update belongs to a link"));
  if (link === null) return null;
  const isOurs = await bumpRevision(tx, link.id, revision);
  assert(isOurs, `link ${link.id} moved while a write of its lane was in flight`);
  return { ...link, revision: revision + 1 };
}
