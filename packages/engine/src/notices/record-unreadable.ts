/**
 * A record that an answer names and that cannot be read is told of once, with its id, and keeps nothing else
 * waiting: its own pass looks at it and sets it aside. Whoever finds it again adds nothing.
 */
import {
  actionOf,
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type RecordRef, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope, mappingForType } from "../engine-context.ts";
import { writeParked } from "../journal.ts";
import { readError } from "../views/error-view.ts";
import { recordNotice } from "./record-notice.ts";

export function unreadableError({ system, type, id }: RecordRef): OperationalError {
  return operationalError("RECORD_UNREADABLE", { system: SYSTEM_LABEL[system], type, id });
}

/**
 * Answers with how many notices that made. `found` is how: a record of Salesforce that nobody linked is
 * nobody's business when it `changed`, and missing in what was `listed`.
 */
export async function recordUnreadable(
  context: EngineContext,
  tx: Db,
  ref: RecordRef,
  found: "changed" | "listed",
): Promise<number> {
  const mapping = mappingForType(context, ref.system, ref.type);
  if (mapping === null) return 0;
  const scope = mappedScope(context, mapping);
  const link = await findLinkByRef(tx, scope, ref);
  const isAlone = link === null && ref.system === "salesforce";
  if (isAlone && found === "changed") return 0;
  const error = unreadableError(ref);
  const parked = await findParked(tx, scope, link?.salesforceRef ?? ref);
  if (parked !== null && readError(parked.error).code === error.code) return 0;
  context.log.warn(messageOf(error), { code: error.code, action: actionOf(error) });
  if (isAlone) {
    await setAside(context, tx, { mapping, ref, error });
    return 0;
  }
  await recordNotice(context, tx, { mapping, ref, source: "sweep" });
  return 1;
}

/** No pass looks at a record of Salesforce that nobody linked. */
function setAside(
  context: EngineContext,
  tx: Db,
  aside: {
    readonly mapping: Mapping;
    readonly ref: RecordRef;
    readonly error: OperationalError;
  },
): Promise<void> {
  return writeParked(context, tx, {
    mapping: aside.mapping,
    salesforce: aside.ref,
    quickbooks: null,
    name: null,
    direction: "none",
    action: "update",
    outcome: "rejected",
    error: aside.error,
  });
}
