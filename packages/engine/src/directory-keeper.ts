/**
 * Keeps the directory: every name-list record of the company, so that matches, ambiguity and "already
 * linked" are answered at no call. Filled by one paged read per type at connection, then kept by
 * sweeps, notices and write answers.
 */
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { DirectoryEntry } from "@accord-sync/core/ports/remote.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import {
  findInDirectoryByName,
  type NamedEntry,
  removeFromDirectory,
  upsertDirectory,
} from "@accord-sync/ledger/directory.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, nowIso } from "./engine-context.ts";
import { freeingNames } from "./names/wake-names.ts";

/** Types whose names share one list in QuickBooks, or are mapped: all are in the directory. */
export const DIRECTORY_TYPES: readonly string[] = ["Customer", "Item", "Vendor", "Employee"];

const FILLED = "filled";
/** How many records of one name are looked at: more than one is ambiguous already. */
const MATCHES_MAX = 10;

async function store(context: EngineContext, tx: Db, entries: readonly DirectoryEntry[]) {
  const { tenant, company } = context.scope;
  const seenAt = nowIso(context);
  const named = entries.map((entry) => ({
    ...entry,
    canonicalName: canonicalName(entry.name),
    seenAt,
  }));
  await freeingNames(context, tx, named, () => upsertDirectory(tx, tenant, company, named));
}

export async function rememberInDirectory(
  context: EngineContext,
  tx: Db,
  observation: Observation,
): Promise<void> {
  await store(context, tx, [context.quickbooks.directoryEntry(observation)]);
}

/** A record that was looked for and is not there is offered to nobody any more, and its name is free. */
export async function forgetInDirectory(context: EngineContext, ref: RecordRef): Promise<void> {
  await context.ledger.transaction((tx) => dropFromDirectory(context, tx, ref));
}

export async function dropFromDirectory(
  context: EngineContext,
  tx: Db,
  { type, id }: Pick<RecordRef, "type" | "id">,
): Promise<void> {
  const { tenant, company } = context.scope;
  const drop = () => removeFromDirectory(tx, tenant, company, type, id);
  await freeingNames(context, tx, [{ type, id }], drop);
}

/** Directory entries of the mapping's type that have this name, in use ones first. */
export async function directoryMatches(
  context: EngineContext,
  db: Db,
  mapping: Mapping,
  name: string,
): Promise<readonly NamedEntry[]> {
  const { tenant, company } = context.scope;
  const found = await findInDirectoryByName(
    db,
    tenant,
    company,
    mapping.quickbooksType,
    canonicalName(name),
    MATCHES_MAX,
  );
  return found.toSorted((a, b) => Number(b.isActive) - Number(a.isActive));
}

/** Who fills it just now: whoever needs it meanwhile waits for the same reads. */
const filling = new WeakMap<EngineContext, Promise<OperationalError | null>>();

/**
 * Fills what is not filled yet, page by page; the page and its position are durable together, so a
 * crash goes on where it stopped. Answers with the error that stopped it, or null when all is there.
 */
export function fillDirectory(context: EngineContext): Promise<OperationalError | null> {
  const known = filling.get(context);
  if (known !== undefined) return known;
  const begun = fillPages(context).finally(() => filling.delete(context));
  filling.set(context, begun);
  return begun;
}

async function fillPages(context: EngineContext): Promise<OperationalError | null> {
  const { tenant, company } = context.scope;
  for (const type of DIRECTORY_TYPES) {
    const feed = `directory:${type}`;
    let from = await readCursor(context.ledger.db, tenant, company, feed);
    while (from !== FILLED) {
      const page = await context.quickbooks.listDirectory(type, from);
      if (!page.ok) return page.error;
      const { items, next } = page.value;
      await context.ledger.transaction(async (tx) => {
        await store(context, tx, items);
        await saveCursor(tx, tenant, company, feed, next ?? FILLED);
      });
      from = next ?? FILLED;
    }
  }
  return null;
}
