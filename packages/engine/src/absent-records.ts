/**
 * Absent records: what became of records whose deletion no sweep could show.
 *
 * Change data capture leaves deletions out where more changed than one answer holds, or longer ago than
 * it looks back. So the type is listed once, a call for each 1,000 records, and each record of the
 * directory that is not in the list is looked at like one that a notice told of: nothing is taken for
 * gone because a list lacks it (I15). That a type has to be listed is durable together with the sweep's
 * cursor.
 */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Page, Sweep } from "@accord-sync/core/ports/remote.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { listDirectoryIds } from "@accord-sync/ledger/directory.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type Link, listLinks } from "@accord-sync/ledger/links.ts";
import { DIRECTORY_TYPES, dropFromDirectory } from "./directory-keeper.ts";
import { type EngineContext, mappingForType, quickbooksRef } from "./engine-context.ts";
import { recordNotice } from "./notices/record-notice.ts";

const WANTED = "wanted";
const DONE = "done";

const feedOf = (type: string): string => `absent:${type}`;

/** Keeps in mind which types have to be listed. Call it in the transaction that moves the cursor. */
export async function wantListing(
  { scope: { tenant, company } }: EngineContext,
  tx: Db,
  gaps: NonNullable<Sweep["unseenDeletions"]>,
): Promise<void> {
  const types = new Set(gaps.map(({ type }) => type));
  for (const type of types) {
    await saveCursor(tx, tenant, company, feedOf(type), WANTED);
  }
}

/** Lists what has to be listed. Answers with the error that stopped it, or null. */
export async function lookForAbsent(context: EngineContext): Promise<OperationalError | null> {
  const { tenant, company } = context.scope;
  const mapped = context.mappings.map(({ quickbooksType }) => quickbooksType);
  for (const type of new Set([...DIRECTORY_TYPES, ...mapped])) {
    const wanted = await readCursor(context.ledger.db, tenant, company, feedOf(type));
    if (wanted !== WANTED) continue;
    const error = await lookAtType(context, type);
    if (error !== null) return error;
  }
  return null;
}

/** What a page names; what cannot be read is there too. */
function idsOf<T>(page: Result<Page<T>>, idOf: (item: T) => string): Result<Page<string>> {
  if (!page.ok) return page;
  const { items, unreadable = [], next } = page.value;
  return succeed({ items: [...items.map(idOf), ...unreadable.map(({ id }) => id)], next });
}

const LINKS_AT_ONCE = 1_000;

async function linkedIds(
  { ledger: { db }, scope }: EngineContext,
  mapping: Mapping,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const links: readonly Link[] = await listLinks(db, scope, { after, limit: LINKS_AT_ONCE });
    const own = links.filter((link) => link.mapping === mapping.id && !link.quickbooksDeleted);
    ids.push(...own.map(({ quickbooksRef: { id } }) => id));
    after = links.length < LINKS_AT_ONCE ? null : (links.at(-1)?.id ?? null);
  } while (after !== null);
  return ids;
}

async function lookAtType(context: EngineContext, type: string): Promise<OperationalError | null> {
  const { ledger, quickbooks, scope, log } = context;
  const { tenant, company } = scope;
  // Before the list: what is made meanwhile is missing in neither.
  const mapping = mappingForType(context, "quickbooks", type);
  // A transaction is in no directory: of those, the linked ones matter.
  const ofMapping = DIRECTORY_TYPES.includes(type) ? null : mapping;
  const absent = new Set(
    ofMapping === null
      ? await listDirectoryIds(ledger.db, tenant, company, type)
      : await linkedIds(context, ofMapping),
  );
  let from: string | null = null;
  do {
    const page: Result<Page<string>> =
      ofMapping === null
        ? idsOf(await quickbooks.listDirectory(type, from), ({ id }) => id)
        : idsOf(await quickbooks.select(ofMapping, "", from), ({ ref }) => ref.id);
    if (!page.ok) return page.error;
    for (const id of page.value.items) absent.delete(id);
    from = page.value.next;
  } while (from !== null);
  await ledger.transaction(async (tx) => {
    for (const id of absent) {
      if (mapping === null) await dropFromDirectory(context, tx, { type, id });
      else {
        await recordNotice(context, tx, { mapping, ref: quickbooksRef(type, id), source: "sweep" });
      }
    }
    await saveCursor(tx, tenant, company, feedOf(type), DONE);
  });
  log.info("Listed a type whose deletions were not shown", { type, absent: absent.size });
  if (absent.size > 0) context.wake();
  return null;
}
