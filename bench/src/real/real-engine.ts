/** The engine as the service runs it, on a ledger in a file, against emulators in other processes. */
import path from "node:path";
import { DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import type { ChangeFeed, FeedPage, FeedStart } from "@accord-sync/core/ports/change-feed.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createEngine, type Engine } from "@accord-sync/engine/engine.ts";
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
      quickbooks: createQuickbooksRemote({
        realmId: REALM,
        baseUrl: quickbooksUrl,
        appUrl: quickbooksUrl,
        http,
        tokens: DEMO_TOKEN,
      }),
      feed,
      version: "bench",
      guards: UNHELD,
      pacing: { quickbooksSweepMs: NEVER_MS, salesforceSweepMs: NEVER_MS },
      quickbooksLimits: { buckets: [], inFlightMax: 10 },
    });
  }

  static async start(): Promise<RealEngine> {
    const emulators = await startEmulators();
    const ledger = await openLedger({ file: path.join(emulators.folder, "ledger.sqlite") });
    const real = new RealEngine(emulators, ledger);
    await real.engine.start();
    await delay(1_000); // The directory fills.
    return real;
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

  async ledgerSays(isSo: () => Promise<boolean>): Promise<void> {
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      if (this.#bugs.length > 0) throw new Error(`the engine met a bug: ${this.#bugs[0]}`);
      if (await isSo()) return;
      await delay(LOOK_EVERY_MS);
    }
    throw new Error("what was waited for never came");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop();
    await this.ledger.close();
    await this.emulators[Symbol.asyncDispose]();
  }
}
