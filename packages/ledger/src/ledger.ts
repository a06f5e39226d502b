/**
 * The ledger: durable state in SQL, and the one way to change it.
 *
 *   beforeBegin → BEGIN IMMEDIATE → is the epoch still ours? → work → COMMIT → afterCommit
 *
 * A commit that was acknowledged survives the death of the process and of the machine (WAL,
 * synchronous FULL). Every opening takes the next epoch, and a transaction of an earlier opening
 * is refused, so a process that was thought dead cannot write after its successor started (I17).
 *
 * There is one connection: transactions queue, and a statement on `db` waits for the transaction
 * that runs. Inside `work` use only its own `tx`; a statement on `db` there would wait for ever.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import { assert } from "@accord-sync/core/errors/assert.ts";
import { claimEpoch, readEpoch } from "./epoch.ts";
import { migrate } from "./migrate.ts";
import { openDatabase } from "./runtime/open-database.ts";
import type { Schema } from "./schema.ts";

/** Whose a row is: tenant, Salesforce org id, QuickBooks realm id. */
export interface Scope {
  readonly tenant: string;
  readonly org: string;
  readonly company: string;
}

export interface MappedScope extends Scope {
  /** Id of the mapping. */
  readonly mapping: string;
}

/** What statements run on: the ledger's `db`, or a transaction of it. */
export type Db = Kysely<Schema>;

/** Where a simulator stops the process: around a commit, never inside one. */
export interface CommitProbe {
  beforeBegin(): Promise<void>;
  afterCommit(): Promise<void>;
}

export interface LedgerOptions {
  /** Path of the database file, or `:memory:` for one that lives with the process. */
  readonly file: string;
  readonly probe?: CommitProbe;
  /**
   * Use this open database, for example an in-memory one that outlives a simulated restart. It
   * stays open on `close`, and is not locked: its owner keeps others away.
   */
  readonly database?: DatabaseSync;
}

export interface Ledger {
  /** For reads outside a transaction. A write here is durable, but no epoch guards it. */
  readonly db: Db;
  readonly epoch: number;
  /**
   * All of `work` or nothing. Rejects with what `work` threw, or with an InvariantError when a
   * later opening has taken over.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** Waits for the transactions that were asked for, closes the file and releases its lock. */
  close(): Promise<void>;
}

/**
 * Opens or makes a ledger, brings its schema up to date and takes the next epoch.
 *
 * Throws an OperationalFailure: DATA_FOLDER_IN_USE when another process holds the file,
 * LEDGER_NEWER_SCHEMA when a newer version wrote it.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { db, close } = openDatabase<Schema>(options);
  try {
    await migrate(db);
    const epoch = await db.transaction().execute(claimEpoch);
    return new OpenLedger({ db, close, epoch, probe: options.probe ?? NO_PROBE });
  } catch (error) {
    await close();
    throw error;
  }
}

const NO_PROBE: CommitProbe = {
  beforeBegin: async () => undefined,
  afterCommit: async () => undefined,
};

interface OpenParts {
  readonly db: Db;
  readonly close: () => Promise<void>;
  readonly epoch: number;
  readonly probe: CommitProbe;
}

class OpenLedger implements Ledger {
  readonly db: Db;
  readonly epoch: number;
  readonly #close: () => Promise<void>;
  readonly #probe: CommitProbe;
  readonly #running = new Set<Promise<unknown>>();
  #isOpen = true;

  constructor(parts: OpenParts) {
    this.db = parts.db;
    this.epoch = parts.epoch;
    this.#close = parts.close;
    this.#probe = parts.probe;
  }

  async transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    assert(this.#isOpen, "the ledger is closed");
    const running = this.#run(work);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async #run<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    await this.#probe.beforeBegin();
    const result = await this.db.transaction().execute(async (tx) => {
      const current = await readEpoch(tx);
      assert(current === this.epoch, `ledger epoch is ${current}, ours was ${this.epoch} (I17)`);
      return work(tx);
    });
    await this.#probe.afterCommit();
    return result;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.allSettled(this.#running);
    await this.#close();
  }
}
