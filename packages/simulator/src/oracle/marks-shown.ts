/**
 * I1, what Salesforce shows: a record that no link holds shows no QuickBooks id. One that a person made up is cleared
 * when it is seen; one that is set aside says why.
 */
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { listRecords } from "../remote-view.ts";
import { PAIR_LIST } from "../shared-fields.ts";
import type { Evidence, Violation } from "./evidence.ts";

export function judgeMarksShown({ world, reports }: Evidence): readonly Violation[] {
  const linked = new Set(reports.links.map(({ salesforceRef }) => refKey(salesforceRef)));
  return PAIR_LIST.flatMap((pair) =>
    listRecords(world, "salesforce", pair).flatMap(({ id, mark }) => {
      const key = refKey({ system: "salesforce", type: pair.types.salesforce, id });
      if (mark === null || linked.has(key) || reports.parked.has(key)) return [];
      return [{ id: "I1", text: `${key} shows the QuickBooks id ${mark}, and no link holds it` }];
    }),
  );
}
