/** An engine that answers from a table and remembers what it was asked. */
import { CHANGE_GUARD, fakeHeldChanges } from "./fake-held-changes.ts";
import { fakeIntegrity } from "./fake-integrity.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { BackfillView } from "@accord-sync/engine/backfill-api.ts";
import { BACKFILL, BACKFILL_ITEM } from "./backfill-samples.ts";
import type {
  ConnectionView,
  EngineApi,
  HeldDeleteView,
  LogEntryView,
  MappingView,
  RecordView,
  RunView,
  StatusView,
} from "@accord-sync/engine/engine-api.ts";

export const COOL_CARS: RecordView = {
  type: "Account",
  id: "001000000000001AAA",
  name: "Cool Cars",
  mapping: {
    id: "customer-account",
    quickbooksObject: "Customer",
    salesforceObject: "Account",
  },
  company: { realmId: "9341452700000001", name: "Craig's Design and Landscaping Services" },
  status: "inSync",
  statusLabel: "In Sync",
  detail: "Both systems hold the same values.",
  busy: false,
  waitingFor: null,
  paused: [],
  quickbooks: {
    id: "3",
    name: "Cool Cars",
    active: true,
    url: "http://localhost:4002/app/customerdetail?nameId=3",
  },
  lastSyncAt: "2026-11-23T10:20:30Z",
  error: null,
  decisions: [],
  matches: [],
  actions: { send: true, fetch: true, link: false, unlink: true },
  revision: "17",
};

export const HELD_DELETE: HeldDeleteView = {
  id: "7",
  seenAt: "2026-11-23T10:20:30Z",
  mapping: "customer-account",
  name: "Cool Cars",
  system: "salesforce",
  reason: "policy",
  message: "The Salesforce account was deleted.",
  batch: null,
  deleted: { type: "Account", id: COOL_CARS.id },
  counterpart: { type: "Customer", id: "3" },
  survivor: null,
  salesforce: { type: "Account", id: COOL_CARS.id, name: "Cool Cars" },
  choices: ["deactivate"],
};

export const LOG_ENTRY: LogEntryView = {
  id: "41",
  name: "Cool Cars",
  at: "2026-11-23T10:20:30Z",
  mapping: "customer-account",
  direction: "salesforceToQuickbooks",
  action: "create",
  outcome: "applied",
  actor: "Operator",
  salesforce: { type: "Account", id: COOL_CARS.id, name: "Cool Cars" },
  quickbooks: { type: "Customer", id: "3" },
  message: "Created customer 3 in QuickBooks.",
  reprocessed: false,
  error: null,
  changes: [{ field: "phone", label: "Phone", before: null, after: "(555) 2" }],
  canUnlink: false,
  mergedInto: null,
};

export const RUN: RunView = {
  id: "7",
  object: "Customer",
  filter: "Id = '58'",
  state: "running",
  found: 1,
  done: 0,
  waitingFor: null,
  remainingSeconds: 1,
  results: [],
  error: null,
  startedAt: "2026-11-23T10:20:30Z",
  finishedAt: null,
};

export const STATUS: StatusView = {
  version: "0.1.0",
  startedAt: "2026-11-23T10:00:00Z",
  connections: [
    {
      id: "quickbooks",
      system: "quickbooks",
      name: "Craig's Design and Landscaping Services",
      accountId: "9341452700000001",
      state: "connected",
      detail: null,
      connectedAt: "2026-11-23T10:00:00Z",
      wasConnected: true,
      isKnown: true,
      paused: null,
      connectUrl: null,
      incomeAccount: { chosen: "79", choices: [{ id: "79", name: "Sales of Product Income" }] },
      budget: {
        meteredThisMonth: 12,
        meteredPerMonth: 500_000,
        expectedThisMonth: 15,
        expectedBy: "average",
        state: "ample",
        message: null,
        endsAt: "2026-12-01T00:00:00Z",
        days: [
          { day: "2026-11-22", metered: 5 },
          { day: "2026-11-23", metered: 7 },
        ],
      },
      sweep: {
        everySeconds: 900,
        why: "webhooks tell every change",
        lastAt: "2026-11-23T10:20:00Z",
      },
      org: null,
      authorisation: { endsAt: "2031-11-22T10:00:00Z", why: "final", isNear: false },
    },
  ],
  inbox: { pending: 2, oldestAt: "2026-11-23T10:20:00Z" },
  counts: {
    linked: 3,
    errors: 1,
    needsDecision: 0,
    heldDeletes: 1,
    heldChanges: 0,
    notLinkedInQuickbooks: 41,
  },
  webhooks: { received: 5, refused: 1 },
};

