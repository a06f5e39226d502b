/** A simulated world for measuring: filled with records, linked by the product itself, calls recorded. */
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import { countInbox } from "@accord-sync/ledger/inbox.ts";
import { findRun } from "@accord-sync/ledger/runs.ts";
import { type FaultPlan, NO_FAULTS } from "@accord-sync/simulator/fault-plan.ts";
import { REALM, SCOPE, World } from "@accord-sync/simulator/world.ts";
import type { Pacing } from "@accord-sync/engine/pacing.ts";
import { UNHELD } from "../unheld.ts";
import { CallRecorder } from "./call-recorder.ts";

/** Sweeps cost one call an interval, whatever happens; they are left out of counts per record. */
const NEVER_MS = 1e9;
/**
 * The longest time of a request on its way, milliseconds: what lies between two machines of one continent.
 * The rest of a round trip is the vendor's own work.
 */
const REQUEST_MS = 50;
/** Between two records made before the world starts: slow enough for every rate limit. */
const MAKE_EVERY_MS = 130;
/** How many events of virtual time pass between two looks at the ledger. */
const STEPS_PER_LOOK = 10;
const SETTLE_MS = 10_000;
/** Rows of one collection that a person's bulk edit sends. */
const COLLECTION_ROWS = 200;
/** Virtual; a piece of work that takes longer is stuck. */
const LONGEST_MS = 48 * 3_600_000;

export interface BenchOptions {
  readonly customers: number;
  readonly items?: number;
  readonly seed?: string;
  /** Mean time of a round trip, milliseconds. Default 200. */
  readonly latencyMs?: number;
  readonly faults?: Partial<FaultPlan>;
  readonly pacing?: Partial<Pacing>;
}

/** A customer and its Account, linked. */
export interface Pair {
  readonly quickbooksId: string;
  readonly salesforceId: string;
}

export class BenchWorld {
  readonly world: World;
  readonly recorder: CallRecorder;
  readonly #faults: FaultPlan;

  private constructor(options: BenchOptions) {
    const { seed = "bench", latencyMs = 200, faults, pacing } = options;
    const requestMs = Math.min(REQUEST_MS, latencyMs);
    this.#faults = { ...NO_FAULTS, latencyMs, requestMs, ...faults };
    this.world = new World({
      seed,
      company: "demo",
      faults: { ...NO_FAULTS, latencyMs, webhooks: false },
      pacing: { quickbooksSweepMs: NEVER_MS, salesforceSweepMs: NEVER_MS, ...pacing },
      tamper: (doors) => ({ ...doors, guards: UNHELD }),
    });
    this.recorder = new CallRecorder(this.world);
  }

  /** A company with `customers` and `items` beside its own, an empty org, and the engine connected. */
  static async create(options: BenchOptions): Promise<BenchWorld> {
    const bench = new BenchWorld(options);
    const { world } = bench;
    const { customers, items = 0 } = options;
    let at = world.clock.now() - (customers + items + 1) * MAKE_EVERY_MS;
    const make = (type: string, body: Record<string, unknown>) => {
      at += MAKE_EVERY_MS;
      bench.quickbooksAt(at, "POST", `/${type}`, body);
    };
    for (let n = 0; n < customers; n += 1) make("customer", madeCustomer(n));
    const income = items > 0 ? bench.#incomeAccount(at) : "";
    for (let n = 0; n < items; n += 1) make("item", madeItem(n, income));
    await world.run(SETTLE_MS);
    await world.boot();
    await world.run(SETTLE_MS);
    return bench;
  }

  /** The same with every customer made here linked, by Sync Now, and the faults of `options` from here on. */
  static async linked(options: BenchOptions): Promise<BenchWorld & { readonly pairs: Pair[] }> {
    const bench = await BenchWorld.create(options);
    await bench.syncNow("Customer", "DisplayName LIKE 'Bench customer %'");
    bench.startFaults();
    const pairs = await bench.#madePairs();
    return Object.assign(bench, { pairs });
  }

  startFaults(): void {
    this.world.faults = this.#faults;
  }

  /** Runs Sync Now to its end; answers with how many records it found. An empty filter takes all. */
  async syncNow(object: string, filter = ""): Promise<number> {
    const id = await this.startRun(object, filter);
    await this.waitFor(async () => (await this.run(id)).state !== "running");
    await this.waitUntilQuiet();
    return (await this.run(id)).found;
  }

  /** Plans a first load of everything and applies it to its end; answers with how many records it brought. */
  async backfill(): Promise<{ readonly customers: number; readonly items: number }> {
    const id = await this.planBackfill(["customer-account", "item-product"]);
    await this.applyBackfill(id);
    await this.waitFor(async () => (await this.viewBackfill(id)).state === "done");
    await this.waitUntilQuiet();
    const made = (await this.viewBackfill(id)).counts.map((each) => each.createInSalesforce);
    return { customers: made[0] ?? 0, items: made[1] ?? 0 };
  }

  /** Resolves with its id when the plan is ready. */
  async planBackfill(mappings: readonly string[]): Promise<string> {
    const { world } = this;
    const planned = await world.until(
      world.engine.planBackfill({
        objects: mappings.map((mapping) => ({ mapping, direction: "toSalesforce" as const })),
        linkFrom: 80,
        differing: "ask",
        includeInactive: true,
        actor: "bench",
      }),
    );
    if (!planned.ok) throw new Error(`the backfill was refused: ${planned.error.code}`);
    const { id } = planned.value;
    await this.waitFor(async () => (await this.viewBackfill(id)).state === "ready");
    return id;
  }

