/** What people read of a hold, told once when it begins and once when it ends. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { typeIn } from "@accord-sync/core/mapping/mapping.ts";
import { otherSystem } from "@accord-sync/core/records/record-ref.ts";
import { type ChangeHold, countHeldChanges, decideHold } from "@accord-sync/ledger/held-changes.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, mappingById, nowIso } from "../engine-context.ts";
import { directionTo, nounOf, writeLog } from "../journal.ts";

/** `Far more customers than usual were changed in QuickBooks`. */
export function holdTitle(mapping: Mapping, { system, kind }: Pick<ChangeHold, "system" | "kind">) {
  const nouns = `${nounOf(typeIn(mapping, system))} records`;
  const what = kind === "changes" ? "were changed" : "were emptied or made inactive";
  return `Far more ${nouns} than usual ${what} in ${SYSTEM_LABEL[system]}`;
}

/** Everything that a person must know before they look: how many, since when, and what it means. */
export function holdText(mapping: Mapping, hold: ChangeHold): string {
  const there = SYSTEM_LABEL[otherSystem(hold.system)];
  const written = `${hold.written} since ${hold.since} are in ${there} already`;
  return `${holdTitle(mapping, hold)}: ${written}, and nothing more of it is written until you decide in Accord Admin > Held Changes.`;
}

export async function tellHold(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  hold: ChangeHold,
): Promise<void> {
  const message = holdText(mapping, hold);
  await writeLog(context, tx, {
    mapping,
    salesforce: null,
    quickbooks: null,
    name: null,
    direction: directionTo(otherSystem(hold.system)),
    action: "guard",
    outcome: "held",
    message,
  });
  context.log.warn("changes are held", { mapping: mapping.id, reason: message });
}

/** Nothing is left to ask about: people took every change back before anybody answered. */
export async function endIfReversed(
  context: EngineContext,
  tx: Db,
  hold: ChangeHold,
): Promise<void> {
  const { changeGuard } = context;
  if ((await countHeldChanges(tx, hold.id)) > 0) return;
  changeGuard.forget();
  const by = "Accord Sync";
  if (!(await decideHold(tx, hold.id, { state: "reversed", by, at: nowIso(context) }))) return;
  changeGuard.startAnew(hold);
  await tellEnd(context, tx, hold, {
    actor: null,
    message: `${holdTitle(mappingById(context, hold.mapping), hold)}: all that was held is settled, so nothing is held any more.`,
  });
}

export async function tellEnd(
  context: EngineContext,
  tx: Db,
  hold: ChangeHold,
  { actor, message }: { readonly actor: string | null; readonly message: string },
): Promise<void> {
  await writeLog(context, tx, {
    mapping: mappingById(context, hold.mapping),
    salesforce: null,
    quickbooks: null,
    name: null,
    direction: directionTo(otherSystem(hold.system)),
    action: "guard",
    outcome: "noted",
    actor,
    message,
  });
}
