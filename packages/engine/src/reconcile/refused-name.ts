/**
 * What to make of a name that QuickBooks refuses. It may belong to a record of the same kind that the
 * directory does not know yet: one look tells, and the record's page then offers to link the two. Or
 * to a vendor or an employee, which share one list of names with customers: those cannot be linked, so
 * the advice is another one.
 */
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { findInDirectoryByName } from "@accord-sync/ledger/directory.ts";
import { DIRECTORY_TYPES, directoryMatches, rememberInDirectory } from "../directory-keeper.ts";
import type { EngineContext } from "../engine-context.ts";

export async function explainRefusedName(
  context: EngineContext,
  mapping: Mapping,
  name: string,
  error: OperationalError,
): Promise<OperationalError> {
  await lookForNamesake(context, mapping, name);
  const own = await directoryMatches(context, context.ledger.db, mapping, name);
  if (own.some((entry) => entry.isActive)) return error;
  const kind = await otherKind(context, mapping, name);
  if (kind === null) return error;
  const { vendor } = error;
  return operationalError(
    "QBO_NAME_OF_ANOTHER_KIND",
    { kind: kind.toLowerCase(), name },
    { vendor },
  );
}

async function lookForNamesake(
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

/** The type of an active record of this name that is not the mapping's own; null when there is none. */
async function otherKind(
  context: EngineContext,
  mapping: Mapping,
  name: string,
): Promise<string | null> {
  const { tenant, company } = context.scope;
  for (const type of DIRECTORY_TYPES.filter((each) => each !== mapping.quickbooksType)) {
    const wanted = canonicalName(name);
    const found = await findInDirectoryByName(context.ledger.db, tenant, company, type, wanted, 1);
    if (found.some((entry) => entry.isActive)) return type;
  }
  return null;
}
