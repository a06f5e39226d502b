/**
 * Connections that a person has paused. No request leaves for one of them; what people and systems tell meanwhile
 * waits in the inbox, like the work of a connection that must be authorised again.
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { SYSTEM_LABEL, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  type ConnectionRow,
  listConnections,
  type Paused,
  setPaused,
} from "@accord-sync/ledger/connections.ts";
import type { Db, Ledger } from "@accord-sync/ledger/ledger.ts";

export class Pauses {
  readonly #paused = new Map<SystemName, Paused>();

  /** At a start, before anything is asked of either system. */
  async load(db: Db, tenant: string): Promise<void> {
    for (const { system, paused } of await listConnections(db, tenant)) {
      if (paused !== null) this.#paused.set(system, paused);
    }
  }

  /** What whoever would ask the system is told; null when it may be asked. */
  of(system: SystemName): OperationalError | null {
    const paused = this.#paused.get(system);
    if (paused === undefined) return null;
    const { by, at } = paused;
    return operationalError("CONNECTION_PAUSED", { system: SYSTEM_LABEL[system], by, since: at });
  }

  /** Nothing leaves from the call on, and it is durable when this resolves. `also` commits with it. */
  async pause(ledger: Ledger, connection: Which, paused: Paused, also: Also): Promise<void> {
    const before = this.#paused.get(connection.system) ?? connection.paused ?? undefined;
    this.#paused.set(connection.system, before ?? paused);
    if (before !== undefined) return;
    try {
      await ledger.transaction(async (tx) => {
        await setPaused(tx, connection.id, paused);
        await also(tx);
      });
    } catch (error) {
      this.#paused.delete(connection.system);
      throw error;
    }
  }

  /**
   * False when it was not paused, by what the ledger says too: a press may come before a start has loaded it. Durable
   * first: a death in between leaves it resumed, not half.
   */
  async resume(ledger: Ledger, connection: Which, also: Also): Promise<boolean> {
    if (!this.#paused.has(connection.system) && connection.paused === null) return false;
    await ledger.transaction(async (tx) => {
      await setPaused(tx, connection.id, null);
      await also(tx);
    });
    this.#paused.delete(connection.system);
    return true;
  }
}

/** The connection as the ledger holds it. */
type Which = Pick<ConnectionRow, "id" | "system" | "paused">;

type Also = (tx: Db) => Promise<void>;
