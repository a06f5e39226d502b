/**
 * Engine: keeps one Salesforce org and one QuickBooks company in agreement.
 *
 *   notices ─▶ inbox ─▶ worker ─▶ lane ─▶ reconcile ─▶ writer ─▶ receipts
 *   sweeps, change feed, runs and a person's acts all end in the inbox
 *
 * This file only joins the parts; each is in the file of its name.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { ChangeFeed } from "@accord-sync/core/ports/change-feed.ts";
import type { Clock, Random } from "@accord-sync/core/ports/clock.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";
import type { QuickbooksRemote, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  type ConnectionRow,
  findConnection,
  insertConnection,
  updateConnectionIdentity,
  updateConnectionSettings,
} from "@accord-sync/ledger/connections.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { listOpenIntents } from "@accord-sync/ledger/intents.ts";
import type { Ledger, Scope } from "@accord-sync/ledger/ledger.ts";
import { budgetedQuickbooks, budgetedSalesforce } from "./budgeted-remote.ts";
import { ConnectionKeeper } from "./connection-keeper.ts";
import { fillDirectory } from "./directory-keeper.ts";
import type { EngineApi } from "./engine-api.ts";
import { type EngineContext, mappingById } from "./engine-context.ts";
import { createEngineApi } from "./engine-surface.ts";
import { Lanes } from "./lanes.ts";
import { CHANGE_FEED, receiveChanges } from "./notices/intake.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { DEFAULT_PACING, type Pacing } from "./pacing.ts";
import {
  type BudgetLimits,
  QUICKBOOKS_LIMITS,
  RateBudget,
  SALESFORCE_LIMITS,
} from "./rate-budget.ts";
import { Rhythm } from "./rhythm.ts";
import { sweep } from "./sweeper.ts";
import { selectForRuns } from "./sync-now.ts";
import { RecordGlances } from "./views/record-glances.ts";
import { Worker } from "./worker.ts";
import { salesforceRef } from "./engine-context.ts";

export interface EngineOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
  readonly mappings: readonly Mapping[];
  readonly salesforce: SalesforceRemote;
  readonly quickbooks: QuickbooksRemote;
  /** Null where there is no event stream: sweeps do its work, later. */
  readonly feed: ChangeFeed | null;
  readonly version: string;
  /** The account for income of products made in QuickBooks; null takes the company's first. */
  readonly incomeAccountId?: string | null;
  readonly pacing?: Partial<Pacing>;
  readonly quickbooksLimits?: BudgetLimits;
  /** QuickBooks reads permitted in a month (Q-METERING). Default 500,000. */
  readonly meteredPerMonth?: number;
}

export interface Engine extends EngineApi {
  /** Takes up all work that is recorded, and follows both systems until stopped. */
  start(): Promise<void>;
  /** Ends every loop and waits for the passes under way. What is not done stays recorded. */
  stop(): Promise<void>;
  /** Wakes what waited for a connection that was authorised again. */
  reconnected(system: SystemName): void;
}

/** Connection ids: one of each system, until there are several. */
export const CONNECTION_ID: Readonly<Record<SystemName, string>> = {
  salesforce: "salesforce",
  quickbooks: "quickbooks",
};

/**
 * Makes sure that both connections are in the ledger. The time of the first call is the moment of
 * connection: feeds start there, and older records enter only by a person's act.
 */
export async function ensureConnections(ledger: Ledger, clock: Clock, scope: Scope): Promise<void> {
  for (const system of ["salesforce", "quickbooks"] as const) {
    const id = CONNECTION_ID[system];
    if ((await findConnection(ledger.db, id)) !== null) continue;
    const accountId = system === "salesforce" ? scope.org : scope.company;
    await ledger.transaction((tx) =>
      insertConnection(tx, {
        id,
        tenant: scope.tenant,
        system,
        accountId,
        name: accountId,
        state: "waiting",
        detail: null,
        settings: {},
        userId: null,
        connectedAt: isoSeconds(clock.now()),
      }),
    );
  }
}

