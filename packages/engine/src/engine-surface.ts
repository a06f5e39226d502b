/** The engine's surface: each of `EngineApi`'s methods, over the parts that do the work. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { listConnections } from "@accord-sync/ledger/connections.ts";
import { countDirectory } from "@accord-sync/ledger/directory.ts";
import { countOpenEntries, decideEntry, findEntry } from "@accord-sync/ledger/entries.ts";
import { countInbox, releaseNotices } from "@accord-sync/ledger/inbox.ts";
import { countLinks, findLinkByRef } from "@accord-sync/ledger/links.ts";
import { listLog, listRecordLog } from "@accord-sync/ledger/log-entries.ts";
import { isRealTime, setRealTime } from "@accord-sync/ledger/mapping-settings.ts";
import { readCalls } from "@accord-sync/ledger/metering.ts";
import { countParked } from "@accord-sync/ledger/parked.ts";
import { findRun, listRuns } from "@accord-sync/ledger/runs.ts";
import { addTally, readTally } from "@accord-sync/ledger/tally.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type {
  ConnectionView,
  EngineApi,
  MappingView,
  RecordView,
  StatusView,
} from "./engine-api.ts";
import {
  dueIso,
  type EngineContext,
  mappedScope,
  mappingForType,
  nowIso,
  quickbooksRef,
  salesforceRef,
} from "./engine-context.ts";
import { linkRecords } from "./link-record.ts";
import { receiveWebhooks } from "./notices/intake.ts";
import { type NoticeParts, recordNotice } from "./notices/record-notice.ts";
import { reprocess } from "./reprocess.ts";
import { startRun } from "./sync-now.ts";
import { unlinkRecord } from "./unlink-record.ts";
import { logEntryView } from "./views/log-view.ts";
import type { RecordGlances } from "./views/record-glances.ts";
import { notMapped, viewRecord } from "./views/record-view.ts";
import { runView } from "./views/run-view.ts";

export interface SurfaceParts {
  readonly context: EngineContext;
  readonly glances: RecordGlances;
  readonly version: string;
  readonly startedAt: string;
  readonly meteredPerMonth: number;
  readonly wakeRuns: () => void;
}

const RUNS_SHOWN = 20;

export function createEngineApi(parts: SurfaceParts): EngineApi {
  const { context, glances } = parts;
  const { ledger, scope } = context;

  const view = async (type: string, id: string): Promise<Result<RecordView>> => {
    const rows = await listConnections(ledger.db, scope.tenant);
    const name = rows.find((row) => row.system === "quickbooks")?.name ?? scope.company;
    return viewRecord(context, glances, name, { type, id });
  };

  /** Records a person's wish durably and answers with the view that shows it. */
  const ask = async (
    type: string,
    id: string,
    wish: Omit<NoticeParts, "mapping" | "ref" | "source">,
  ): Promise<Result<RecordView>> => {
    const mapping = mappingForType(context, "salesforce", type);
    if (mapping === null) return fail(notMapped(context, type));
    const before = await view(type, id);
    if (!before.ok) return before;
    const ref = salesforceRef(type, id);
    await ledger.transaction((tx) =>
      recordNotice(context, tx, { mapping, ref, source: "person", ...wish }),
    );
    context.wake();
    return view(type, id);
  };

  const requireMapping = (type: string): Result<Mapping> => {
    const mapping = mappingForType(context, "salesforce", type);
    return mapping === null ? fail(notMapped(context, type)) : succeed(mapping);
  };

  return {
    receiveWebhooks: (notices) => receiveWebhooks(context, notices),
    countRefusedWebhook: () =>
      ledger.transaction((tx) => addTally(tx, scope.tenant, scope.company, "refused", 1)),

    viewRecord: view,
    send: (type, id, { onMatch, actor }) =>
      ask(type, id, { direction: "send", onMatch, actor, lift: true }),
    fetch: async (type, id, actor) => {
      const mapping = requireMapping(type);
      if (!mapping.ok) return mapping;
      const link = await findLinkByRef(
        ledger.db,
        mappedScope(context, mapping.value),
        salesforceRef(type, id),
      );
      if (link === null) return fail(operationalError("RECORD_NOT_LINKED"));
      return ask(type, id, { direction: "fetch", actor });
    },
    link: async (type, id, { quickbooksId, actor }) => {
      const mapping = requireMapping(type);
      if (!mapping.ok) return mapping;
      const linked = await linkRecords(context, {
        mapping: mapping.value,
        salesforce: salesforceRef(type, id),
        quickbooks: quickbooksRef(mapping.value.quickbooksType, quickbooksId),
        actor,
      });
      if (!linked.ok) return linked;
      context.wake();
      return view(type, id);
    },
    unlink: async (type, id, actor) => {
      const mapping = requireMapping(type);
      if (!mapping.ok) return mapping;
      const ref = salesforceRef(type, id);
      const unlinked = await unlinkRecord(context, { mapping: mapping.value, ref, actor });
      if (!unlinked.ok) return unlinked;
      glances.forget(ref);
      return view(type, id);
    },
    decide: async (type, id, { entry, keep, actor }) => {
      const mapping = requireMapping(type);
      if (!mapping.ok) return mapping;
      const ref = salesforceRef(type, id);
      const link = await findLinkByRef(ledger.db, mappedScope(context, mapping.value), ref);
      const isDecided = await ledger.transaction(async (tx) => {
        const found = await findEntry(tx, entry);
        if (link === null || found?.linkId !== link.id) return false;
        if (!(await decideEntry(tx, entry, keep, actor, nowIso(context)))) return false;
        await recordNotice(context, tx, { mapping: mapping.value, ref, source: "decision", actor });
        return true;
      });
      if (!isDecided) {
        const detail = "this difference is no longer open; load the record again";
        return fail(operationalError("API_BAD_REQUEST", { detail }));
      }
      context.wake();
      return view(type, id);
    },
    recordLog: async (type, id, limit) => {
      const mapping = requireMapping(type);
      if (!mapping.ok) return mapping;
      const entries = await listRecordLog(ledger.db, scope.tenant, salesforceRef(type, id), limit);
      return succeed(entries.map(logEntryView));
    },

    log: async ({ errorsOnly, from, to, before, limit }) => {
      const entries = await listLog(ledger.db, scope.tenant, {
        errorsOnly,
        limit: limit + 1,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(before === undefined ? {} : { before }),
      });
      const shown = entries.slice(0, limit);
      const next = entries.length > limit ? (shown.at(-1)?.id ?? null) : null;
      return { entries: shown.map(logEntryView), next };
    },
    reprocess: (ids, actor) => reprocess(context, ids, actor),

    startRun: async (object, filter, actor) => {
      const started = await startRun(context, object, filter, actor);
      if (!started.ok) return started;
      parts.wakeRuns();
      return viewRun(context, started.value);
    },
    viewRun: (id) => viewRun(context, id),
    listRuns: async () => {
      const runs = await listRuns(ledger.db, scope.tenant, RUNS_SHOWN);
      return Promise.all(runs.map((run) => runView(ledger.db, run, context.clock.now())));
    },

    status: () => statusView(parts),
    listMappings: () =>
      Promise.all(context.mappings.map((mapping) => mappingView(context, mapping))),
    setRealTime: async (mappingId, enabled) => {
      const mapping = context.mappings.find((candidate) => candidate.id === mappingId);
      if (mapping === undefined) {
        return fail(operationalError("RECORD_UNKNOWN", { type: "mapping", id: mappingId }));
      }
      await ledger.transaction(async (tx) => {
        await setRealTime(tx, mappedScope(context, mapping), enabled);
        if (enabled) await releaseNotices(tx, scope.tenant, null, dueIso(context));
      });
      context.wake();
      return succeed(await mappingView(context, mapping));
    },
  };
}

