/**
 * The engine's views as schemas, for the published description of the API. `satisfies` holds each to
 * the engine's type, and the tests parse real views with them.
 */
import type {
  ErrorView,
  HeldDecisionView,
  HeldDeleteView,
  LogEntryView,
  MappingView,
  RecordView,
  ReprocessView,
  RunView,
  ConnectionView,
} from "@accord-sync/engine/engine-api.ts";
import { HOLD_REASONS } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { CONFLICT_POLICIES } from "@accord-sync/core/mapping/mapping.ts";
import { DELETE_POLICIES, REMOVALS } from "@accord-sync/core/mapping/removal.ts";
import { z } from "zod";
import { changeGuardView } from "./held-changes-views.ts";
import type { ServiceStatusView } from "../health/bug-count.ts";

export const text = z.string();
export const textOrNull = z.string().nullable();
export const fieldValue = z.union([z.string(), z.boolean(), z.null()]);

export const errorView = z
  .strictObject({
    code: text,
    message: text,
    action: text,
    vendor: z
      .strictObject({ code: text, message: text, detail: text, requestId: textOrNull })
      .nullable(),
    at: text,
    logId: textOrNull,
  })
  .meta({ id: "Error" }) satisfies z.ZodType<ErrorView>;

const salesforceRecord = z.strictObject({ type: text, id: text, name: textOrNull });

const editView = z.strictObject({ by: textOrNull, at: textOrNull });

const decisionView = z.strictObject({
  entry: text,
  field: text,
  label: text,
  kind: z.enum(["difference", "conflict"]),
  salesforce: fieldValue,
  quickbooks: fieldValue,
  openedAt: text,
  salesforceEdit: editView,
  quickbooksEdit: editView,
  reason: textOrNull,
  seen: text,
});

const matchView = z.strictObject({
  quickbooksId: text,
  name: text,
  active: z.boolean(),
  url: text,
  linkedTo: salesforceRecord.nullable(),
  compare: z.array(
    z.strictObject({
      field: text,
      label: text,
      kind: z.enum(["text", "money"]),
      salesforce: textOrNull,
      quickbooks: textOrNull,
    }),
  ),
  currency: textOrNull,
  asOf: text,
});

export const recordView = z
  .strictObject({
    type: text,
    id: text,
    name: textOrNull,
    mapping: z
      .strictObject({ id: text, quickbooksObject: text, salesforceObject: text })
      .nullable(),
    company: z.strictObject({ realmId: text, name: text }),
    status: z.enum([
      "notLinked",
      "syncing",
      "inSync",
      "waiting",
      "error",
      "needsDecision",
      "newerRecordAvailable",
      "quickbooksRecordDeleted",
    ]),
    statusLabel: text,
    detail: text,
    busy: z.boolean(),
    waitingFor: textOrNull,
    paused: z.array(
      z.strictObject({ system: z.enum(["salesforce", "quickbooks"]), by: text, at: text }),
    ),
    quickbooks: z.strictObject({ id: text, name: text, active: z.boolean(), url: text }).nullable(),
    lastSyncAt: textOrNull,
    error: errorView.nullable(),
    decisions: z.array(decisionView),
    matches: z.array(matchView),
    actions: z.strictObject({
      send: z.boolean(),
      fetch: z.boolean(),
      link: z.boolean(),
      unlink: z.boolean(),
    }),
    revision: text,
  })
  .meta({ id: "Record" }) satisfies z.ZodType<RecordView>;

export const logEntryView = z
  .strictObject({
    id: text,
    name: textOrNull,
    at: text,
    mapping: text,
    direction: z.enum(["salesforceToQuickbooks", "quickbooksToSalesforce", "none"]),
    action: text,
    outcome: z.enum(["applied", "rejected", "unknown", "held", "skipped", "noted"]),
    actor: textOrNull,
    salesforce: salesforceRecord.nullable(),
    quickbooks: z.strictObject({ type: text, id: text }).nullable(),
    message: text,
    reprocessed: z.boolean(),
    error: errorView.nullable(),
    changes: z.array(
      z.strictObject({ field: text, label: text, before: fieldValue, after: fieldValue }),
    ),
    canUnlink: z.boolean(),
    mergedInto: salesforceRecord.nullable(),
  })
  .meta({ id: "LogEntry" }) satisfies z.ZodType<LogEntryView>;

export const runView = z
  .strictObject({
    id: text,
    object: text,
    filter: text,
    state: z.enum(["running", "done", "failed"]),
    found: z.number(),
    done: z.number(),
    remainingSeconds: z.number().nullable(),
    waitingFor: textOrNull,
    results: z.array(
      z.strictObject({
        quickbooksId: text,
        name: text,
        outcome: z.enum(["created", "updated", "alreadyInStep", "held", "error", "waiting"]),
        message: text,
        salesforce: salesforceRecord.nullable(),
      }),
    ),
    error: errorView.nullable(),
    startedAt: text,
    finishedAt: textOrNull,
  })
  .meta({ id: "SyncRun" }) satisfies z.ZodType<RunView>;

