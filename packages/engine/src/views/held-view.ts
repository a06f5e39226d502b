/** What a record's page says of what people have to let go on: held changes, paused connections. */
import { SYSTEM_LABEL, otherSystem } from "@accord-sync/core/records/record-ref.ts";
import { listConnections } from "@accord-sync/ledger/connections.ts";
import { findHold, listHeldChangesOf } from "@accord-sync/ledger/held-changes.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import type { RecordView } from "../engine-api.ts";
import type { EngineContext } from "../engine-context.ts";
import type { NeededView } from "./needed-view.ts";

/** Null when nothing of the link is held. */
export async function viewHeld(
  { ledger: { db } }: EngineContext,
  link: Link,
): Promise<NeededView | null> {
  for (const { hold: id, system, fields } of await listHeldChangesOf(db, link.id)) {
    const hold = await findHold(db, id);
    if (hold?.state !== "open") continue;
    const [here, there] = [SYSTEM_LABEL[system], SYSTEM_LABEL[otherSystem(system)]];
    const what = fields.map(({ label }) => label).join(", ");
    return {
      detail: `${what} of ${here} is not written to ${there}: far more records than usual were changed there at once.`,
      waitingFor: "somebody to decide in Accord Admin > Held Changes",
    };
  }
  return null;
}

/** The connections that a person has paused. */
export async function viewPaused({
  ledger: { db },
  scope: { tenant },
}: EngineContext): Promise<RecordView["paused"]> {
  const rows = await listConnections(db, tenant);
  return rows.flatMap(({ system, paused }) => (paused === null ? [] : [{ system, ...paused }]));
}
