/**
 * Engine: keeps one Salesforce org and one QuickBooks company in agreement.
 *
 *   notices ─▶ inbox ─▶ worker ─▶ lane ─▶ reconcile ─▶ writer ─▶ receipts
 *   sweeps, change feed, runs and a person's acts all end in the inbox
 *
 * This file only joins the parts; each is in the file of its name.
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import {
  messageOf,
  type OperationalError,
  OperationalFailure,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { checkMappings } from "@accord-sync/core/mapping/check-mappings.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { ChangeFeed } from "@accord-sync/core/ports/change-feed.ts";
import type { Clock, Random } from "@accord-sync/core/ports/clock.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";
import type { QuickbooksRemote, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import { SYSTEM_LABEL, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  type ConnectionRow,
  findConnection,
  insertConnection,
  updateConnectionIdentity,
} from "@accord-sync/ledger/connections.ts";
import { listOpenBackfills } from "@accord-sync/ledger/backfills.ts";
import { listOpenIntents } from "@accord-sync/ledger/intents.ts";
import type { Ledger, Scope } from "@accord-sync/ledger/ledger.ts";
import { runBackfills } from "./backfill/backfill-runner.ts";
import { budgetedQuickbooks, budgetedSalesforce } from "./budgeted-remote.ts";
import { ChangeFollower } from "./change-follower.ts";
import { CompanySweeps } from "./company-sweeps.ts";
import { ConnectionKeeper } from "./connection-keeper.ts";
import { fillDirectory } from "./directory-keeper.ts";
import type { EngineApi } from "./engine-api.ts";
import { type EngineContext, mappingById } from "./engine-context.ts";
import type { OrgFacts } from "./surface/set-up-surface.ts";
import { createEngineApi } from "./surface/engine-surface.ts";
import {
  chosenIncomeAccount,
  presetIncomeAccount,
  rememberIncomeAccounts,
} from "./income-account.ts";
import { ChangeGuard } from "./guard/change-guard.ts";
import { takeUpHolds } from "./guard/take-up-holds.ts";
import { DEFAULT_GUARDS, type Guards } from "./guards.ts";
import { Lanes } from "./lanes.ts";
import { IntegrityKeeper } from "./integrity/integrity-keeper.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { Pauses } from "./pauses.ts";
import type { MonthParts } from "./month-budget.ts";
import { DEFAULT_PACING, type Pacing } from "./pacing.ts";
import {
  type BudgetLimits,
  QUICKBOOKS_LIMITS,
  RateBudget,
  SALESFORCE_LIMITS,
} from "./rate-budget.ts";
import { readRateState, saveRateState } from "./rate-memory.ts";
import { Rhythm } from "./rhythm.ts";
import { SweepWatch } from "./sweep-watch.ts";
import { sweep } from "./sweeper.ts";
import { selectForRuns } from "./sync-now.ts";
import { RecordGlances } from "./views/record-glances.ts";
import { Worker } from "./worker.ts";

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
  /** Default: `DEFAULT_GUARDS`. */
  readonly guards?: Partial<Guards>;
  readonly quickbooksLimits?: BudgetLimits;
  /** QuickBooks reads permitted in a month (Q-METERING). Default 500,000. */
  readonly meteredPerMonth?: number;
  /** Where a person connects QuickBooks again, for screens. Default: null, nowhere. */
  readonly connectUrl?: string | null;
  /** Where a person connects Salesforce again. Default: null, nowhere. */
  readonly salesforceConnectUrl?: string | null;
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

/** A person's click, real time, sweeps, bulk work. */
const PRIORITIES = [0, 1, 2, 3] as const;
/** The priority of what nobody waits for. */
const BACKGROUND = 2;
/** The priority of what reads everything, and of a load that nobody waits for record by record. */
const BULK = 3;
/** Between two looks at what the integration user may do, milliseconds; a read for each mapped object. */
const ACCESS_CHECK_MS = 3_600_000;
/** QuickBooks' free tier (Q-METERING). */
const METERED_PER_MONTH = 500_000;

/**
 * Makes sure that both connections are in the ledger. The time of the first call is the moment of
 * connection: feeds start there, and older records enter only by a person's act.
 *
 * Throws an OperationalFailure, DATA_FOLDER_OF_OTHER_ACCOUNTS, when the ledger is another pair's.
 */
