/** What the product made and has not linked: no record of people's, though they may find it. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import type { Journal } from "./journal.ts";
import { listRecords, type LiveRecord } from "./remote-view.ts";
import type { Pair } from "./shared-fields.ts";
import type { World } from "./world.ts";

export function listUnlinked(
  world: World,
  journal: Journal,
  { system, pair, links }: { system: SystemName; pair: Pair; links: readonly Link[] },
): readonly LiveRecord[] {
  const linked = new Set(links.flatMap((link) => [link.salesforceRef.id, link.quickbooksRef.id]));
  return listRecords(world, system, pair).filter(
    ({ id }) =>
      !linked.has(id) && !journal.isUsers(system, id) && !world.isSeeded(pair.types[system], id),
  );
}