export function createEngine(options: EngineOptions): Engine {
  const { ledger, clock, log, scope } = options;
  const pacing: Pacing = { ...DEFAULT_PACING, ...options.pacing };
  const rhythm = new Rhythm(clock, log);
  const glances = new RecordGlances();
  const lanes = new Lanes();
  const budgets = {
    salesforce: new RateBudget(clock, SALESFORCE_LIMITS),
    quickbooks: new RateBudget(clock, options.quickbooksLimits ?? QUICKBOOKS_LIMITS),
  };
  const connection = async (system: SystemName): Promise<ConnectionRow> =>
    must(
      await findConnection(ledger.db, CONNECTION_ID[system]),
      `the ${system} connection is recorded before the engine starts`,
    );
  const keeper = (system: SystemName) =>
    new ConnectionKeeper({
      ledger,
      clock,
      tenant: scope.tenant,
      system,
      accountId: system === "salesforce" ? scope.org : scope.company,
      connectionId: CONNECTION_ID[system],
      onAnswering: () => {
        worker.wake();
        rhythm.wake("set-up");
        rhythm.wake("runs");
        rhythm.wake(`sweep ${system}`);
      },
    });
  const keepers = { salesforce: keeper("salesforce"), quickbooks: keeper("quickbooks") };

  const makeContext = (priority: number): EngineContext => ({
    clock,
    random: options.random,
    log,
    ledger,
    scope,
    mappings: options.mappings,
    lanes,
    pacing,
    salesforce: budgetedSalesforce(options.salesforce, {
      budget: budgets.salesforce,
      clock,
      observer: keepers.salesforce,
      priority: () => priority,
    }),
    quickbooks: budgetedQuickbooks(options.quickbooks, {
      budget: budgets.quickbooks,
      clock,
      observer: keepers.quickbooks,
      priority: () => priority,
    }),
    createSettings: async () => {
      const { settings } = await connection("quickbooks");
      return { incomeAccountId: settings["incomeAccountId"] ?? null };
    },
    connectedAt: async () => (await connection("quickbooks")).connectedAt,
    wake: () => worker.wake(),
  });
  const contexts = [0, 1, 2, 3].map(makeContext);
  const contextFor = (priority: number): EngineContext =>
    must(contexts[Math.min(Math.max(priority, 0), 3)], "there is a context for each priority");
  const worker = new Worker(contextFor);
  const person = contextFor(0);
  const background = contextFor(2);

  /** What must be known of both accounts before records can be made: asked until it is answered. */
  const setUp = async (): Promise<number> => {
    const retryMs = pacing.waitFirstMs * 2;
    const org = await describeOrg(options, background);
    const company = await describeCompany(options, background);
    const filled = company === null ? await fillDirectory(background) : company;
    const error = org ?? company ?? filled;
    return error === null ? pacing.idleMs * 60 : retryMs;
  };

  const follow = async (feed: ChangeFeed): Promise<number> => {
    const at = await readCursor(ledger.db, scope.tenant, scope.org, CHANGE_FEED);
    const { userId } = await connection("salesforce");
    const end = await feed.follow(
      at,
      async (page) => {
        await receiveChanges(background, page, userId);
        for (const notice of page.notices) {
          for (const id of notice.recordIds) glances.forget(salesforceRef(notice.type, id));
        }
      },
      rhythm.signal,
    );
    if (end.kind === "replay-lost") {
      log.warn("the place in the event stream is lost: following from now, a sweep closes the gap");
      await ledger.transaction((tx) => saveCursor(tx, scope.tenant, scope.org, CHANGE_FEED, ""));
      rhythm.wake("sweep salesforce");
    }
    if (end.kind === "failed") log.warn("the event stream ended", { reason: end.reason });
    return pacing.feedRestartMs;
  };

  const sweepOf = (system: SystemName, everyMs: number) => async (): Promise<number> => {
    const error = await sweep(background, system);
    return error === null ? everyMs : Math.min(everyMs, pacing.waitLongestMs);
  };

  return {
    ...createEngineApi({
      context: person,
      glances,
      version: options.version,
      startedAt: isoSeconds(clock.now()),
      meteredPerMonth: options.meteredPerMonth ?? 500_000,
      wakeRuns: () => rhythm.wake("runs"),
    }),
    start: async () => {
      await ensureConnections(ledger, clock, scope);
      await rememberIncomeAccount(options);
      await takeUp(person);
      worker.start();
      rhythm.add("set-up", setUp);
      rhythm.add("runs", async () =>
        (await selectForRuns(background)) === null ? pacing.idleMs : pacing.waitFirstMs * 5,
      );
      rhythm.add("sweep quickbooks", sweepOf("quickbooks", pacing.quickbooksSweepMs));
      rhythm.add("sweep salesforce", sweepOf("salesforce", pacing.salesforceSweepMs));
      const { feed } = options;
      if (feed !== null) rhythm.add("change feed", () => follow(feed), pacing.feedRestartMs);
    },
    stop: async () => {
      await rhythm.stop();
      await worker.stop();
      await Promise.all([keepers.salesforce.settled(), keepers.quickbooks.settled()]);
    },
    reconnected: (system) => keepers[system].resume(),
  };
}

/** Everything that was under way when the last process ended is looked at again. */
async function takeUp(context: EngineContext): Promise<void> {
  const { tenant } = context.scope;
  const open = await listOpenIntents(context.ledger.db, tenant);
  await context.ledger.transaction(async (tx) => {
    for (const intent of open) {
      const ref = intent.source ?? intent.ref;
      if (ref === null) continue;
      const mapping = mappingById(context, intent.mapping);
      await recordNotice(context, tx, { mapping, ref, source: "recovery" });
    }
  });
}

async function rememberIncomeAccount({ ledger, incomeAccountId }: EngineOptions): Promise<void> {
  if (!incomeAccountId) return;
  const id = CONNECTION_ID.quickbooks;
  const row = must(await findConnection(ledger.db, id), "the connection is recorded");
  if (row.settings["incomeAccountId"] === incomeAccountId) return;
  await ledger.transaction((tx) =>
    updateConnectionSettings(tx, id, { ...row.settings, incomeAccountId }),
  );
}

async function describeOrg({ ledger }: EngineOptions, context: EngineContext) {
  const id = CONNECTION_ID.salesforce;
  const row = must(await findConnection(ledger.db, id), "the connection is recorded");
  if (row.userId !== null) return null;
  const org = await context.salesforce.describeOrg();
  if (!org.ok) return org.error;
  await ledger.transaction((tx) => updateConnectionIdentity(tx, id, org.value));
  return null;
}

async function describeCompany({ ledger }: EngineOptions, context: EngineContext) {
  const id = CONNECTION_ID.quickbooks;
  const row = must(await findConnection(ledger.db, id), "the connection is recorded");
  if (row.name !== row.accountId && row.settings["incomeAccountId"] !== undefined) return null;
  const company = await context.quickbooks.describeCompany();
  if (!company.ok) return company.error;
  const { name, incomeAccounts } = company.value;
  await ledger.transaction(async (tx) => {
    await updateConnectionIdentity(tx, id, { name, userId: null });
    const [first] = incomeAccounts;
    if (row.settings["incomeAccountId"] === undefined && first !== undefined) {
      await updateConnectionSettings(tx, id, { ...row.settings, incomeAccountId: first.id });
    }
  });
  return null;
}
