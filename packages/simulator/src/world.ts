/**
 * A whole world in one process and in virtual time: both emulators, the network between, the durable
 * ledger, and one engine process that can be killed at any await and started again.
 */
import { DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { INVOICE_OPPORTUNITY } from "@accord-sync/core/testing/invoice-mapping.ts";
import type { Http, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type Company, createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { createOrg, type Org } from "@accord-sync/emulator-salesforce/org.ts";
import {
  createEngine,
  type Engine,
  type EngineOptions,
  ensureConnections,
} from "@accord-sync/engine/engine.ts";
import type { Pacing } from "@accord-sync/engine/pacing.ts";
import { type Db, type Ledger, openLedger, type Scope } from "@accord-sync/ledger/ledger.ts";
import { openDatabase } from "@accord-sync/ledger/runtime/open-database.ts";
import { giveBackDatabase, takeDatabase } from "@accord-sync/ledger/testing/used-database.ts";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { Hindrances } from "./hindrances.ts";
import { KeyedRandom } from "./keyed-random.ts";
import { mark } from "./marks.ts";
import { OperatorLog } from "./operator-log.ts";
import { ownChanges } from "./own-changes.ts";
import { clockFor } from "./process-clock.ts";
import { SimClock } from "./sim-clock.ts";
import { type EventStream, feedFor } from "./sim-feed.ts";
import {
  type Exchange,
  networkFor,
  type NetworkParts,
  partsOf,
  type Server,
} from "./sim-network.ts";
import { DEMO_TOKENS, pacingFor, remotesFor } from "./sim-product.ts";
import { type Outage, serverOf } from "./sim-servers.ts";
import {
  connectWith,
  giveConsent,
  isRefreshing,
  listens,
  type TokenDoors,
  tokenKeepers,
} from "./sim-tokens.ts";
import { stopWell } from "./sim-stop.ts";
import { SimWebhooks } from "./sim-webhooks.ts";
import type { WorldOptions } from "./world-options.ts";
import { companySeed, idsFrom } from "./company-seed.ts";
import { recordsOf } from "./seeded-records.ts";
import { orgSeed } from "./org-seed.ts";
import { askCompany, askOrg, mergeInCompany } from "./world-screens.ts";

export const REALM = "9341452700000001";
export const ORG = "00D000000000001EAA";
export const SCOPE: Scope = { tenant: "simulated", org: ORG, company: REALM };
const TOPIC = "/data/ChangeEvents";
/** Nobody's birthday: a Monday in the middle of a month. */
const START = Date.UTC(2026, 5, 15, 15);

const WITH_INVOICES: readonly Mapping[] = [...DEFAULT_MAPPINGS, INVOICE_OPPORTUNITY];

interface Process {
  readonly owner: object;
  readonly doors: TokenDoors;
  readonly engine: Engine;
  readonly ledger: Ledger;
}

export class World {
  readonly random: KeyedRandom;
  readonly clock: SimClock;
  readonly company: Company;
  readonly org: Org;
  readonly #database = takeDatabase();
  readonly #pacing: Partial<Pacing>;
  faults: FaultPlan;
  readonly hindrances = new Hindrances();
  readonly down = new Set<Outage>();
  /** What people asked for and was not answered yet: a stop lets it end. */
  readonly asked = new Set<Promise<unknown>>();
  /** Bugs that the engine reported. */
  readonly bugs: string[] = [];
  readonly log: OperatorLog = new OperatorLog(this.bugs);
  /** Every request of the engine, and when its answer was heard; null while none was. */
  readonly traffic: Exchange[] = [];
  /** When each process died, by the owner of its traffic. */
  readonly deaths = new Map<object, number>();
  readonly #webhooks: SimWebhooks;
  readonly #stream: EventStream = { droppedThrough: 0 };
  readonly #inspection: Db;
  #process: Process | null = null;
  /** Who may run: the process that is alive or booting. The dead never commit. */
  #owner: object | null = null;
  /** Processes that a later one has taken over from, and when: they live on until they find it out. */
  readonly takenOver = new Map<object, number>();
  #boots = 0;
  /** How long after its death a process is started again; null for never. */
  restartAfterMs: (() => number) | null = null;
  readonly #seeded: ReadonlySet<string>;
  /** How the product is set up in this run; a process that starts in calm is set up the same way. */
  readonly #product: FaultPlan;
  readonly #aheadMs: Readonly<Record<SystemName, number>>;
  /** Whether opportunities are mapped to invoices. */
  readonly hasInvoices: boolean;
  readonly #tamper: NonNullable<WorldOptions["tamper"]>;
  /** Loses the answers that a test chooses. */
  losesAnswer: (seen: Exchange) => boolean = () => false;
  /** Kills the process at the commit point of this number; for crash enumeration. */
  crashAtPoint: number | null = null;
  commitPoints = 0;
  /** Kills the process when its request of this number has just left. */
  crashAtCall: number | null = null;
  calls = 0;
  /** Kills the process when so many steps of the clock are over. */
  crashAtStep: number | null = null;

  constructor(options: WorldOptions) {
    this.random = new KeyedRandom(options.seed);
    this.clock = new SimClock(this.random, START);
    this.faults = options.faults ?? NO_FAULTS;
    const { salesforceAheadMs, quickbooksAheadMs } = this.faults;
    this.#product = this.faults;
    this.#aheadMs = { salesforce: salesforceAheadMs, quickbooks: quickbooksAheadMs };
    this.#pacing = options.pacing ?? {};
    this.#inspection = openDatabase({ file: ":memory:", database: this.#database }).db;
    this.company = createCompany({
      ...companySeed(options.company ?? "demo"),
      ids: idsFrom(this.random),
      settings: {
        requestIdMemoryMs: this.faults.requestIdMemoryMs,
        changeDataObjectsMax: this.faults.changeObjectsMax,
        accessTokenLifeMs: this.faults.accessTokenLifeMs,
        refreshTokenRotation: this.faults.rotatesEachTime ? "every-refresh" : "daily",
        rateLimits: true,
        webhooks: { verifierToken: "verifier", aggregateMs: 200 },
      },
    });
    this.hasInvoices = options.invoices ?? false;
    this.org = createOrg({
      ...orgSeed(options.demo ?? false, this.hasInvoices),
      seededAt: START + salesforceAheadMs,
      settings: { sessionIdleMs: this.faults.accessTokenLifeMs },
    });
    this.clock.afterStep = () => {
      this.#checkTransaction();
      this.#stepPoint();
    };
    this.#tamper = options.tamper ?? ((doors) => doors);
    this.#seeded = recordsOf(this);
    this.#webhooks = new SimWebhooks({
      clock: this.clock,
      random: this.random,
      company: this.company,
      faults: () => this.faults,
      aheadMs: quickbooksAheadMs,
      receive: (notices) =>
        (this.down.has("webhooks") ? null : this.#process?.engine.receiveWebhooks(notices)) ?? null,
    });
  }

  get engine(): Engine {
    if (this.#process === null) throw new Error("the process is dead");
    return this.#process.engine;
  }

  get ledger(): Ledger {
    if (this.#process === null) throw new Error("the process is dead");
    return this.#process.ledger;
  }

  get isAlive(): boolean {
    return this.#process !== null;
  }

  get usesRealTokens(): boolean {
    return this.#product.realTokens;
  }

  get boots(): number {
    return this.#boots;
  }

  /** What the ledger holds, also while no process is alive. For reports: nobody may write here. */
  get reports(): Db {
    return this.#inspection;
  }

  /** Falsifies what the ledger holds, while no process is alive: as a restored copy or a fault of ours would. */
  tamperLedger(sql: string, parameters: readonly (string | number)[]): void {
    if (this.isAlive) throw new Error("the process is alive");
    this.#database.prepare(sql).run(...parameters);
  }

  /** True while a webhook is still to be delivered, perhaps for the fifth time. */
  get owesWebhook(): boolean {
    return this.#webhooks.isOwing;
  }

  /** Starts the engine on what the ledger holds. */
  async boot(): Promise<void> {
    const owner = {};
    this.#owner = owner;
    this.#boots += 1;
    const clock = clockFor(this.clock, owner, () => this.#restless());
    const ledger = await openLedger({
      file: ":memory:",
      database: this.#database,
      probe: {
        beforeBegin: () => this.#commitPoint(owner),
        afterCommit: () => this.#commitPoint(owner),
      },
      onTakenOver: async () => {
        mark("a process found that another has taken over");
        this.#end(owner);
        return new Promise(() => {});
      },
    });
    const doors: TokenDoors = { ledger, clock, http: networkFor(this.#network, owner) };
    this.#process = { owner, doors, ledger, engine: this.#engineFor(owner, doors) };
    await ensureConnections(ledger, clock, SCOPE);
    if (this.#boots === 1 && this.#product.realTokens) await this.#firstConsent(doors);
    const { engine } = this.#process;
    void engine.start();
    this.clock.note(`boot ${this.#boots}`);
  }

  /** A person connects a system again, by the service that is alive; false when that came to nothing. */
  async reconnect(system: SystemName): Promise<boolean> {
    const process = this.#process;
    if (process === null || !this.#product.realTokens) return false;
    const connected = await connectWith(system, giveConsent(this, system), process.doors);
    if (connected.ok) process.engine.reconnected(system);
    return connected.ok;
  }

  /** Before the engine starts, and with no fault: what a run begins with. */
  async #firstConsent(doors: TokenDoors): Promise<void> {
    const http: Http = {
      exchange: async (request) => {
        const server = this.#serverOf(partsOf(request.url).origin);
        if (server === null) throw new Error("there is nobody to connect to");
        return { kind: "answer", answer: server(request, this.clock.now()) };
      },
    };
    for (const system of ["salesforce", "quickbooks"] as const) {
      const connected = await connectWith(system, giveConsent(this, system), { ...doors, http });
      if (!connected.ok) throw new Error(`no first tokens of ${system}`);
    }
  }

  /** The process dies at once: nothing of it runs on, and its answers are never heard. */
  kill(): void {
    for (const owner of this.takenOver.keys()) this.#end(owner);
    if (this.#owner === null) return;
    mark("crash");
    if (isRefreshing(this.traffic, this.#owner)) mark("crash while tokens were renewed");
    this.clock.note("crash");
    this.#end(this.#owner);
    this.asked.clear();
    this.#owner = null;
    this.#process = null;
    if (this.restartAfterMs === null) return;
    this.clock.at(this.clock.now() + this.restartAfterMs(), "restart", null, () => {
      if (this.#owner === null) void this.boot();
    });
  }

  /**
   * A second process starts while the first one still lives, as where a lock does not hold: webhooks and clicks go to
   * the second, and the first goes on until a transaction of its own is refused.
   */
  takeOver(): void {
    if (this.#owner === null || this.#process === null) return;
    mark("a second process started beside the first");
    this.takenOver.set(this.#owner, this.clock.now());
    void this.boot();
  }

  /** As an operator stops it: it hears no more clicks and webhooks, ends what is under way, and is started again. */
  restart(): void {
    const process = this.#process;
    if (process === null || this.restartAfterMs === null) return;
    this.#process = null;
    void stopWell(this, process).then(() => {
      if (!this.deaths.has(process.owner)) this.kill();
    });
  }

  #end(owner: object): void {
    if (this.deaths.has(owner)) return;
    this.clock.drop(owner);
    this.deaths.set(owner, this.clock.now());
  }

  /** Ends the world: nobody may ask it anything any more, its reports neither. */
  end(): void {
    this.kill();
    giveBackDatabase(this.#database);
  }

  /** True for records that the company or the org had before anybody worked in it. */
  isSeeded(type: string, id: string): boolean {
    return this.#seeded.has(`${type} ${id}`);
  }

  /** Whoever stood in the way does so no more: a system that was down, a row that was held, a refusal. */
  letGo(): void {
    this.down.clear();
    this.org.locks.clear();
    this.hindrances.clear();
  }

  /** What the clock of a system shows now. */
  timeIn(system: SystemName): number {
    return this.clock.now() + this.#aheadMs[system];
  }

  async run(ms: number): Promise<void> {
    await this.clock.runTo(this.clock.now() + ms);
  }

  /** Runs until `isDone`, at most `ms`. */
  async runUntil(isDone: () => boolean | Promise<boolean>, ms = 600_000): Promise<boolean> {
    const until = this.clock.now() + ms;
    // What was begun just now is at rest before time goes on: two processes would meet in one transaction.
    await this.clock.drain();
    while (!(await isDone())) {
      if (this.clock.now() >= until) return false;
      if (!(await this.clock.step(until))) await this.clock.runTo(until);
    }
    return true;
  }

  /** Waits for a promise of the engine while time runs. */
  async until<T>(promise: Promise<T>, ms = 600_000): Promise<T> {
    let isDone = false;
    const done = promise.finally(() => {
      isDone = true;
    });
    done.catch(() => {});
    await this.runUntil(() => isDone, ms);
    if (!isDone) throw new Error("it never ended");
    return done;
  }

  /** What a person does in QuickBooks. */
  quickbooks(method: HttpRequest["method"], path: string, body?: unknown): unknown {
    const act = { method, path, body, now: this.timeIn("quickbooks") };
    const shown = askCompany(this.company, REALM, act);
    this.clock.note(`user quickbooks ${method} ${path} -> ${shown.status}`);
    this.#webhooks.schedule();
    return shown.body;
  }

  /** What a person does on the screens of QuickBooks; false when they refuse. */
  mergeInQuickbooks(type: "Customer" | "Item", survivor: string, merged: string): boolean {
    this.clock.note(`user quickbooks merge ${type} ${merged} into ${survivor}`);
    const two = { type, survivor, merged };
    if (!mergeInCompany(this.company, two, this.timeIn("quickbooks"))) return false;
    this.#webhooks.schedule();
    return true;
  }

  /** What a person does in Salesforce; or, by another client, what is done there in that one's name. */
  salesforce(
    method: HttpRequest["method"],
    path: string,
    body?: unknown,
    client = "SfdcInternalAPI/",
  ): unknown {
    const act = { method, path, body, now: this.timeIn("salesforce") };
    const shown = askOrg(this.org, client, act);
    this.clock.note(`user salesforce ${method} ${path} -> ${shown.status}`);
    return shown.body;
  }

  get #network(): NetworkParts {
    return {
      clock: this.clock,
      random: this.random,
      faults: () => this.faults,
      serverOf: (origin) => this.#serverOf(origin),
      changesOf: (request) => ownChanges(this, request),
      traffic: this.traffic,
      left: (owner) => this.#callPoint(owner),
      losesAnswer: (seen) => this.hindrances.losesAnswer(seen.isWrite) || this.losesAnswer(seen),
    };
  }

  #engineFor(owner: object, { ledger, clock, http }: TokenDoors): Engine {
    const { realTokens } = this.#product;
    const tokens = realTokens ? tokenKeepers({ ledger, clock, http }) : DEMO_TOKENS;
    const doors: EngineOptions = {
      ledger,
      clock,
      random: this.random,
      log: this.log,
      scope: SCOPE,
      mappings: this.hasInvoices ? WITH_INVOICES : DEFAULT_MAPPINGS,
      ...remotesFor(this.#product, { http, tokens }),
      feed: feedFor(
        {
          clock: this.clock,
          random: this.random,
          org: this.org,
          topic: TOPIC,
          stream: this.#stream,
          faults: () => this.faults,
          isSignedIn: async () => !realTokens || listens(this, tokens.salesforce),
        },
        owner,
      ),
      version: "simulated",
      pacing: { ...pacingFor(this.#product, this.faults), ...this.#pacing },
    };
    return createEngine(this.#tamper(doors));
  }

  #serverOf(origin: string): Server | null {
    return serverOf(this, origin, () => this.#webhooks.schedule());
  }

  /** A transaction that is open after all that can run has run waits for itself, and so does all else. */
  #checkTransaction(): void {
    if (!this.#database.isTransaction) return;
    this.#database.exec("rollback");
    this.bugs.push("a transaction waits for a statement outside it");
  }

  #restless(): void {
    this.bugs.push("a process that has nothing to do does not sleep");
    this.kill();
  }

  /** A request is on its way, and arrives whatever becomes of the process. */
  #callPoint(owner: object): void {
    this.calls += 1;
    if (this.calls !== this.crashAtCall || this.#owner !== owner) return;
    mark("crash while a request was on its way");
    this.kill();
  }

  /** All that needed no time has run: whatever the process waits for now, a timer or an answer, it waits for. */
  #stepPoint(): void {
    if (this.clock.steps !== this.crashAtStep) return;
    mark("crash at a step");
    this.kill();
  }

  /** A place where a process can die: before a transaction begins, and after it is committed. */
  async #commitPoint(owner: object): Promise<void> {
    if (this.deaths.has(owner)) return new Promise(() => {});
    this.commitPoints += 1;
    const isChosen = this.crashAtPoint === this.commitPoints;
    if (!isChosen && !this.random.happens(this.faults.crashAtCommit, "crash at commit")) return;
    mark("crash at a commit");
    if (this.#owner === owner) this.kill();
    else this.#end(owner);
    return new Promise(() => {});
  }
}
