/** Held changes of the engine that stands in for the real one: views that are complete. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import type {
  HeldChangesApi,
  HeldChangesView,
  HeldRecordView,
} from "@accord-sync/engine/held-changes-api.ts";
import type { ChangeGuardSetting } from "@accord-sync/engine/held-changes-api.ts";

const FIGURES = { more: 200, percent: 20, minutes: 60, isOwn: false };
const SETTING: ChangeGuardSetting = { changes: FIGURES, losses: { ...FIGURES, more: 50 } };
export const CHANGE_GUARD = { salesforce: SETTING, quickbooks: SETTING };

export const HELD_RECORD: HeldRecordView = {
  name: "Cool Cars",
  salesforce: { type: "Account", id: "001000000000001AAA" },
  quickbooks: { type: "Customer", id: "3" },
  values: [
    {
      field: "phone",
      label: "Phone",
      before: "(415) 555-0101",
      after: null,
      by: "Ada Admin",
      at: "2026-11-23T10:20:00Z",
    },
  ],
};

export const HELD_CHANGES: HeldChangesView = {
  id: "4",
  mapping: "customer-account",
  system: "salesforce",
  kind: "losses",
  since: "2026-11-23T10:10:00Z",
  heldSince: "2026-11-23T10:20:30Z",
  written: 50,
  records: 312,
  fields: [{ label: "Phone", records: 312 }],
  people: [{ name: "Ada Admin", records: 312 }],
  examples: [HELD_RECORD],
  title: "Far more account records than usual were emptied or made inactive in Salesforce",
  message: "Far more account records than usual were emptied or made inactive in Salesforce.",
};

type Remember = <T>(
  name: string,
  answer: (...given: never[]) => T,
) => (...given: unknown[]) => Promise<T>;

export function fakeHeldChanges(remember: Remember): HeldChangesApi {
  const over = () => fail(operationalError("HELD_CHANGES_OVER"));
  return {
    listHeldChanges: remember("listHeldChanges", () => [HELD_CHANGES]),
    listHeldRecords: remember("listHeldRecords", (id: string) =>
      id === HELD_CHANGES.id ? succeed({ records: [HELD_RECORD], next: null }) : over(),
    ),
    decideHeldChanges: remember("decideHeldChanges", (id: string) =>
      id === HELD_CHANGES.id ? succeed({ decided: HELD_CHANGES.records }) : over(),
    ),
  };
}
