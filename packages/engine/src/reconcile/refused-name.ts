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
import { findInDirectoryByName } from "@accord-sync/ledger/directory.ts";
import { directoryMatches } from "../directory-keeper.ts";
import type { EngineContext } from "../engine-context.ts";
import { lookForNamesake } from "../names/look-for-namesake.ts";
import { typesSharing } from "../names/name-lists.ts";

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

/** The type of an active record of this name that is not the mapping's own; null when there is none. */
async function otherKind(
  context: EngineContext,
  mapping: Mapping,
  name: string,
): Promise<string | null> {
  const { tenant, company } = context.scope;
  for (const type of typesSharing(mapping.quickbooksType).slice(1)) {
    const wanted = canonicalName(name);
    const found = await findInDirectoryByName(context.ledger.db, tenant, company, type, wanted, 1);
    if (found.some((entry) => entry.isActive)) return type;
  }
  return null;
}