async function viewRun(context: EngineContext, id: string) {
  const run = await findRun(context.ledger.db, id);
  if (run === null) return fail(operationalError("RECORD_UNKNOWN", { type: "run", id }));
  return succeed(await runView(context.ledger.db, run, context.clock.now()));
}

async function mappingView(context: EngineContext, mapping: Mapping): Promise<MappingView> {
  return {
    id: mapping.id,
    quickbooksObject: mapping.quickbooksType,
    salesforceObject: mapping.salesforceType,
    realTime: await isRealTime(context.ledger.db, mappedScope(context, mapping)),
    fields: mapping.fields.map(({ name, label, quickbooks, salesforce, direction }) => ({
      name,
      label,
      quickbooks,
      salesforce,
      direction,
    })),
  };
}

async function statusView(parts: SurfaceParts): Promise<StatusView> {
  const { context, version, startedAt, meteredPerMonth } = parts;
  const { db } = context.ledger;
  const { tenant, company } = context.scope;
  const month = new Date(context.clock.now()).toISOString().slice(0, 7);
  const calls = await readCalls(db, tenant, company, month);
  const connections = (await listConnections(db, tenant)).map(
    (row): ConnectionView => ({
      id: row.id,
      system: row.system,
      name: row.name,
      accountId: row.accountId,
      state: row.state,
      detail: row.detail,
      connectedAt: row.connectedAt,
      budget:
        row.system === "quickbooks"
          ? { meteredThisMonth: calls.read + calls.batch, meteredPerMonth }
          : null,
    }),
  );
  const linked = await countLinks(db, tenant);
  const listed = await Promise.all(
    context.mappings.map((mapping) => countDirectory(db, tenant, company, mapping.quickbooksType)),
  );
  const tally = await readTally(db, tenant, company);
  return {
    version,
    startedAt,
    connections,
    inbox: await countInbox(db, tenant),
    counts: {
      linked,
      errors: await countParked(db, tenant, "error"),
      needsDecision: await countOpenEntries(db, tenant),
      notLinkedInQuickbooks: Math.max(0, listed.reduce((sum, count) => sum + count, 0) - linked),
    },
    webhooks: { received: tally.received, refused: tally.refused },
  };
}
