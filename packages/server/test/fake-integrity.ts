/** Sync Integrity of the engine that stands in for the real one: views that are complete. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import type {
  FindingView,
  IntegrityApi,
  IntegrityCostView,
  IntegrityJobView,
  IntegrityRunView,
} from "@accord-sync/engine/engine-api.ts";

export const INTEGRITY_RUN: IntegrityRunView = {
  id: "run-7",
  state: "done",
  why: "person",
  reason: null,
  actor: "Ada Admin",
  repair: false,
  startedAt: "2026-11-23T10:20:30Z",
  asOf: "2026-11-23T10:20:40Z",
  finishedAt: "2026-11-23T10:21:10Z",
  progress: { read: 70, expected: 70, remainingSeconds: null },
  waitingFor: null,
  error: null,
  metered: 3,
  agrees: false,
  summary:
    "The books do not agree: of 20 linked pairs, 1 finding is open. Price differs by 5 in all.",
  repairable: 1,
  objects: [
    {
      quickbooksObject: "Item",
      salesforceObject: "Product2",
      records: { salesforce: 30, quickbooks: 40 },
      linked: 20,
      agreed: 18,
      waiting: 1,
      busy: 0,
      open: {
        missing: 0,
        drift: 1,
        gone: 0,
        older: 0,
        mark: 0,
        unlinked: 28,
        match: 1,
        ambiguous: 0,
      },
      repaired: 2,
      unlinked: { salesforce: 10, quickbooks: 20 },
      money: [
        {
          field: "price",
          label: "Price",
          salesforce: "1205.10",
          quickbooks: "1200.10",
          difference: "5",
        },
      ],
    },
  ],
};

export const FINDING: FindingView = {
  id: "12",
  kind: "drift",
  kindLabel: "Differs",
  quickbooksObject: "Item",
  state: "open",
  systems: ["salesforce", "quickbooks"],
  name: "Pump",
  salesforce: {
    type: "Product2",
    id: "01t000000000001AAA",
    url: "http://localhost:4001/lightning/r/Product2/01t000000000001AAA/view",
  },
  quickbooks: { type: "Item", id: "11", url: "http://localhost:4002/app/items?itemId=11" },
  fields: [{ field: "price", label: "Price", salesforce: "20", quickbooks: "15" }],
  canRepair: true,
  action: "Repair asks a person which value to keep: nothing tells which one is newer.",
  note: null,
  foundAt: "2026-11-23T10:20:50Z",
  repairedAt: null,
};

export const JOB: IntegrityJobView = {
  id: "3",
  name: "Every night",
  objects: ["Customer", "Item"],
  repair: true,
  schedule: {
    type: "recurring",
    every: 1,
    unit: "days",
    start: "2026-11-24T02:00",
    timeZone: "Europe/Berlin",
  },
  when: "Every day at 02:00 (Europe/Berlin)",
  nextAt: "2026-11-24T01:00:00Z",
  lastRun: "run-7",
  actor: "Ada Admin",
};

export const COST: IntegrityCostView = {
  meteredPerRun: 3,
  turnsThisMonth: 7,
  expectedThisMonth: 36,
  meteredPerMonth: 500_000,
  nextAt: "2026-11-24T01:00:00Z",
  sentence: "A run takes about 3 metered calls to QuickBooks.",
};

type Remember = <T>(
  name: string,
  answer: (...given: never[]) => T,
) => (...given: unknown[]) => Promise<T>;

export function fakeIntegrity(remember: Remember): IntegrityApi {
  const aboutRun = <T>(id: string, value: T) =>
    id === INTEGRITY_RUN.id
      ? succeed(value)
      : fail(operationalError("INTEGRITY_RUN_UNKNOWN", { id }));
  const aboutJob = <T>(id: string, value: T) =>
    id === JOB.id ? succeed(value) : fail(operationalError("INTEGRITY_JOB_UNKNOWN", { id }));
  return {
    startIntegrity: remember("startIntegrity", () => succeed(INTEGRITY_RUN)),
    viewIntegrity: remember("viewIntegrity", (id: string) => aboutRun(id, INTEGRITY_RUN)),
    listIntegrity: remember("listIntegrity", () => [INTEGRITY_RUN]),
    listFindings: remember("listFindings", (id: string) =>
      aboutRun(id, { findings: [FINDING], next: null }),
    ),
    repairIntegrity: remember("repairIntegrity", (id: string) =>
      aboutRun(id, { repairing: 1, run: INTEGRITY_RUN }),
    ),
    cancelIntegrity: remember("cancelIntegrity", (id: string) => aboutRun(id, INTEGRITY_RUN)),
    integrityCost: remember("integrityCost", () => succeed(COST)),
    listIntegrityJobs: remember("listIntegrityJobs", () => [JOB]),
    saveIntegrityJob: remember("saveIntegrityJob", (id: string | null) =>
      aboutJob(id ?? JOB.id, JOB),
    ),
    removeIntegrityJob: remember("removeIntegrityJob", (id: string) => aboutJob(id, [])),
  };
}
