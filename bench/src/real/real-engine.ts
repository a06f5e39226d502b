/** The engine as the service runs it, on a ledger in a file, against emulators in other processes. */
import path from "node:path";
import { DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import type { ChangeFeed, FeedPage, FeedStart } from "@accord-sync/core/ports/change-feed.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { DIRECTORY_TYPES } from "@accord-sync/engine/directory-keeper.ts";
import { createEngine, type Engine } from "@accord-sync/engine/engine.ts";
import { readCursor } from "@accord-sync/ledger/cursors.ts";
import { countInbox } from "@accord-sync/ledger/inbox.ts";
import { type Ledger, openLedger, type Scope } from "@accord-sync/ledger/ledger.ts";
import { createQuickbooksRemote } from "@accord-sync/quickbooks/quickbooks-remote.ts";
import { createSalesforceRemote } from "@accord-sync/salesforce/salesforce-remote.ts";
import { systemClock } from "@accord-sync/server/runtime/clock.ts";
import { systemRandom } from "@accord-sync/server/runtime/random.ts";
import { type Emulators, startEmulators } from "../runtime/emulators.ts";
import { delay } from "../runtime/stopwatch.ts";
import { makeCustomers, REALM } from "./people.ts";
import { UNHELD } from "../unheld.ts";
import { TimedHttp } from "./timed-http.ts";

const SCOPE: Scope = { tenant: "bench", org: "00D000000000001EAA", company: REALM };
const DEMO_TOKEN: TokenSource = {
  current: async () => succeed("demo"),
  renew: async () => succeed("demo"),
};
/** Somebody, but not the user that the engine acts as. */
const A_PERSON = "005000000000009AAA";
/** Longer than any measurement: sweeps would disturb it. */
const NEVER_MS = 2 ** 31 - 1;
const LOOK_EVERY_MS = 5;
/** A load takes seconds: looks of few milliseconds would be counted as the engine's own work. */
const LOOK_AT_LOAD_EVERY_MS = 50;
/** Every look at this interval for ten minutes. */
const LOOKS_MAX = 120_000;

export interface RealPair {
  readonly quickbooksId: string;
  readonly salesforceId: string;
}

/** An event stream that the measurement fills by hand. */
class HandFeed implements ChangeFeed {
  #onPage: (page: FeedPage) => Promise<void> = async () => {};
  #replay = 0;

  async follow(_from: FeedStart, onPage: (page: FeedPage) => Promise<void>, signal: AbortSignal) {
    this.#onPage = onPage;
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    return { kind: "stopped" } as const;
  }

  /** Delivers one event for each of these Accounts; resolves when they are durable. */
  async deliver(ids: readonly string[]): Promise<void> {
    this.#replay += 1;
    const notices = ids.map((id) => ({
      type: "Account",
      recordIds: [id],
      changeType: "update" as const,
      replayId: String(this.#replay),
      committedAt: new Date(systemClock.now()).toISOString(),
      client: null,
      userId: A_PERSON,
      changed: null,
      linkMark: null,
    }));
    await this.#onPage({ notices, unreadable: [], replayId: String(this.#replay) });
  }
}

export class RealEngine implements AsyncDisposable {
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly emulators: Emulators;
  readonly http = new TimedHttp();
  readonly feed = new HandFeed();
  readonly #bugs: string[] = [];

  private constructor(emulators: Emulators, ledger: Ledger) {
    this.emulators = emulators;
    this.ledger = ledger;
    const { http, feed } = this;
    const { salesforceUrl, quickbooksUrl } = emulators;
    this.engine = createEngine({
      ledger,
      clock: systemClock,
      random: systemRandom,
      log: {
        info: () => {},
        warn: () => {},
        error: (message, fields) => this.#bugs.push(`${message} ${JSON.stringify(fields ?? {})}`),
      },
      scope: SCOPE,
      mappings: DEFAULT_MAPPINGS,
      salesforce: createSalesforceRemote({
        orgId: SCOPE.org,
        instanceUrl: salesforceUrl,
        http,
        tokens: DEMO_TOKEN,
      }),
      quickbooks: {
        ...createQuickbooksRemote({
          realmId: REALM,
          baseUrl: quickbooksUrl,
          appUrl: quickbooksUrl,
          http,
          tokens: DEMO_TOKEN,
        }),
        // The first sweep goes back a little: it would bring what was made just before, and leave no load to measure.
        sweep: async (_mappings, cursor) =>
          succeed({ changes: [], cursor: cursor ?? "", isFull: false }),
      },
      feed,
      version: "bench",
      guards: UNHELD,
      pacing: {
        quickbooksSweepMs: NEVER_MS,
        quickbooksSweepLongestMs: NEVER_MS,
        salesforceSweepMs: NEVER_MS,
      },
      quickbooksLimits: { buckets: [], inFlightMax: 10 },
    });
  }

  static async start(): Promise<RealEngine> {
    return RealEngine.connect(await startEmulators(), "ledger.sqlite");
  }

  /** On emulators that run, with a ledger of its own in their folder. */
  static async connect(emulators: Emulators, name: string): Promise<RealEngine> {
    const ledger = await openLedger({ file: path.join(emulators.folder, name) });
    const real = new RealEngine(emulators, ledger);
    await real.engine.start();
    await delay(1_000); // The set-up is asked for.
    await real.ledgerSays(() => real.#isDirectoryFilled(), LOOK_AT_LOAD_EVERY_MS);
    return real;
  }

  /** Plans a first load of all customers and applies it to its end; answers with how many it brought. */
  async backfill(): Promise<number> {
    const { engine } = this;
    const planned = await engine.planBackfill({
      objects: [{ mapping: "customer-account", direction: "toSalesforce" }],
      linkFrom: 80,
      differing: "ask",
      includeInactive: true,
      actor: "bench",
    });
    if (!planned.ok) throw new Error(`the backfill was refused: ${planned.error.code}`);
    const { id } = planned.value;
    const isIn = (state: string) => async () => (await this.#backfillState(id)) === state;
    await this.ledgerSays(isIn("ready"), LOOK_AT_LOAD_EVERY_MS);
    const applied = await engine.applyBackfill(id, "bench");
    if (!applied.ok) throw new Error(`Apply was refused: ${applied.error.code}`);
    // What waits for a person, namesakes of the demo company, leaves the plan ready once more.
    await this.ledgerSays(async () => !(await isIn("applying")()), LOOK_AT_LOAD_EVERY_MS);
    const view = await engine.viewBackfill(id);
    if (!view.ok) throw new Error(`there is no backfill ${id}`);
    const { items, calls, state } = view.value;
    if (state === "ready") await engine.cancelBackfill(id, "bench");
    await this.ledgerSays(() => this.#isTidy(id), LOOK_AT_LOAD_EVERY_MS);
    if (calls.used.metered > calls.expected.metered) {
      throw new Error(
        `${calls.used.metered} metered calls, and ${calls.expected.metered} foreseen`,
      );
    }
    return items.done;
  }

  async #isDirectoryFilled(): Promise<boolean> {
    const { tenant } = SCOPE;
    const positions = await Promise.all(
      DIRECTORY_TYPES.map((type) => readCursor(this.ledger.db, tenant, REALM, `directory:${type}`)),
    );
    return positions.every((position) => position === "filled");
  }

  /** What was read for it is removed. */
  async #isTidy(id: string): Promise<boolean> {
    const { db } = this.ledger;
    const query = db.selectFrom("backfills").select("survey").where("id", "=", id);
    return (await query.executeTakeFirst())?.survey === null;
  }

  async #backfillState(id: string): Promise<string | undefined> {
    const { db } = this.ledger;
    const query = db.selectFrom("backfills").select("state").where("id", "=", id);
    return (await query.executeTakeFirst())?.state;
  }

  /** Stops the engine and leaves the emulators as they are. */
  async disconnect(): Promise<void> {
    await this.engine.stop();
    await this.ledger.close();
  }

  /** Makes `count` customers named `{prefix} {n}` and links each with a new Account, by Sync Now. */
  async linkedPairs(prefix: string, count: number): Promise<readonly RealPair[]> {
    await makeCustomers(this.emulators, prefix, count);
    await this.syncNow(prefix);
    return this.pairs(prefix);
  }

  /** Runs Sync Now over the customers whose names start so, to its end. */
  async syncNow(prefix: string): Promise<void> {
    const run = await this.engine.startRun("Customer", `DisplayName LIKE '${prefix} %'`, "bench");
    if (!run.ok) throw new Error(`Sync Now was refused: ${run.error.code}`);
    await this.ledgerSays(async () => {
      const row = await this.ledger.db
        .selectFrom("runs")
        .select("state")
        .where("id", "=", run.value.id)
        .executeTakeFirst();
      return row?.state === "done";
    });
    await this.quiet();
  }

  async pairs(prefix: string): Promise<readonly RealPair[]> {
    return this.ledger.db
      .selectFrom("links")
      .select(["salesforceId", "quickbooksId"])
      .where("name", "like", `${prefix} %`)
      .orderBy("id")
      .execute();
  }

  /** Resolves when the inbox is empty. */
  async quiet(): Promise<void> {
    await this.ledgerSays(
      async () => (await countInbox(this.ledger.db, SCOPE.tenant)).pending === 0,
    );
  }

  async ledgerSays(isSo: () => Promise<boolean>, everyMs = LOOK_EVERY_MS): Promise<void> {
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      if (this.#bugs.length > 0) throw new Error(`the engine met a bug: ${this.#bugs[0]}`);
      if (await isSo()) return;
      await delay(everyMs);
    }
    throw new Error("what was waited for never came");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop();
    await this.ledger.close();
    await this.emulators[Symbol.asyncDispose]();
  }
}