export const MAPPING: MappingView = {
  id: "customer-account",
  quickbooksObject: "Customer",
  salesforceObject: "Account",
  realTime: true,
  whenDeleted: {
    salesforce: { policy: "hold", choices: ["hold", "deactivate"] },
    quickbooks: { policy: "hold", choices: ["hold"] },
  },
  changeGuard: CHANGE_GUARD,
  fields: [
    {
      name: "phone",
      label: "Phone",
      quickbooks: "PrimaryPhone.FreeFormNumber",
      salesforce: "Phone",
      direction: "both",
      policy: "ask",
    },
  ],
};

export interface FakeEngine extends EngineApi {
  /** Each call as its name and arguments, in order. */
  readonly asked: readonly (readonly [string, ...unknown[]])[];
}

function aboutConnection(id: string, paused: ConnectionView["paused"]): Result<ConnectionView> {
  const found = STATUS.connections.find((connection) => connection.id === id);
  return found === undefined
    ? fail(operationalError("CONNECTION_UNKNOWN", { id }))
    : succeed({ ...found, paused });
}

export function createFakeEngine(overrides: Partial<EngineApi> = {}): FakeEngine {
  const asked: (readonly [string, ...unknown[]])[] = [];
  const remember =
    <T>(name: string, answer: (...given: never[]) => T) =>
    async (...given: unknown[]): Promise<T> => {
      asked.push([name, ...given]);
      return answer(...(given as never[]));
    };
  const aboutRecord = (type: string, id: string): Result<RecordView> =>
    type === COOL_CARS.type && id === COOL_CARS.id
      ? succeed(COOL_CARS)
      : fail(operationalError("RECORD_UNKNOWN", { type, id }));
  const aboutBackfill = (id: string): Result<BackfillView> =>
    id === BACKFILL.id ? succeed(BACKFILL) : fail(operationalError("BACKFILL_UNKNOWN", { id }));
  return {
    ...fakeIntegrity(remember),
    ...fakeHeldChanges(remember),
    asked,
    planBackfill: remember("planBackfill", () => succeed(BACKFILL)),
    viewBackfill: remember("viewBackfill", aboutBackfill),
    listBackfills: remember("listBackfills", () => [BACKFILL]),
    listBackfillItems: remember("listBackfillItems", () =>
      succeed({ items: [BACKFILL_ITEM], next: null }),
    ),
    decideBackfillItems: remember("decideBackfillItems", () =>
      succeed({ decided: 1, refused: [], backfill: BACKFILL }),
    ),
    applyBackfill: remember("applyBackfill", aboutBackfill),
    pauseBackfill: remember("pauseBackfill", aboutBackfill),
    resumeBackfill: remember("resumeBackfill", aboutBackfill),
    cancelBackfill: remember("cancelBackfill", aboutBackfill),
    receiveWebhooks: remember("receiveWebhooks", () => undefined),
    countRefusedWebhook: remember("countRefusedWebhook", () => undefined),
    viewRecord: remember("viewRecord", aboutRecord),
    send: remember("send", aboutRecord),
    fetch: remember("fetch", aboutRecord),
    link: remember("link", aboutRecord),
    unlink: remember("unlink", aboutRecord),
    decide: remember("decide", aboutRecord),
    recordLog: remember("recordLog", () => succeed([LOG_ENTRY])),
    log: remember("log", () => ({ entries: [LOG_ENTRY], next: null })),
    listHeldDeletes: remember("listHeldDeletes", () => ({ held: [HELD_DELETE], next: null })),
    decideHeldDeletes: remember("decideHeldDeletes", () => succeed({ decided: 1, skipped: [] })),
    reprocess: remember("reprocess", () => ({ reprocessed: 1, skipped: [] })),
    startRun: remember("startRun", () => succeed(RUN)),
    viewRun: remember("viewRun", (id: string) =>
      id === RUN.id ? succeed(RUN) : fail(operationalError("RUN_UNKNOWN", { id })),
    ),
    listRuns: remember("listRuns", () => [RUN]),
    status: remember("status", () => STATUS),
    listMappings: remember("listMappings", () => [MAPPING]),
    changeMapping: remember("changeMapping", () => succeed(MAPPING)),
    pauseConnection: remember("pauseConnection", (id: string, actor: string) =>
      aboutConnection(id, { by: actor, at: "2026-11-23T10:20:30Z" }),
    ),
    resumeConnection: remember("resumeConnection", (id: string) => aboutConnection(id, null)),
    chooseIncomeAccount: remember("chooseIncomeAccount", () =>
      succeed(must(STATUS.connections[0], "the fake has a connection")),
    ),
    ...overrides,
  };
}
