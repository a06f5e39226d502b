/**
 * Connection keeper: knows whether each system answers, says so where people look, and wakes what
 * waited as soon as it answers again.
 */
import {
  dispositionOf,
  messageOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { dayOf } from "@accord-sync/core/metering/month-outlook.ts";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";
import { SYSTEM_LABEL, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type ConnectionState, updateConnectionState } from "@accord-sync/ledger/connections.ts";
import { releaseNotices } from "@accord-sync/ledger/inbox.ts";
import type { Db, Ledger } from "@accord-sync/ledger/ledger.ts";
import { addCalls } from "@accord-sync/ledger/metering.ts";
import type { CallObserver } from "./budgeted-remote.ts";

interface KeeperParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly tenant: string;
  readonly system: SystemName;
  readonly accountId: string;
  readonly connectionId: string;
  readonly log: Log;
  /** Where a person connects the system; null for nowhere. */
  readonly connectUrl: string | null;
  /** Called when the system answers after it did not, or for the first time: work that waited for it may go on. */
  readonly onReleased: () => void;
  /** Called when the system answers after it did not. */
  readonly onAnswering: () => void;
}

export class ConnectionKeeper implements CallObserver {
  readonly #parts: KeeperParts;
  #trouble: string | null = null;
  /** Whether any call was refused for something that concerns more than its record. */
  #hasFailed = false;
  /** What an earlier process left in the ledger is not known to be true until a first answer. */
  #isStored = false;
  #isKnown = false;
  /** State changes are stored one after the other, so that the last one is the one that stays. */
  #storing: Promise<void> = Promise.resolve();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Whether the ledger holds a state that this process found out. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /**
   * A metered call is durable before its answer is used: a death loses none but those under way. What costs
   * nothing goes with the next commit, and a death before it loses the count: a commit for each would cost more
   * than it tells.
   */
  async counted(callClass: CallClass, calls: number): Promise<void> {
    const { ledger, clock, tenant, system, accountId } = this.#parts;
    const day = dayOf(clock.now());
    const add = (tx: Db) => addCalls(tx, tenant, accountId, day, callClass, calls);
    const isMetered = system === "quickbooks" && callClass !== "write";
    if (isMetered) await ledger.transaction(add);
    else ledger.alongside(add);
  }

  /** Read and lowered by whoever checks what the user may do. */
  isSchemaDoubted = false;

  schemaDoubted(): void {
    this.isSchemaDoubted = true;
  }

  answered(): void {
    if (this.#trouble === null && this.#isStored) return;
    this.#isStored = true;
    this.#trouble = null;
    this.#store("connected", null);
    // At the first answer of a process everything that looks has just begun to: woken now it would look twice.
    if (this.#hasFailed) this.resume();
    else this.#release();
  }

  failed(error: OperationalError): void {
    this.#hasFailed = true;
    if (dispositionOf(error) === "retry" || this.#trouble === error.code) return;
    this.#trouble = error.code;
    const state = dispositionOf(error) === "reauthorise" ? "needsReconnect" : "waiting";
    this.#store(state, messageOf(error));
  }

  /** Wakes everything that waited for this system. */
  resume(): void {
    this.#release();
    this.#storing = this.#storing.then(() => this.#parts.onAnswering());
  }

  #release(): void {
    const { ledger, clock, tenant, system, onReleased } = this.#parts;
    this.#storing = this.#storing.then(async () => {
      const now = new Date(clock.now()).toISOString();
      await ledger.transaction((tx) => releaseNotices(tx, tenant, system, now));
      onReleased();
    });
  }

  /** Resolves when every state change so far is stored. */
  settled(): Promise<void> {
    return this.#storing;
  }

  #store(state: ConnectionState, detail: string | null): void {
    const { ledger, connectionId } = this.#parts;
    this.#storing = this.#storing.then(async () => {
      await ledger.transaction((tx) => updateConnectionState(tx, connectionId, state, detail));
      this.#isKnown = true;
      this.#tell(state, detail);
    });
  }

  /** One line each time that the state changes, the first time after the start included. */
  #tell(state: ConnectionState, reason: string | null): void {
    const { log, system, accountId: account, connectUrl } = this.#parts;
    const name = SYSTEM_LABEL[system];
    if (state === "connected") log.info(`${name} is connected`, { account });
    else if (state === "waiting") log.warn(`${name} does not do its work now`, { account, reason });
    else log.warn(`${name} must be connected`, { account, reason, at: connectUrl });
  }
}