  async applyBackfill(id: string): Promise<void> {
    const { world } = this;
    const applied = await world.until(world.engine.applyBackfill(id, "bench"));
    if (!applied.ok) throw new Error(`Apply was refused: ${applied.error.code}`);
  }

  async viewBackfill(id: string) {
    const viewed = await this.world.engine.viewBackfill(id);
    if (!viewed.ok) throw new Error(`there is no backfill ${id}`);
    return viewed.value;
  }

  async startRun(object: string, filter = ""): Promise<string> {
    const { world } = this;
    const started = await world.until(world.engine.startRun(object, filter, "bench"));
    if (!started.ok) throw new Error(`Sync Now was refused: ${started.error.code}`);
    return started.value.id;
  }

  async run(id: string) {
    const run = await findRun(this.world.ledger.db, id);
    if (run === null) throw new Error(`the ledger holds no run ${id}`);
    return run;
  }

  /** Runs until nothing is left to do. */
  async waitUntilQuiet(): Promise<void> {
    await this.world.run(2_000); // What was just published arrives.
    await this.waitFor(async () => {
      const { pending } = await countInbox(this.world.ledger.db, SCOPE.tenant);
      return pending === 0;
    });
  }

  /** Runs until `isDone`, which is asked every few events. */
  async waitFor(isDone: () => boolean | Promise<boolean>): Promise<void> {
    const { bugs } = this.world;
    let steps = 0;
    const isReached = await this.world.runUntil(() => {
      steps += 1;
      return bugs.length > 0 || (steps % STEPS_PER_LOOK === 0 && isDone());
    }, LONGEST_MS);
    if (bugs.length > 0) throw new Error(`the engine met a bug: ${bugs[0]}`);
    if (!isReached) throw new Error("the world is stuck: what was waited for never came");
  }

  /** A person's act in QuickBooks at `at`, which is not counted as a call of the engine. */
  quickbooksAt(at: number, method: "GET" | "POST", path: string, body?: unknown): unknown {
    const answer = this.recorder.asPerson(() =>
      this.world.company.handle(
        {
          method,
          url: `/v3/company/${REALM}${path}`,
          headers: { authorization: "Bearer demo", "content-type": "application/json" },
          body: body === undefined ? "" : JSON.stringify(body),
        },
        at,
      ),
    );
    if (answer.status !== 200)
      throw new Error(`${method} ${path}: ${answer.status} ${answerText(answer)}`);
    return JSON.parse(answerText(answer)) as unknown;
  }

  /** A person's act in QuickBooks now, followed by the usual notification. */
  quickbooks(method: "GET" | "POST", path: string, body?: unknown): Record<string, unknown> {
    return this.recorder.asPerson(() => this.world.quickbooks(method, path, body)) as Record<
      string,
      unknown
    >;
  }

  /** A person's act in Salesforce now. */
  salesforce(method: "GET" | "POST" | "PATCH", path: string, body?: unknown): unknown {
    return this.recorder.asPerson(() => this.world.salesforce(method, path, body));
  }

  /** Changes many Accounts at one moment, as a data loader does. */
  changeAccounts(changes: readonly (Record<string, unknown> & { readonly id: string })[]): void {
    for (let from = 0; from < changes.length; from += COLLECTION_ROWS) {
      const records = changes
        .slice(from, from + COLLECTION_ROWS)
        .map((change) => ({ attributes: { type: "Account" }, ...change }));
      this.salesforce("PATCH", "/composite/sobjects", { allOrNone: true, records });
    }
  }

  /** Changes one customer's telephone number. */
  changeCustomer(quickbooksId: string, phone: string): void {
    const { Customer: held } = this.quickbooks("GET", `/customer/${quickbooksId}`) as {
      Customer: { SyncToken: string };
    };
    this.quickbooks("POST", "/customer", {
      Id: quickbooksId,
      SyncToken: held.SyncToken,
      sparse: true,
      PrimaryPhone: { FreeFormNumber: phone },
    });
  }

  async #madePairs(): Promise<Pair[]> {
    const rows = await this.world.ledger.db
      .selectFrom("links")
      .select(["salesforceId", "quickbooksId"])
      .where("name", "like", "Bench customer %")
      .orderBy("id")
      .execute();
    return rows.map(({ salesforceId, quickbooksId }) => ({ salesforceId, quickbooksId }));
  }

  #incomeAccount(at: number): string {
    const query = encodeURIComponent("select * from Account where AccountType = 'Income'");
    const answer = this.quickbooksAt(at, "GET", `/query?query=${query}`) as {
      QueryResponse: { Account: { Id: string }[] };
    };
    const [first] = answer.QueryResponse.Account;
    if (first === undefined) throw new Error("the company has no income account");
    return first.Id;
  }
}

function madeCustomer(n: number): Record<string, unknown> {
  return {
    DisplayName: `Bench customer ${n}`,
    PrimaryPhone: { FreeFormNumber: `(415) 555-${String(n).padStart(4, "0")}` },
    PrimaryEmailAddr: { Address: `customer${n}@bench.example` },
    BillAddr: {
      Line1: `${n} Pier`,
      City: "Alameda",
      CountrySubDivisionCode: "CA",
      PostalCode: "94501",
    },
  };
}

function madeItem(n: number, incomeAccountId: string): Record<string, unknown> {
  return {
    Name: `Bench item ${n}`,
    Type: "Service",
    Sku: `B-${n}`,
    UnitPrice: 10 + n,
    IncomeAccountRef: { value: incomeAccountId },
  };
}
