import { refuse } from "../api-error.ts";
import type { QueryResult } from "../soql/run-query.ts";

/**
 * Open cursors of queries with more than one page. They live in memory only: after a restart a client
 * gets INVALID_QUERY_LOCATOR, as after two days in a real org.
 */
export class LocatorBook {
  readonly #open = new Map<string, QueryResult>();

  /** Keeps a result under a new id; the oldest cursor makes room. */
  open(locator: string, result: QueryResult): void {
    this.#open.set(locator, result);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > OPEN_MAX && oldest !== undefined) this.#open.delete(oldest);
  }

  /** @throws INVALID_QUERY_LOCATOR */
  find(locator: string): QueryResult {
    const result = this.#open.get(locator);
    if (result !== undefined) return result;
    throw refuse(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  }

  clear(): void {
    this.#open.clear();
  }
}

/** Cursors kept; the platform keeps ten for each user. */
const OPEN_MAX = 50;
