/** The engine's surface: each of `EngineApi`'s methods, over the parts that do the work. */
import { addTally } from "@accord-sync/ledger/tally.ts";
import type { EngineApi } from "../engine-api.ts";
import type { EngineContext } from "../engine-context.ts";
import { receiveWebhooks } from "../notices/intake.ts";
import { reprocess } from "../reprocess.ts";
import { startRun } from "../sync-now.ts";
import type { RecordGlances } from "../views/record-glances.ts";
import { createBackfillApi } from "./backfill-surface.ts";
import { readLog, viewRun, viewRuns } from "./log-surface.ts";
import { createIntegrityApi } from "./integrity-surface.ts";
import { RecordSurface } from "./record-surface.ts";
import { decideHeld, listHeld } from "./deletion-surface.ts";
import { createHeldChangesApi } from "./held-changes-surface.ts";
import { changeMapping, listMappings } from "./mapping-surface.ts";
import { pauseConnection, type PauseParts, resumeConnection } from "./pause-surface.ts";
import { chooseAccount, statusView } from "./set-up-surface.ts";

export interface SurfaceParts extends PauseParts {
  readonly context: EngineContext;
  readonly glances: RecordGlances;
  /** Tells the selection of runs that there is a new one. */
  readonly wakeRuns: () => void;
  /** Tells Sync Integrity that there is something to do. */
  readonly wakeIntegrity: () => void;
  /** Tells the loop of backfills that a person did something about one. */
  readonly wakeBackfills: () => void;
}

export function createEngineApi(parts: SurfaceParts): EngineApi {
  const { context, glances, wakeRuns, wakeBackfills } = parts;
  const { ledger, scope } = context;
  const records = new RecordSurface(context, glances);
  return {
    ...createIntegrityApi(parts),
    ...createHeldChangesApi(context),
    receiveWebhooks: (notices) => receiveWebhooks(context, notices),
    countRefusedWebhook: (count = 1) =>
      ledger.transaction((tx) => addTally(tx, scope.tenant, scope.company, "refused", count)),

    viewRecord: (type, id) => records.viewRecord(type, id),
    send: (type, id, request) => records.send(type, id, request),
    fetch: (type, id, actor) => records.fetch(type, id, actor),
    link: (type, id, request) => records.link(type, id, request),
    unlink: (type, id, actor) => records.unlink(type, id, actor),
    decide: (type, id, request) => records.decide(type, id, request),
    recordLog: (type, id, limit) => records.recordLog(type, id, limit),

    log: (query) => readLog(context, query),
    reprocess: (ids, actor) => reprocess(context, ids, actor),

    startRun: async (object, filter, actor) => {
      const started = await startRun(context, object, filter, actor);
      if (!started.ok) return started;
      wakeRuns();
      return viewRun(context, started.value);
    },
    viewRun: (id) => viewRun(context, id),
    listRuns: () => viewRuns(context),

    ...createBackfillApi(context, wakeBackfills),

    status: () => statusView(context, parts),
    listMappings: () => listMappings(context),
    chooseIncomeAccount: (id, accountId) => chooseAccount(context, parts, id, accountId),
    pauseConnection: (id, actor) => pauseConnection(context, parts, { id, actor }),
    resumeConnection: (id, actor) => resumeConnection(context, parts, { id, actor }),
    listHeldDeletes: (query) => listHeld(context, query),
    decideHeldDeletes: (decision) => decideHeld(context, decision),
    changeMapping: (id, change, actor) => changeMapping(context, id, change, actor),
  };
}
