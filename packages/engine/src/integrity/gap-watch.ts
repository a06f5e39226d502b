/**
 * Gap watch: sweeps can tell what was deleted only for as long as the systems keep it. When no sweep succeeded for
 * longer than that, it is said so, and a full compare starts by itself.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type IntegrityRun, listIntegrityRuns } from "@accord-sync/ledger/integrity-runs.ts";
import { type EngineContext, nowIso, remoteOf } from "../engine-context.ts";
import { insertRun } from "./start-run.ts";

const DAY_MS = 24 * 3_600_000;
/**
 * A day less than the vendors keep deletions: 30 days of change data capture (D), 15 days in Salesforce's recycle
 * bin (D). A stand-still is noted to the hour.
 */
export const DELETIONS_KEPT_MS: Readonly<Record<SystemName, number>> = {
  quickbooks: 28 * DAY_MS,
  salesforce: 14 * DAY_MS,
};
/** How often a sweep that succeeded is noted: it needs to be known to the day. */
const NOTED_EVERY_MS = 3_600_000;

/** A full compare that began so shortly before reads all that another reason would have it read. */
const COVERS_MS = 3_600_000;
const RUNS_LOOKED_AT = 20;

/** When the last sweep of the account succeeded, to the hour; ISO 8601. */
const SWEPT_AT = "swept-at";
/** Why a full compare is wanted; empty for not. */
const WANTED = "full-compare-wanted";

/** Call it in the transaction of each sweep that came to the present. */
export async function noteSweep(context: EngineContext, tx: Db, system: SystemName): Promise<void> {
  const { tenant } = context.scope;
  const { accountId } = remoteOf(context, system);
  const sweptAt = await readCursor(tx, tenant, accountId, SWEPT_AT);
  const now = context.clock.now();
  const sinceMs = sweptAt === null ? NOTED_EVERY_MS : now - Date.parse(sweptAt);
  // A clock that was ahead and was put right counts from now on.
  if (sinceMs >= 0 && sinceMs < NOTED_EVERY_MS) return;
  await saveCursor(tx, tenant, accountId, SWEPT_AT, nowIso(context));
  if (sweptAt === null || sinceMs <= DELETIONS_KEPT_MS[system]) return;
  const label = SYSTEM_LABEL[system];
  const days = Math.floor(sinceMs / DAY_MS);
  const reason =
    `${label} was not looked at for ${days} days, which is longer than it keeps what was deleted. ` +
    "So everything is compared.";
  context.log.warn(reason);
  await saveCursor(tx, tenant, context.scope.company, WANTED, reason);
}

/** Starts the full compare that a sweep asked for; one is enough for several reasons. */
export async function startWanted(context: EngineContext): Promise<void> {
  const { tenant, company } = context.scope;
  const wanted = await readCursor(context.ledger.db, tenant, company, WANTED);
  if (wanted === null || wanted === "") return;
  await context.ledger.transaction(async (tx) => {
    const latest = await listIntegrityRuns(tx, tenant, RUNS_LOOKED_AT);
    await saveCursor(tx, tenant, company, WANTED, "");
    const isCovering = ({ why, state, startedAt }: IntegrityRun) =>
      why === "gap" &&
      state !== "failed" &&
      state !== "cancelled" &&
      Math.abs(context.clock.now() - Date.parse(startedAt)) < COVERS_MS;
    if (latest.some(isCovering)) return;
    await insertRun(context, tx, {
      mappings: context.mappings,
      repair: true,
      actor: "Accord Sync",
      why: "gap",
      reason: wanted,
    });
  });
}
