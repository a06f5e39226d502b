/** How a record stands that another one waits for: on its way, or in need of somebody. */
import { messageOf, operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { otherSystem, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import type { Needed } from "@accord-sync/ledger/waits.ts";
import { type EngineContext, mappedScope, mappingById } from "../engine-context.ts";
import { nounOf } from "../journal.ts";
import { readError } from "../views/error-view.ts";
import { isGone } from "./load-references.ts";

export type NeededState =
  /** Linked: nothing is waited for. */
  | { readonly kind: "linked" }
  /** In the inbox: what becomes of it is not known yet. */
  | { readonly kind: "underWay" }
  /** Not linked, and nothing is under way. `reason`: why not, in plain words; null when nobody tried. */
  | { readonly kind: "still"; readonly reason: string | null };

export async function stateOfNeeded(
  context: EngineContext,
  db: Db,
  { mapping, ref }: Pick<Needed, "mapping" | "ref">,
): Promise<NeededState> {
  const scope = mappedScope(context, mappingById(context, mapping));
  const link = await findLinkByRef(db, scope, ref);
  const target = otherSystem(ref.system);
  if (link !== null) {
    if (!isGone(link, target)) return { kind: "linked" };
    return { kind: "still", reason: `it was deleted in ${SYSTEM_LABEL[target]}` };
  }
  const notices = await listNoticesFor(db, context.scope, ref);
  if (notices.some((notice) => notice.mapping === mapping)) return { kind: "underWay" };
  if (await isKeptApart(db, scope, ref)) {
    return { kind: "still", reason: messageOf(operationalError("RECORD_KEPT_APART")) };
  }
  const parked = await findParked(db, scope, ref);
  const reason = parked === null ? null : messageOf(readError(parked.error));
  return { kind: "still", reason };
}

/** `account Cool Cars`, or with its Id where no name is known. */
export function nameOfNeeded({ ref, name }: Pick<Needed, "ref" | "name">): string {
  return `${nounOf(ref.type)} ${name ?? ref.id}`;
}
