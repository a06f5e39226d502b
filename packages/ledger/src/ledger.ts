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
import {
  type OperationalError,
  OperationalFailure,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { claimEpoch, readEpoch } from "./epoch.ts";
import { migrate } from "./migrate.ts";
import { type OpenDatabase, openDatabase } from "./runtime/open-database.ts";
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
  /**
   * Called when a later opening has taken over, before the transaction that found it out rejects: nothing that this
   * process still does can be recorded, so it should end here and now. Default: nothing.
   */
  readonly onTakenOver?: (error: OperationalError) => Promise<void>;
}

export interface Ledger {
  /** For reads outside a transaction. A write here is durable, but no epoch guards it. */
  readonly db: Db;
  readonly epoch: number;
  /**
   * All of `work` or nothing. Rejects with what `work` threw, or with the OperationalFailure LEDGER_TAKEN_OVER when
   * a later opening has taken over.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /**
   * Has `write` run at the beginning of the next transaction that commits, whosever it is: for what is counted on
   * the way and is worth no commit of its own. It must not fail. What dies with the process before is lost.
   */
  alongside(write: (tx: Db) => Promise<void>): void;
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
  const database = openDatabase(options);
  try {
    await migrate(database.db);
    const epoch = await database.transaction(claimEpoch);
    return new OpenLedger(database, epoch, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

const TAKEN_OVER = new OperationalFailure(operationalError("LEDGER_TAKEN_OVER"));

const NO_PROBE: CommitProbe = {
  beforeBegin: async () => undefined,
  afterCommit: async () => undefined,
};

class OpenLedger implements Ledger {
  readonly db: Db;
  readonly epoch: number;
  readonly #database: OpenDatabase;
  readonly #probe: CommitProbe;
  readonly #onTakenOver: NonNullable<LedgerOptions["onTakenOver"]>;
  readonly #running = new Set<Promise<unknown>>();
  readonly #alongside: ((tx: Db) => Promise<void>)[] = [];
  #isOpen = true;

  constructor(
    database: OpenDatabase,
    epoch: number,
    { probe = NO_PROBE, onTakenOver = async () => undefined }: LedgerOptions,
  ) {
    this.db = database.db;
    this.epoch = epoch;
    this.#database = database;
    this.#probe = probe;
    this.#onTakenOver = onTakenOver;
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
    const taken: ((tx: Db) => Promise<void>)[] = [];
    try {
      const result = await this.#database.transaction(async (tx) => {
        if ((await readEpoch(tx)) !== this.epoch) throw TAKEN_OVER;
        taken.push(...this.#alongside.splice(0));
        for (const write of taken) await write(tx);
        return work(tx);
      });
      taken.length = 0;
      await this.#probe.afterCommit();
      return result;
    } catch (error) {
      if (error === TAKEN_OVER) await this.#onTakenOver(TAKEN_OVER.error);
      throw error;
    } finally {
      // Rolled back: they go with the next one.
      this.#alongside.unshift(...taken);
    }
  }

  alongside(write: (tx: Db) => Promise<void>): void {
    this.#alongside.push(write);
  }

  async close(): Promise<void> {
    if (this.#isOpen && this.#alongside.length > 0) await this.transaction(async () => undefined);
    this.#isOpen = false;
    await Promise.allSettled(this.#running);
    await this.#database.close();
  }
}