export const connectionView = z
  .strictObject({
    id: text,
    system: z.enum(["salesforce", "quickbooks"]),
    name: text,
    accountId: text,
    state: z.enum(["connected", "waiting", "needsReconnect"]),
    detail: textOrNull,
    connectedAt: text,
    wasConnected: z.boolean(),
    isKnown: z.boolean(),
    connectUrl: textOrNull,
    incomeAccount: z
      .strictObject({
        chosen: textOrNull,
        choices: z.array(z.strictObject({ id: text, name: text })),
      })
      .nullable(),
    budget: z
      .strictObject({
        meteredThisMonth: z.number(),
        meteredPerMonth: z.number(),
        expectedThisMonth: z.number(),
        expectedBy: z.enum(["weekdays", "average"]),
        state: z.enum(["ample", "watch", "short", "spent"]),
        message: textOrNull,
        endsAt: text,
        days: z.array(z.strictObject({ day: text, metered: z.number() })),
      })
      .nullable(),
    sweep: z.strictObject({ everySeconds: z.number(), why: text, lastAt: textOrNull }).nullable(),
    org: z
      .strictObject({
        changes: z.strictObject({ by: z.enum(["events", "polling"]), detail: textOrNull }),
        dailyRequests: z.strictObject({ used: z.number(), max: z.number() }).nullable(),
        polledObjects: z.array(text),
        problems: z.array(z.strictObject({ code: text, message: text, action: text })),
      })
      .nullable(),
    paused: z.strictObject({ by: text, at: text }).nullable(),
    authorisation: z
      .strictObject({ endsAt: text, why: z.enum(["unused", "final"]), isNear: z.boolean() })
      .nullable(),
  })
  .meta({ id: "Connection" }) satisfies z.ZodType<ConnectionView>;

export const statusView = z
  .strictObject({
    version: text,
    startedAt: text,
    connections: z.array(connectionView),
    inbox: z.strictObject({ pending: z.number(), oldestAt: textOrNull }),
    counts: z.strictObject({
      linked: z.number(),
      errors: z.number(),
      needsDecision: z.number(),
      heldDeletes: z.number(),
      heldChanges: z.number(),
      notLinkedInQuickbooks: z.number(),
    }),
    webhooks: z.strictObject({ received: z.number(), refused: z.number() }),
    bugs: z.strictObject({ sinceStart: z.number(), lastAt: textOrNull, last: textOrNull }),
    warnings: z.array(text),
  })
  .meta({ id: "Status" }) satisfies z.ZodType<ServiceStatusView>;

const deleteChoice = z.strictObject({
  policy: z.enum(DELETE_POLICIES),
  choices: z.array(z.enum(DELETE_POLICIES)),
});

export const mappingView = z
  .strictObject({
    id: text,
    quickbooksObject: text,
    salesforceObject: text,
    realTime: z.boolean(),
    whenDeleted: z.strictObject({ salesforce: deleteChoice, quickbooks: deleteChoice }),
    changeGuard: changeGuardView,
    fields: z.array(
      z.strictObject({
        name: text,
        label: text,
        quickbooks: text,
        salesforce: text,
        direction: z.enum(["both", "toSalesforce", "toQuickbooks"]),
        policy: z.enum(CONFLICT_POLICIES).nullable(),
      }),
    ),
  })
  .meta({ id: "Mapping" }) satisfies z.ZodType<MappingView>;

export const heldDeleteView = z
  .strictObject({
    id: text,
    seenAt: text,
    mapping: text,
    name: text,
    system: z.enum(["salesforce", "quickbooks"]),
    reason: z.enum(HOLD_REASONS),
    message: text,
    batch: textOrNull,
    deleted: z.strictObject({ type: text, id: text }),
    counterpart: z.strictObject({ type: text, id: text }),
    survivor: salesforceRecord.nullable(),
    salesforce: salesforceRecord,
    choices: z.array(z.enum(REMOVALS)),
  })
  .meta({ id: "HeldDelete" }) satisfies z.ZodType<HeldDeleteView>;

export const heldDecisionView = z.strictObject({
  decided: z.number(),
  skipped: z.array(z.strictObject({ id: text, reason: text })),
}) satisfies z.ZodType<HeldDecisionView>;

export const reprocessView = z.strictObject({
  reprocessed: z.number(),
  skipped: z.array(z.strictObject({ id: text, reason: text })),
}) satisfies z.ZodType<ReprocessView>;

export const filterView = z.union([
  z.strictObject({ understood: text, error: z.null() }),
  z.strictObject({
    understood: z.null(),
    error: z.strictObject({ message: text, at: z.number(), length: z.number() }),
  }),
]);

export const errorBodyView = z
  .strictObject({
    error: z.strictObject({
      code: text,
      message: text,
      action: text,
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: "Refusal" });
