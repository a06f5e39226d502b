/**
 * Before an unlinked record counts as unlinked, every pending create aimed at its system is settled:
 * the record may be its result, seen before the link is committed (F3).
 *
 * The order matters. First no create is pending, then no link is there: a create that finished in
 * between has committed its link by then, and one that starts later makes another record.
 */
import { typeIn } from "@accord-sync/core/mapping/mapping.ts";
import { hasOpenCreate } from "@accord-sync/ledger/intents.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappedScope, remoteOf } from "../engine-context.ts";
import type { Pass, PassEnd } from "./pass.ts";

/** How long a record waits that may turn out to be the result of a create in flight; longer behind a job of many. */
const CREATE_IN_FLIGHT_MS = 300;
const CREATE_IN_FLIGHT_MAX_MS = 10_000;
/** How long until the pass runs again in the lane of its new link. */
const NEW_LANE_MS = 20;

/** Null when the record certainly is unlinked. */
export async function waitForCreates(
  context: EngineContext,
  { notice, mapping }: Pass,
): Promise<PassEnd | null> {
  const { db } = context.ledger;
  const { system } = notice.ref;
  const { tenant } = context.scope;
  const account = remoteOf(context, system).accountId;
  const isOpen = await hasOpenCreate(db, tenant, account, system, typeIn(mapping, system));
  if (isOpen) {
    const waitedMs = context.clock.now() - Date.parse(notice.firstAt);
    const ms = Math.min(Math.max(CREATE_IN_FLIGHT_MS, waitedMs), CREATE_IN_FLIGHT_MAX_MS);
    return { kind: "postponed", ms };
  }
  const link = await findLinkByRef(db, mappedScope(context, mapping), notice.ref);
  return link === null ? null : { kind: "postponed", ms: NEW_LANE_MS };
}