export async function ensureConnections(ledger: Ledger, clock: Clock, scope: Scope): Promise<void> {
  for (const system of ["salesforce", "quickbooks"] as const) {
    const id = CONNECTION_ID[system];
    const accountId = system === "salesforce" ? scope.org : scope.company;
    const known = await findConnection(ledger.db, id);
    if (known !== null && known.accountId !== accountId) {
      const held = `${SYSTEM_LABEL[system]} ${known.accountId}`;
      const wanted = `${SYSTEM_LABEL[system]} ${accountId}`;
      throw new OperationalFailure(
        operationalError("DATA_FOLDER_OF_OTHER_ACCOUNTS", { held, wanted }),
      );
    }
    if (known !== null) continue;
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
  checkMappings(options.mappings);
  const machine = new Machine(options);
  return {
    ...createEngineApi({
      context: machine.contextFor(0),
      glances: machine.glances,
      version: options.version,
      startedAt: isoSeconds(options.clock.now()),
      connectUrl: options.connectUrl ?? null,
      salesforceConnectUrl: options.salesforceConnectUrl ?? null,
      orgFacts: () => machine.orgFacts(),
      month: machine.month,
      sweeps: () => machine.sweeps.now,
      isKnown: (system) => machine.keepers[system].isKnown,
      pauses: machine.pauses,
      resumed: (system) => machine.keepers[system].resume(),
      wakeRuns: () => machine.rhythm.wake("runs"),
      wakeIntegrity: () => machine.rhythm.wake("integrity"),
      wakeBackfills: () => machine.rhythm.wake("backfills"),
    }),
    start: () => machine.start(),
    stop: () => machine.stop(),
    reconnected: (system) => machine.keepers[system].resume(),
  };
}

/** The running parts and how they start and stop. */
class Machine {
  readonly glances = new RecordGlances();
  readonly pauses = new Pauses();
  readonly rhythm: Rhythm;
  readonly keepers: Readonly<Record<SystemName, ConnectionKeeper>>;
  readonly month: MonthParts;
  readonly sweeps: CompanySweeps;
  readonly #options: EngineOptions;
  readonly #pacing: Pacing;
  readonly #lanes = new Lanes();
  readonly #watch: SweepWatch;
  readonly #guards: Guards;
  readonly #changeGuard: ChangeGuard;
  readonly #budgets: Readonly<Record<SystemName, RateBudget>>;
  readonly #contexts: readonly EngineContext[];
  readonly #worker: Worker;
  readonly #follower: ChangeFollower | null;
  readonly #integrity: IntegrityKeeper;
  /** What the integration user lacks; null before it was looked at. */
  #problems: readonly OperationalError[] | null = null;
  #checkedAt = 0;
  #isDirectoryFilled = false;
  #isSweepingOrg = false;
  /** Since when the pair is connected; it never changes. */
  #connectedAt: string | null = null;
  /** Mapped objects whose changes no event tells; empty while that is not known. */
  #polled: readonly string[] = [];

  constructor(options: EngineOptions) {
    const { clock, log } = options;
    this.#options = options;
    this.#pacing = { ...DEFAULT_PACING, ...options.pacing };
    this.rhythm = new Rhythm(clock, log);
    this.#watch = new SweepWatch(clock);
    this.#guards = { ...DEFAULT_GUARDS, ...options.guards };
    const { scope, mappings } = options;
    this.#changeGuard = new ChangeGuard({ guards: this.#guards, clock, scope, mappings });
    this.#budgets = {
      salesforce: new RateBudget(clock, SALESFORCE_LIMITS),
      quickbooks: new RateBudget(clock, options.quickbooksLimits ?? QUICKBOOKS_LIMITS, (state) =>
        saveRateState(options.ledger, CONNECTION_ID.quickbooks, state),
      ),
    };
    this.keepers = {
      salesforce: this.#keeper("salesforce"),
      quickbooks: this.#keeper("quickbooks"),
    };
    this.#contexts = PRIORITIES.map((priority) => this.#context(priority));
    this.#worker = new Worker((priority) => this.contextFor(priority));
    this.month = {
      ledger: options.ledger,
      scope: options.scope,
      connectionId: CONNECTION_ID.quickbooks,
      meteredPerMonth: options.meteredPerMonth ?? METERED_PER_MONTH,
      mappings: options.mappings,
    };
    this.sweeps = new CompanySweeps({
      context: this.contextFor(BACKGROUND),
      budget: this.#budgets.quickbooks,
      month: this.month,
      wake: () => this.rhythm.wake("sweep quickbooks"),
    });
    this.#integrity = new IntegrityKeeper(this.contextFor(BULK), this.rhythm.signal);
    const { feed } = options;
    this.#follower =
      feed === null
        ? null
        : new ChangeFollower({
            feed,
            context: this.contextFor(BACKGROUND),
            connectionId: CONNECTION_ID.salesforce,
            glances: this.glances,
            signal: this.rhythm.signal,
            wakeSweep: () => this.rhythm.wake("sweep salesforce"),
            isSweeping: () => this.#isSweepingOrg,
          });
  }

  /** What only the running engine knows of the org. */
  orgFacts(): OrgFacts {
    return {
      changes: this.#follower?.found ?? { by: "polling", detail: null },
      dailyRequests: this.#options.salesforce.dailyUsage(),
      problems: this.#problems ?? [],
      polledObjects: this.#polled,
    };
  }

  /** The context whose calls have this priority. */
  contextFor(priority: number): EngineContext {
    return must(this.#contexts[priority], `there is no priority ${priority}`);
  }

  async start(): Promise<void> {
    const { ledger, clock, scope } = this.#options;
    await ensureConnections(ledger, clock, scope);
    await this.pauses.load(ledger.db, scope.tenant);
    const { incomeAccountId } = this.#options;
    if (incomeAccountId) {
      await presetIncomeAccount(ledger, await this.#connection("quickbooks"), incomeAccountId);
    }
    await takeUp(this.contextFor(0));
    await takeUpHolds(this.contextFor(BACKGROUND));
    // What the process before this one sent counts at the vendor, and what it was told still holds.
    const { quickbooks } = CONNECTION_ID;
    this.#budgets.quickbooks.resume(await readRateState(ledger, quickbooks));
    this.#worker.start();
    this.rhythm.add("set-up", () => this.#setUp());
    this.rhythm.add("runs", () => this.#selectForRuns());
    const { signal } = this.rhythm;
    this.rhythm.add("backfills", () => runBackfills(this.contextFor(BULK), signal));
    const { salesforceSweepMs, feedRestartMs } = this.#pacing;
    this.rhythm.add("sweep quickbooks", () => this.sweeps.turn());
    this.rhythm.add("sweep salesforce", () => this.#sweepOrg(salesforceSweepMs));
    this.rhythm.add("integrity", () => this.#integrity.turn());
    const follower = this.#follower;
    if (follower !== null) {
      this.rhythm.add("change feed", () => follower.follow(), feedRestartMs);
    }
  }

  async stop(): Promise<void> {
    await this.rhythm.stop();
    await this.#worker.stop();
    await Promise.all([this.keepers.salesforce.settled(), this.keepers.quickbooks.settled()]);
  }

  #connection(system: SystemName): Promise<ConnectionRow> {
    return connectionOf(this.#options.ledger, system);
  }

  #keeper(system: SystemName): ConnectionKeeper {
    const { ledger, clock, log, scope, connectUrl, salesforceConnectUrl } = this.#options;
    return new ConnectionKeeper({
      ledger,
      clock,
      log,
      connectUrl: (system === "salesforce" ? salesforceConnectUrl : connectUrl) ?? null,
      tenant: scope.tenant,
      system,
      accountId: system === "salesforce" ? scope.org : scope.company,
      connectionId: CONNECTION_ID[system],
      onReleased: () => this.#worker.wake(),
      onAnswering: () => {
        const loops = ["set-up", "runs", "backfills", "integrity", `sweep ${system}`];
        for (const loop of loops) this.rhythm.wake(loop);
      },
    });
  }

  #context(priority: number): EngineContext {
    const { clock, random, log, ledger, scope, mappings } = this.#options;
    const parts = (system: SystemName) => ({
      budget: this.#budgets[system],
      clock,
      paused: () => this.pauses.of(system),
      observer: this.keepers[system],
      priority,
    });
    return {
      clock,
      random,
      log,
      ledger,
      scope,
      mappings,
      lanes: this.#lanes,
      pacing: this.#pacing,
      guards: this.#guards,
      changeGuard: this.#changeGuard,
      watch: this.#watch,
      salesforce: budgetedSalesforce(this.#options.salesforce, parts("salesforce")),
      quickbooks: budgetedQuickbooks(this.#options.quickbooks, parts("quickbooks")),
      createSettings: async () => ({
        incomeAccountId: chosenIncomeAccount(await this.#connection("quickbooks")),
      }),
      connectedAt: async () => {
        this.#connectedAt ??= (await this.#connection("quickbooks")).connectedAt;
        return this.#connectedAt;
      },
      wake: () => this.#worker.wake(),
    };
  }

  /** What must be known of both accounts before records can be made: asked until it is answered. */
  async #setUp(): Promise<number> {
    const context = this.contextFor(BACKGROUND);
    // Each system is asked, whatever the other answers: people read at the start how both stand.
    const ofOrg = await describeOrg(this.#options, context);
    const ofCompany =
      (await describeCompany(this.#options, context)) ?? (await this.#fillDirectory(context));
    const error = ofOrg ?? ofCompany ?? (await this.#checkAccess(context));
    return error === null ? this.#pacing.idleMs : this.#pacing.waitFirstMs * 2;
  }

  /** What is filled once is kept from then on, so it is looked at once. */
  async #fillDirectory(context: EngineContext): Promise<OperationalError | null> {
    if (this.#isDirectoryFilled) return null;
    const error = await fillDirectory(context);
    this.#isDirectoryFilled = error === null;
    return error;
  }

  async #selectForRuns(): Promise<number> {
    const error = await selectForRuns(this.contextFor(BACKGROUND));
    return error === null ? this.#pacing.idleMs : this.#pacing.waitFirstMs * 5;
  }

  async #sweepOrg(everyMs: number): Promise<number> {
    this.#isSweepingOrg = true;
    try {
      const error = await sweep(this.contextFor(BACKGROUND), "salesforce");
      return error === null ? everyMs : Math.min(everyMs, this.#pacing.waitLongestMs);
    } finally {
      this.#isSweepingOrg = false;
    }
  }

  /** Looks at what the integration user may do: at the start, once an hour, and when a write tells. */
  async #checkAccess(context: EngineContext): Promise<OperationalError | null> {
    const { clock, log, mappings } = this.#options;
    const keeper = this.keepers.salesforce;
    const isDue = this.#problems === null || clock.now() - this.#checkedAt >= ACCESS_CHECK_MS;
    if (!isDue && !keeper.isSchemaDoubted) return null;
    // Lowered first: a doubt that comes up meanwhile is a reason to look again.
    keeper.isSchemaDoubted = false;
    const checked = await context.salesforce.checkAccess(mappings);
    if (!checked.ok) {
      // Nothing was learned: the doubt stays for the next turn.
      keeper.isSchemaDoubted = true;
      return checked.error;
    }
    const known = new Set((this.#problems ?? []).map(messageOf));
    for (const problem of checked.value) {
      if (!known.has(messageOf(problem))) {
        log.warn("the integration user lacks something", { reason: messageOf(problem) });
      }
    }
    const captured = await context.salesforce.listCaptured();
    if (!captured.ok) {
      keeper.isSchemaDoubted = true;
      return captured.error;
    }
    const told = captured.value;
    this.#polled =
      told === null
        ? []
        : mappings
            .map(({ salesforceType }) => salesforceType)
            .filter((type) => !told.includes(type));
    this.#problems = checked.value;
    this.#checkedAt = clock.now();
    return null;
  }
}

async function connectionOf(ledger: Ledger, system: SystemName): Promise<ConnectionRow> {
  return must(
    await findConnection(ledger.db, CONNECTION_ID[system]),
    `the ${system} connection is recorded before the engine starts`,
  );
}

/** Everything that was under way when the last process ended is looked at again. */
async function takeUp(context: EngineContext): Promise<void> {
  const { tenant } = context.scope;
  const { db } = context.ledger;
  const open = await listOpenIntents(db, tenant);
  // A backfill settles its own page at once, many in a request.
  const backfills = await listOpenBackfills(db, context.scope);
  const ofPages = new Set(
    backfills.flatMap(({ underWay }) => underWay?.rows.map(({ intent }) => intent) ?? []),
  );
  await context.ledger.transaction(async (tx) => {
    for (const intent of open) {
      const ref = intent.source ?? intent.ref;
      if (ref === null || ofPages.has(intent.id)) continue;
      const mapping = mappingById(context, intent.mapping);
      await recordNotice(context, tx, { mapping, ref, source: "recovery" });
    }
  });
}

async function describeOrg({ ledger }: EngineOptions, context: EngineContext) {
  const row = await connectionOf(ledger, "salesforce");
  if (row.userId !== null) return null;
  const org = await context.salesforce.describeOrg();
  if (!org.ok) return org.error;
  await ledger.transaction((tx) => updateConnectionIdentity(tx, row.id, org.value));
  return null;
}

async function describeCompany({ ledger }: EngineOptions, context: EngineContext) {
  const row = await connectionOf(ledger, "quickbooks");
  if (row.name !== row.accountId && chosenIncomeAccount(row) !== null) return null;
  const company = await context.quickbooks.describeCompany();
  if (!company.ok) return company.error;
  const { name, incomeAccounts } = company.value;
  await ledger.transaction(async (tx) => {
    await updateConnectionIdentity(tx, row.id, { name, userId: null });
    await rememberIncomeAccounts(tx, row, incomeAccounts);
  });
  return null;
}
